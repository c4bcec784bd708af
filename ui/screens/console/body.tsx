import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {Snapshot} from '../../../src/console/snapshot.js';
import type {ScheduledCommand} from '../../../src/schedule.js';
import {clock} from '../../text/format.js';
import {wrap} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Commands} from '../../widgets/commands/commands.js';
import {Fault} from '../../widgets/fault/fault.js';
import {Menu, type MenuItem} from '../../widgets/menu/menu.js';
import {Output} from '../../widgets/output/output.js';
import type {OutputPane} from '../../widgets/output/use-output-pane.js';
import {Line} from '../../widgets/text/rule.js';
import {Advice, adviceRows, Lines, lineRows, Sentence} from '../../widgets/why/why.js';
import {advice, evidence, sentence} from '../../widgets/why/words.js';
import {History} from './history.js';
import {type Heights, layout} from './layout.js';

interface Props {
	readonly snapshot: Snapshot | undefined;
	/** Why no newer snapshot could be read. */
	readonly trouble: string | undefined;
	/** The last words of the boot that died last, a line each. */
	readonly words: readonly string[];
	readonly chosen: ScheduledCommand | undefined;
	readonly output: OutputPane;
	/** What can be chosen on a node that is not paused. */
	readonly menu: readonly MenuItem[];
	readonly focus: number;
	readonly heights: Heights;
	readonly columns: number;
}

/** The most boots that are listed in the overview. */
const bootsListed = 11;

interface Circumstances {
	/** Lines of the menu, 0 where there are buttons. */
	readonly menu: number;
	/** The last words of the boot that died last. */
	readonly words: readonly string[];
	/** Whether the boots are not shown beside it. */
	readonly isAlone: boolean;
	readonly columns: number;
	/** All rows that there are for it. */
	readonly rows: number;
}

/** How many rows each part of the overview gets. */
export function heightsOf(
	snapshot: Snapshot | undefined,
	trouble: string | undefined,
	{menu, words, isAlone, columns, rows}: Circumstances,
): Heights {
	const warnings = lineRows(warningsOf(snapshot, trouble), columns);
	const next = adviceRows(advice(snapshot), columns);
	if (snapshot === undefined) {
		return layout(rows, {why: 0, evidence: 0, warnings, commands: 0, output: 0, next, menu: 0, history: 0});
	}
	const boots = isAlone ? Math.min(bootsListed, snapshot.boots?.length ?? 0) : 0;
	const isListed = snapshot.commands.length > 0 || menu === 0;
	return layout(rows, {
		why: wrap(sentence(snapshot), columns - 2).length,
		evidence: lineRows([...words, ...evidence(snapshot)], columns),
		warnings,
		commands: isListed ? 1 + Math.max(1, snapshot.commands.length) : 0,
		output: snapshot.commands.length === 0 ? 0 : Number.POSITIVE_INFINITY,
		next,
		menu,
		history: boots === 0 ? 0 : 1 + boots,
	});
}

function warningsOf(snapshot: Snapshot | undefined, trouble: string | undefined): readonly string[] {
	const warnings = snapshot?.warnings ?? [];
	if (trouble === undefined) return warnings;
	const age = snapshot ? `; this is how it was at ${clock(snapshot.now, snapshot.now)}` : '';
	return [`The state can't be read: ${trouble}${age}`, ...warnings];
}

/** The overview: why the node is in its state, what runs, the safe next step. */
export function Body({snapshot, trouble, words, chosen, output, menu, focus, heights, columns}: Props) {
	const {signs} = useTheme();
	const part = (what: string, height: number, children: ReactNode) => (
		<Box height={height} flexShrink={0} flexDirection="column" overflow="hidden">
			{height > 0 && (
				<Fault what={what} retry={snapshot}>
					{children}
				</Fault>
			)}
		</Box>
	);
	return (
		<>
			{part('the space', heights.space, null)}
			{snapshot &&
				part('the reason', heights.why, <Sentence text={sentence(snapshot)} columns={columns} height={heights.why} />)}
			{snapshot &&
				part(
					'the evidence',
					heights.evidence,
					<Lines
						lines={[...words, ...evidence(snapshot)]}
						columns={columns}
						height={heights.evidence}
						mark={signs.dot}
					/>,
				)}
			{part(
				'the warnings',
				heights.warnings,
				<Lines
					lines={warningsOf(snapshot, trouble)}
					columns={columns}
					height={heights.warnings}
					tone="danger"
					mark="!"
				/>,
			)}
			{part('the gap', heights.gap, null)}
			{part('the menu', heights.menu, <Menu items={menu} focus={focus} columns={columns} height={heights.menu} />)}
			{snapshot &&
				part(
					'the last boots',
					heights.history,
					<History snapshot={snapshot} columns={columns} height={heights.history} />,
				)}
			{snapshot &&
				part(
					'the list of commands',
					heights.commands,
					<Commands
						commands={snapshot.commands}
						chosen={chosen?.id}
						now={snapshot.now}
						columns={columns}
						height={heights.commands}
					/>,
				)}
			{snapshot &&
				chosen &&
				part(
					'the output',
					heights.output,
					<Output command={chosen} pane={output} now={snapshot.now} columns={columns} height={heights.output} />,
				)}
			<Box flexGrow={1} />
			{part('the rule', heights.rule, <Line columns={columns} />)}
			{(snapshot || trouble !== undefined) &&
				part('the next step', heights.next, <Advice text={advice(snapshot)} columns={columns} height={heights.next} />)}
		</>
	);
}

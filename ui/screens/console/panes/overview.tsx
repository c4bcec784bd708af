import {Box} from 'ink';
import type {NodeReport, Snapshot} from '../../../../src/console/snapshot.js';
import type {ScheduledCommand} from '../../../../src/schedule.js';
import type {Binding} from '../../../keymap.js';
import {visibleCommands} from '../../../widgets/commands/state.js';
import {firstShown, type MenuItem} from '../../../widgets/menu/menu.js';
import type {OutputPane} from '../../../widgets/output/use-output-pane.js';
import {Body} from '../body.js';
import {type Choice, overviewKeys} from '../choices.js';
import type {Frame} from '../frame.js';
import type {Heights} from '../layout.js';
import {Side} from '../side.js';
import type {Polled} from '../use-polled.js';
import type {Evidence} from './evidence.js';
import type {Pane} from './pane.js';

interface Options {
	readonly snapshot: Snapshot | undefined;
	/** Why no newer snapshot could be read. */
	readonly trouble: string | undefined;
	readonly chosen: ScheduledCommand | undefined;
	readonly output: OutputPane;
	readonly report: Polled<NodeReport>;
	/** What the boot that died last left behind. */
	readonly evidence: Evidence | undefined;
	/** Its last words, a line each. */
	readonly words: readonly string[];
	/** What obeys the keys of commands. */
	readonly commands: Pane;
	/** What can be chosen on a node that is not paused. */
	readonly menu: ReadonlyArray<MenuItem & Choice>;
	readonly focused: number;
	readonly onFocus: (index: number) => void;
	readonly onChoose: (command: number) => void;
	readonly screenBindings: readonly Binding[];
	readonly heights: Heights;
	readonly frame: Frame;
}

/** Why the node is in its state and what runs; on a wide screen the boots and the node beside it. */
export function overviewPane(options: Options): Pane {
	const {
		snapshot,
		trouble,
		chosen,
		output,
		report,
		evidence,
		words,
		commands,
		menu,
		focused,
		onFocus,
		onChoose,
		screenBindings,
	} = options;
	const {heights, frame} = options;
	const {height} = frame.room;
	return {
		bindings: overviewKeys(chosen && output.bindings, screenBindings),
		press(act) {
			if (menu.length > 0 && (act === 'up' || act === 'down')) {
				onFocus((focused + (act === 'up' ? menu.length - 1 : 1)) % menu.length);
				return true;
			}
			return (snapshot?.commands.length ?? 0) > 0 && commands.press(act);
		},
		wheel: commands.wheel,
		click({row, column}) {
			const {space, why, evidence, warnings, gap, menu: menuRows, history, commands: listRows} = heights;
			if (column >= frame.main) return undefined;
			const menuRow = row - (space + why + evidence + warnings + gap);
			if (menuRow >= 0 && menuRow < menuRows) {
				const index = firstShown(menu.length, focused, menuRows) + menuRow;
				onFocus(index);
				return menu[index]?.act;
			}
			const listRow = menuRow - menuRows - history;
			const command = visibleCommands(snapshot?.commands ?? [], chosen?.id, listRows - 1)[listRow - 1];
			if (listRow >= 1 && listRow < listRows && command) onChoose(command.id);
			return undefined;
		},
		content: (
			<Box height={height}>
				<Box flexDirection="column" width={frame.main} height={height} overflow="hidden">
					<Body
						snapshot={snapshot}
						trouble={trouble}
						words={words}
						chosen={chosen}
						output={output}
						menu={menu}
						focus={focused}
						heights={heights}
						columns={frame.main}
					/>
				</Box>
				{frame.side > 0 && snapshot && (
					<Box marginLeft={1}>
						<Side snapshot={snapshot} report={report} evidence={evidence} columns={frame.side} height={height} />
					</Box>
				)}
			</Box>
		),
	};
}

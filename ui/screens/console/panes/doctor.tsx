import {useMemo} from 'react';
import type {ConsoleSource, Finding} from '../../../../src/console/snapshot.js';
import {scrollKeys} from '../../../keymap.js';
import {oneLine} from '../../../text/sanitise.js';
import {useTheme} from '../../../theme.js';
import {Rows, type TextRow, wrapped} from '../../../widgets/rows/rows.js';
import {useScroll} from '../../../widgets/rows/scroll.js';
import {Rule} from '../../../widgets/text/rule.js';
import {usePolled} from '../use-polled.js';
import type {Pane, Room} from './pane.js';

const rank = {broken: 0, warning: 1, ok: 2};

/** What `umm doctor` finds, the worst first. */
export function useDoctor(source: ConsoleSource, isActive: boolean, {columns, height}: Room): Pane {
	const {signs} = useTheme();
	const [{value: findings, trouble}] = usePolled(
		useMemo(
			() => (isActive && source.findings ? () => source.findings?.() as Promise<readonly Finding[]> : undefined),
			[source, isActive],
		),
		undefined,
	);
	const words = {broken: `${signs.failed} BROKEN   `, warning: '! warning  ', ok: `${signs.succeeded} ok       `};
	const tones = {broken: 'danger', warning: 'danger', ok: 'ok'} as const;
	const rows =
		trouble !== undefined
			? wrapped(`The checks could not be made: ${trouble}`, columns - 2, 'danger')
			: findings
				? findings
						.toSorted((a, b) => rank[a.result] - rank[b.result])
						.flatMap(({check, result, message, hint}): readonly TextRow[] => [
							...wrapped(
								`${check}: ${oneLine(message)}`,
								columns - 2,
								undefined,
								[{text: words[result], tone: tones[result]}],
								11,
							),
							...(result === 'ok' || hint === undefined
								? []
								: wrapped(`what to do: ${oneLine(hint)}`, columns - 2, 'strong', [{text: ' '.repeat(11)}], 11)),
						])
				: [[{text: 'Checking', tone: 'muted' as const}]];
	const scroll = useScroll('doctor', rows.length, height - 1);
	const broken = findings?.some(({result}) => result === 'broken');
	const verdict = findings === undefined ? '' : broken ? 'umm would not work' : 'umm will work when it is needed';
	return {
		bindings: scrollKeys,
		press: scroll.press,
		wheel: scroll.by,
		content: (
			<>
				<Rule title="Doctor" note={[verdict, scroll.note].filter((note) => note !== '').join(', ')} columns={columns} />
				<Rows rows={rows} first={scroll.first} height={Math.max(0, height - 1)} />
			</>
		),
	};
}

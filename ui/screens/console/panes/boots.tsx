import {useCallback, useMemo, useState} from 'react';
import type {Boot, ConsoleSource, Snapshot} from '../../../../src/console/snapshot.js';
import {bootKeys} from '../../../keymap.js';
import {duration} from '../../../text/format.js';
import {useTheme} from '../../../theme.js';
import {Rows} from '../../../widgets/rows/rows.js';
import {useScroll} from '../../../widgets/rows/scroll.js';
import {Rule} from '../../../widgets/text/rule.js';
import {timelineRows} from '../../../widgets/timeline/bars.js';
import {livingOf} from '../history.js';
import {diedLast, evidenceRows, evidenceTitle, silence, useEvidence} from './evidence.js';
import type {Pane, Room} from './pane.js';

/** The boot that is looked at first: the newest one that died, else the present one. */
function advised(boots: readonly Boot[]): Boot | undefined {
	return diedLast(boots) ?? boots[0];
}

/** The last boots to scale, and all that the chosen one left behind. */
export function useBoots(source: ConsoleSource, snapshot: Snapshot | undefined, isActive: boolean, room: Room): Pane {
	const {signs} = useTheme();
	const {columns, height} = room;
	const boots = snapshot?.boots ?? [];
	const [chosenId, choose] = useState<string>();
	const chosen = boots.find(({id}) => id === chosenId) ?? advised(boots);
	const index = chosen ? boots.indexOf(chosen) : 0;

	const {value: evidence, trouble} = useEvidence(source, isActive ? chosen?.id : undefined);
	const left = useMemo(() => evidenceRows(evidence, columns - 3), [evidence, columns]);

	// The timeline gets a third where there is evidence to read, and what it needs where there is not.
	const timelineHeight = Math.min(
		boots.length,
		Math.max(2, left.length > 3 ? Math.floor((height - 2) / 3) : height - 5),
	);
	const first = Math.min(
		Math.max(0, index - Math.floor(timelineHeight / 2)),
		Math.max(0, boots.length - timelineHeight),
	);
	const evidenceHeight = Math.max(0, height - 2 - timelineHeight);
	const scroll = useScroll(chosen?.id ?? '', left.length, evidenceHeight);
	const go = useCallback(
		(step: number) => choose(boots[Math.min(boots.length - 1, Math.max(0, index + step))]?.id),
		[boots, index],
	);

	const window = snapshot?.window ?? 600;
	const rows = timelineRows(boots.slice(first, first + timelineHeight), {
		window,
		now: snapshot?.now ?? 0,
		living: snapshot && livingOf(snapshot),
		columns: columns - 2,
		chosen: chosen?.id,
		signs,
	});
	const hidden = boots.length > timelineHeight ? `${first + 1}-${first + timelineHeight} of ${boots.length}, ` : '';
	return {
		bindings: bootKeys,
		press(act) {
			if (act === 'up' || act === 'down') {
				go(act === 'up' ? -1 : 1);
				return true;
			}
			return scroll.press(act);
		},
		wheel: scroll.by,
		click({row}) {
			const boot = boots[first + row - 1];
			if (row >= 1 && row <= timelineHeight && boot) choose(boot.id);
			return undefined;
		},
		content: (
			<>
				<Rule
					title="Boots, newest first"
					note={`${hidden}a full bar is the window of ${duration(window)}`}
					columns={columns}
				/>
				{boots.length === 0 ? (
					<Rows
						rows={[[{text: 'The ledger is empty: umm has not seen a boot of this node yet.'}]]}
						first={0}
						height={1}
					/>
				) : (
					<Rows rows={rows} first={0} height={timelineHeight} />
				)}
				{chosen && <Rule title={evidenceTitle(chosen)} note={scroll.note} columns={columns} />}
				{chosen && (
					<Rows
						rows={
							left.length > 0
								? left
								: [[{text: trouble ?? silence(chosen, evidence), tone: trouble === undefined ? 'muted' : 'danger'}]]
						}
						first={scroll.first}
						height={evidenceHeight}
					/>
				)}
			</>
		),
	};
}

import {Box} from 'ink';
import type {NodeReport, Snapshot} from '../../../../src/console/snapshot.js';
import type {ScheduledCommand} from '../../../../src/schedule.js';
import type {Binding} from '../../../keymap.js';
import type {MenuItem} from '../../../widgets/menu/menu.js';
import type {OutputPane} from '../../../widgets/output/use-output-pane.js';
import {Body} from '../body.js';
import {overviewKeys} from '../choices.js';
import type {Frame} from '../frame.js';
import type {Heights} from '../layout.js';
import {Side} from '../side.js';
import type {Polled} from '../use-polled.js';
import type {Pane} from './pane.js';

interface Options {
	readonly snapshot: Snapshot | undefined;
	/** Why no newer snapshot could be read. */
	readonly trouble: string | undefined;
	readonly chosen: ScheduledCommand | undefined;
	readonly output: OutputPane;
	readonly report: Polled<NodeReport>;
	/** What obeys the keys of commands. */
	readonly commands: Pane;
	/** What can be chosen on a node that is not paused. */
	readonly menu: readonly MenuItem[];
	readonly focused: number;
	readonly onFocus: (index: number) => void;
	readonly screenBindings: readonly Binding[];
	readonly heights: Heights;
	readonly frame: Frame;
}

/** Why the node is in its state and what runs; on a wide screen the boots and the node beside it. */
export function overviewPane(options: Options): Pane {
	const {snapshot, trouble, chosen, output, report, commands, menu, focused, onFocus, screenBindings} = options;
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
		content: (
			<Box height={height}>
				<Box flexDirection="column" width={frame.main} height={height} overflow="hidden">
					<Body
						snapshot={snapshot}
						trouble={trouble}
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
						<Side snapshot={snapshot} report={report} columns={frame.side} height={height} />
					</Box>
				)}
			</Box>
		),
	};
}

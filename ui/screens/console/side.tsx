import {Box} from 'ink';
import type {NodeReport, Snapshot} from '../../../src/console/snapshot.js';
import {duration} from '../../text/format.js';
import {useTheme} from '../../theme.js';
import {Rows} from '../../widgets/rows/rows.js';
import {Rule} from '../../widgets/text/rule.js';
import {timelineRows} from '../../widgets/timeline/bars.js';
import {reportRows} from './panes/node.js';
import type {Polled} from './use-polled.js';

interface Props {
	readonly snapshot: Snapshot;
	readonly report: Polled<NodeReport>;
	readonly columns: number;
	readonly height: number;
}

/** What a wide screen shows beside the overview: the last boots and the node. */
export function Side({snapshot, report, columns, height}: Props) {
	const {signs} = useTheme();
	const {boots = [], window = 600, now, since, state} = snapshot;
	const living = since === undefined || state === 'paused' ? undefined : (now - since) / 1000;
	const rows = timelineRows(boots, {window, now, living, columns: columns - 2, signs});
	const upper = Math.min(rows.length, Math.floor(height / 3));
	return (
		<Box flexDirection="column" width={columns} height={height} flexShrink={0} overflow="hidden">
			<Rule title="Boots, newest first" note={`a full bar is ${duration(window)}`} columns={columns} />
			<Rows rows={rows} first={0} height={upper} />
			<Rule title="This node" columns={columns} />
			<Rows rows={reportRows(report, snapshot, columns - 2)} first={0} height={Math.max(0, height - upper - 2)} />
		</Box>
	);
}

import {Box} from 'ink';
import type {Snapshot} from '../../../src/console/snapshot.js';
import {duration} from '../../text/format.js';
import {useTheme} from '../../theme.js';
import {Rows} from '../../widgets/rows/rows.js';
import {Rule} from '../../widgets/text/rule.js';
import {timelineRows} from '../../widgets/timeline/bars.js';

interface Props {
	readonly snapshot: Snapshot;
	readonly columns: number;
	/** Rows, the heading included. */
	readonly height: number;
}

/** Seconds that the present boot has lived since its release; undefined while it is held. */
export function livingOf({since, state, now}: Snapshot): number | undefined {
	return since === undefined || state === 'paused' ? undefined : (now - since) / 1000;
}

/** The last boots to scale, as many as there is room for. */
export function History({snapshot, columns, height}: Props) {
	const {signs} = useTheme();
	const {boots = [], window = 600, now} = snapshot;
	const rows = timelineRows(boots.slice(0, Math.max(0, height - 1)), {
		window,
		now,
		living: livingOf(snapshot),
		columns: columns - 2,
		signs,
	});
	return (
		<Box flexDirection="column" width={columns}>
			<Rule title="Boots, newest first" note={`a full bar is ${duration(window)}`} columns={columns} />
			<Rows rows={rows} first={0} height={Math.max(0, height - 1)} />
		</Box>
	);
}

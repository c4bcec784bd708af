import {Box} from 'ink';
import type {NodeReport, Snapshot} from '../../../src/console/snapshot.js';
import {Rows} from '../../widgets/rows/rows.js';
import {Rule} from '../../widgets/text/rule.js';
import {History} from './history.js';
import {diedLast, type Evidence, evidenceRows, evidenceTitle} from './panes/evidence.js';
import {reportRows} from './panes/node.js';
import type {Polled} from './use-polled.js';

interface Props {
	readonly snapshot: Snapshot;
	readonly report: Polled<NodeReport>;
	/** What the boot that died last left behind. */
	readonly evidence: Evidence | undefined;
	readonly columns: number;
	readonly height: number;
}

/** Rows from which on there is room for what a boot left behind. */
const enough = 4;

/** What a wide screen shows beside the overview: the last boots, the node, the last words of the boot that died. */
export function Side({snapshot, report, evidence, columns, height}: Props) {
	const {boots = []} = snapshot;
	const upper = Math.min(1 + boots.length, Math.floor(height / 3));
	const facts = reportRows(report, snapshot, columns - 2);
	const died = diedLast(boots);
	const words = died ? evidenceRows(evidence, columns - 3) : [];
	const left = height - upper - 1 - facts.length;
	const lower = words.length > 0 && left >= enough ? left - 1 : 0;
	return (
		<Box flexDirection="column" width={columns} height={height} flexShrink={0} overflow="hidden">
			<History snapshot={snapshot} columns={columns} height={upper} />
			<Rule title="This node" columns={columns} />
			<Rows rows={facts} first={0} height={Math.max(0, lower > 0 ? facts.length : height - upper - 1)} />
			{lower > 0 && died && (
				<>
					<Rule title={evidenceTitle(died)} note="2 has all of it" columns={columns} />
					<Rows rows={words} first={0} height={lower} />
				</>
			)}
		</Box>
	);
}

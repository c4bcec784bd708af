import {useMemo} from 'react';
import type {ConsoleSource, Disk, NodeReport, Snapshot} from '../../../../src/console/snapshot.js';
import {scrollKeys} from '../../../keymap.js';
import {age, clock, duration, size} from '../../../text/format.js';
import {oneLine} from '../../../text/sanitise.js';
import {pad} from '../../../text/width.js';
import type {Tone} from '../../../theme.js';
import {Rows, type TextRow, wrapped} from '../../../widgets/rows/rows.js';
import {useScroll} from '../../../widgets/rows/scroll.js';
import {Rule} from '../../../widgets/text/rule.js';
import {type Polled, usePolled} from '../use-polled.js';
import type {Pane, Room} from './pane.js';

/** From this share on a disk is said to be nearly full. */
const nearlyFull = 0.9;

interface Fact {
	readonly label: string;
	readonly text: string;
	readonly tone?: Tone;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

function diskFact({mount, size: total, used, full, inodesFull}: Disk): Fact {
	const short = [
		...(full >= nearlyFull ? ['nearly full'] : []),
		...(inodesFull !== undefined && inodesFull >= nearlyFull ? ['nearly out of inodes'] : []),
	];
	const inodes = inodesFull === undefined ? '' : `, inodes ${percent(inodesFull)}`;
	const text = `${mount}: ${percent(full)} used, ${size(used)} of ${size(total)}${inodes}`;
	return short.length === 0
		? {label: 'disk', text}
		: {label: 'disk', text: `${text} - ${short.join(' and ').toUpperCase()}`, tone: 'danger'};
}

/** When the administrator expected to be done, and whether that has passed. */
function until({why, now}: Snapshot): readonly Fact[] {
	if (why?.until === undefined) return [];
	const left = (why.until - now) / 1000;
	return left >= 0
		? [{label: 'expected end', text: `${clock(why.until, now)}, in ${age(left)}`}]
		: [{label: 'expected end', text: `${clock(why.until, now)}, ${age(-left)} ago: it is late`, tone: 'danger'}];
}

/** The facts of a node, what is to be found first in front. */
function nodeFacts(report: NodeReport, snapshot: Snapshot | undefined): readonly Fact[] {
	const {load, cpus, memory} = report;
	const isBusy = (load[0] ?? 0) > 2 * cpus;
	const isShort = memory.available < memory.total / 20;
	return [
		...(snapshot ? until(snapshot) : []),
		...(report.ssh === undefined ? [] : [{label: 'ssh', text: report.ssh}]),
		...report.interfaces.map(({name, link, addresses}): Fact => {
			const text = `${name} ${link}  ${addresses.length === 0 ? 'no address' : addresses.join('  ')}`;
			return link === 'down' || addresses.length === 0
				? {label: 'network', text, tone: 'muted'}
				: {label: 'network', text};
		}),
		...(report.interfaces.some(({addresses}) => addresses.length > 0)
			? []
			: [{label: 'network', text: 'no interface has an address', tone: 'danger'} as const]),
		...(report.defaultRoutes.length === 0
			? [{label: 'default route', text: 'none', tone: 'danger'} as const]
			: report.defaultRoutes.map((text): Fact => ({label: 'default route', text}))),
		...report.hostKeys.map(({type, fingerprint}): Fact => ({label: 'host key', text: `${type}  ${fingerprint}`})),
		...report.disks.map(diskFact),
		{
			label: 'memory',
			text: `${size(memory.available)} of ${size(memory.total)} available`,
			...(isShort ? {tone: 'danger' as const} : {}),
		},
		{
			label: 'load',
			text: `${load.map((value) => value.toFixed(2)).join('  ')}  on ${cpus} processor${cpus === 1 ? '' : 's'}`,
			...(isBusy ? {tone: 'danger' as const} : {}),
		},
		{label: 'uptime', text: duration(report.uptime)},
		{label: 'kernel', text: report.kernel},
		{label: 'init system', text: report.init},
	];
}

/** Facts as rows: each label once, its values in a column. */
function factRows(facts: readonly Fact[], columns: number): readonly TextRow[] {
	const width = columns < 50 ? 0 : Math.max(...facts.map(({label}) => label.length)) + 2;
	let last = '';
	return facts.flatMap(({label, text, tone}) => {
		const isNew = label !== last;
		last = label;
		if (width === 0) {
			return [
				...(isNew ? [[{text: label, tone: 'muted' as const}]] : []),
				...wrapped(oneLine(text), columns, tone, [{text: '  '}], 2),
			];
		}
		return wrapped(oneLine(text), columns, tone, [{text: pad(isNew ? label : '', width), tone: 'muted'}], width);
	});
}

/** How the node is, read again while it is looked at. */
export function useReport(source: ConsoleSource, isActive: boolean): Polled<NodeReport> {
	const [report] = usePolled(
		useMemo(
			() => (isActive && source.node ? () => source.node?.() as Promise<NodeReport> : undefined),
			[source, isActive],
		),
		3000,
	);
	return report;
}

/** The facts of a node as rows, or why there are none. */
export function reportRows(
	{value: report, trouble}: Polled<NodeReport>,
	snapshot: Snapshot | undefined,
	columns: number,
): readonly TextRow[] {
	if (trouble !== undefined) return wrapped(`It can't be read: ${trouble}`, columns, 'danger');
	return report ? factRows(nodeFacts(report, snapshot), columns) : [[{text: 'Reading it', tone: 'muted'}]];
}

/** Addresses, host keys, disks and load of the node. */
export function useNode(report: Polled<NodeReport>, snapshot: Snapshot | undefined, {columns, height}: Room): Pane {
	const rows = reportRows(report, snapshot, columns - 2);
	const scroll = useScroll('node', rows.length, height - 1);
	return {
		bindings: scrollKeys,
		press: scroll.press,
		wheel: scroll.by,
		content: (
			<>
				<Rule title="This node" note={scroll.note} columns={columns} />
				<Rows rows={rows} first={scroll.first} height={Math.max(0, height - 1)} />
			</>
		),
	};
}

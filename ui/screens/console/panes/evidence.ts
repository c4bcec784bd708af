/* What was kept of a boot that ended uncleanly. */
import {useMemo} from 'react';
import type {Boot, ConsoleSource} from '../../../../src/console/snapshot.js';
import {LineReader, oneLine} from '../../../text/sanitise.js';
import {chop} from '../../../text/width.js';
import type {TextRow} from '../../../widgets/rows/rows.js';
import {type Polled, usePolled} from '../use-polled.js';

/** Each kind, e.g. `journal`, with its text. */
export type Evidence = readonly {readonly kind: string; readonly text: string}[];

/** The newest boot that died after it was released. */
export function diedLast(boots: readonly Boot[]): Boot | undefined {
	return boots.find(({end, released}) => end === 'unclean' && released);
}

/** The heading over the evidence of a boot. */
export const evidenceTitle = ({id}: Boot) => `What boot ${id.slice(0, 8)} left behind`;

/** The evidence of a boot, read once. @param id undefined while nobody looks. */
export function useEvidence(source: ConsoleSource, id: string | undefined): Polled<Evidence> {
	const [{value: kept, trouble}] = usePolled(
		useMemo(() => {
			const {evidence} = source;
			return id === undefined || !evidence ? undefined : async () => ({id, evidence: await evidence(id)});
		}, [source, id]),
		undefined,
	);
	return {
		// What is still there of the boot that was looked at before is not that of this one.
		...(kept && kept.id === id && {value: kept.evidence}),
		...(trouble !== undefined && {trouble}),
	};
}

/** Why there is nothing to be read of a boot. */
export function silence(boot: Boot, evidence: Evidence | undefined): string {
	if (evidence === undefined) return 'Reading it';
	if (boot.end === '-') return 'This boot still runs.';
	return boot.end === 'unclean' ? 'Nothing was found.' : 'It ended as it should; nothing was kept of it.';
}

/* What tells most comes first (backends/gate/evidence). */
const kinds = ['panic', 'watchdog', 'full-disk', 'failed-units', 'errors', 'journal', 'syslog'];
const rankOf = (kind: string) => (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length);

function linesOf(text: string): readonly string[] {
	const lines: string[] = [];
	new LineReader().push(Buffer.from(`${text.trimEnd()}\n`), (line) => lines.push(line));
	return lines;
}

const timestamp = /^(?:<\d+>)?(?:\[[ \d.]+\] ?)?/;

/* The line of each kind that says what it was; lines before a panic, and a heading of df(1), do not. */
const telling: Readonly<Record<string, (lines: readonly string[]) => string | undefined>> = {
	panic: (lines) => lines.find((line) => /panic|BUG:|Oops/.test(line)) ?? lines.find((line) => !line.startsWith('== ')),
	watchdog: () => 'the watchdog reset the machine',
	'full-disk': (lines) => lines.find((line) => line.startsWith('/')),
	'failed-units': (lines) => lines[0],
	errors: (lines) => lines.find((line) => /out of memory/i.test(line)) ?? lines.at(-1),
};

/** The last words of a boot that died: a line of each kind that tells something by itself. */
export function lastWords(evidence: Evidence): readonly string[] {
	return inOrder(evidence).flatMap(({kind, text}) => {
		const line = telling[kind]?.(linesOf(text).filter((line) => line.trim() !== ''));
		return line === undefined ? [] : [`${kind.replaceAll('-', ' ')}: ${oneLine(line.replace(timestamp, ''))}`];
	});
}

const inOrder = (evidence: Evidence) => evidence.toSorted((a, b) => rankOf(a.kind) - rankOf(b.kind));

/** Each kind of evidence with a heading of its own; lines too long for the room go on in the next row. */
export function evidenceRows(evidence: Evidence | undefined, columns: number): readonly TextRow[] {
	return inOrder(evidence ?? []).flatMap(({kind, text}, index): readonly TextRow[] => [
		...(index === 0 ? [] : [[{text: ''}]]),
		[{text: kind.replaceAll('-', ' '), tone: 'strong'}],
		...linesOf(text).flatMap((line) => chop(line, columns).map((row): TextRow => [{text: row}])),
	]);
}

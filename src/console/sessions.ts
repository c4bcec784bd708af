/* The consoles that are open on a node: records in /run/umm/consoles (docs/internals.md, Records). */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {processStat} from '../runs/process-stat.js';
import {isOwnDirectory, readTrusted, removeFile} from '../state/file.js';
import {decodeRecord, encodeRecord} from '../state/record.js';
import {requesterFields, requesterOf} from '../state/requester.js';
import type {Session} from './snapshot.js';

/** The process of a console. */
export interface Owner {
	readonly pid: number;
	/** Clock ticks after boot (proc_pid_stat(5)): it tells the process from a later one with the same number. */
	readonly start: string;
}

/** Text of the record of a console. */
export function encodeSession({id, by, since, last}: Session, {pid, start}: Owner): string {
	return encodeRecord('console', {
		id,
		...requesterFields(by),
		since: String(since),
		last: last?.what,
		last_time: last === undefined ? undefined : String(last.time),
		pid: String(pid),
		start,
	});
}

/** @throws UmmError (system) when it is no whole record. */
function decodeSession(id: string, text: string): {session: Session; owner: Owner} {
	const fields = decodeRecord('console', text);
	const last = fields['last'];
	const [since, time] = [Number(fields['since']), Number(fields['last_time'] ?? 0)];
	if (!Number.isFinite(since) || !Number.isFinite(time)) throw new UmmError('system', 'a time in it is not a number');
	const session: Session = {
		id,
		by: requesterOf(fields),
		since,
		...(last === undefined ? {} : {last: {what: last, time}}),
	};
	return {session, owner: {pid: Number(fields['pid']), start: fields['start'] ?? ''}};
}

async function isAlive({pid, start}: Owner): Promise<boolean> {
	const stat = Number.isSafeInteger(pid) ? await processStat(pid) : undefined;
	return stat !== undefined && stat.start === start && stat.state !== 'Z';
}

/** What a name in the directory stands for; what is left of a dead process or is no record is removed. */
async function sessionAt(directory: string, name: string): Promise<Session | undefined> {
	const path = join(directory, name);
	// Only root can remove; for others it is not listed all the same.
	const forget = () =>
		removeFile(path).then(
			() => undefined,
			() => undefined,
		);
	const [, writer] = /\.tmp-(\d+)-/.exec(name) ?? [];
	if (writer !== undefined) return (await processStat(Number(writer))) === undefined ? forget() : undefined;
	if (!/^[0-9a-f]{16}$/.test(name)) return undefined;
	// One that can't be read now may be that of a console all the same: it stays.
	const text = await readTrusted(path, 65_536).catch(() => undefined);
	if (text === undefined) return undefined;
	try {
		const {session, owner} = decodeSession(name, text);
		return (await isAlive(owner)) ? session : forget();
	} catch {
		return forget();
	}
}

/**
 * The consoles that are open on this node now, the oldest first. Those whose process is gone are removed.
 *
 * @returns empty also when others may write to the directory: what is in it can't be believed then.
 */
export async function openSessions({consoles}: Paths): Promise<readonly Session[]> {
	if (!isOwnDirectory(consoles)) return [];
	let names: readonly string[];
	try {
		names = readdirSync(consoles);
	} catch {
		return [];
	}
	const sessions = await Promise.all(names.map((name) => sessionAt(consoles, name)));
	return sessions.filter((session) => session !== undefined).sort((a, b) => a.since - b.since);
}

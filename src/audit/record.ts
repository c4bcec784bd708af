import {constants} from 'node:fs';
import {type FileHandle, open, rename, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {AuditEntry} from '../console/snapshot.js';
import {messageOf, UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {distrust, exists, makeDirectory, setAside, syncDirectory} from '../state/file.js';
import {withLock} from '../state/lock.js';
import type {Requester} from '../state/requester.js';
import {encodeEntry} from './entry.js';
import {fullAt, olderFile} from './files.js';

/** Who acts, and where it is written down. */
export interface Auditor {
	readonly paths: Paths;
	readonly by: Requester;
	/** Told when it can't be written down. */
	warn(line: string): void;
}

async function endsInTheMiddle(handle: FileHandle, size: number): Promise<boolean> {
	if (size === 0) return false;
	const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
	return buffer[0] !== 0x0a;
}

/**
 * Put a log that is full aside. Of two at once one does, so that the older log is not replaced by a new one; the other
 * goes on with the file that it has open.
 */
async function rotate({paths, warn}: Auditor, path: string): Promise<void> {
	const lock = {who: 'another umm', doing: 'is putting the audit log aside'};
	await withLock(paths.auditLock, lock, async () => {
		const {size} = await stat(path).catch(() => ({size: 0}));
		if (size < fullAt) return;
		await rename(path, olderFile(path));
		await syncDirectory(dirname(path));
	}).catch((error: unknown) => {
		if (error instanceof UmmError && error.kind === 'state') return;
		warn(`the audit log in ${path} is full and can't be put aside: ${messageOf(error)}`);
	});
}

/** Append a line for good. @throws when not all of it could be written. */
async function append(auditor: Auditor, path: string, line: string): Promise<void> {
	await makeDirectory(dirname(path));
	const {O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK} = constants;
	await using handle = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
	const stats = await handle.stat();
	const problem = distrust(stats);
	if (problem !== undefined) {
		await setAside(path, `the audit log in ${path} can't be used: ${problem}`, (text) => auditor.warn(text));
		if (await exists(path)) throw new Error(problem);
		return append(auditor, path, line);
	}
	if (stats.size >= fullAt) {
		await rotate(auditor, path);
		if ((await stat(path).catch(() => undefined))?.ino !== stats.ino) return append(auditor, path, line);
	}
	// O_APPEND and one write: two at once do not mix. What power loss or a full disk cut short stays a line of its own.
	const bytes = Buffer.from((await endsInTheMiddle(handle, stats.size)) ? `\n${line}` : line);
	const {bytesWritten} = await handle.write(bytes);
	if (bytesWritten < bytes.length) throw new Error('there was no room for the whole line');
	await handle.sync();
	if (stats.size === 0) await syncDirectory(dirname(path));
}

/** Milliseconds that the disk has to take a line. */
const patience = 5000;

/** Logs on a disk that has not answered yet. Each occupies one of the four threads that work with files. */
const unanswered = new Set<string>();

/** {@link append}, but an administrator never waits for a disk that is dying. */
async function appendInTime(auditor: Auditor, path: string, line: string): Promise<void> {
	if (unanswered.has(path)) throw new Error('the disk does not answer');
	const appended = append(auditor, path, line).then(() => true);
	if (await Promise.race([appended, delay(patience, false, {ref: false})])) return;
	unanswered.add(path);
	const answered = () => unanswered.delete(path);
	appended.then(answered, answered);
	throw new Error(`the disk does not answer for ${patience / 1000} s`);
}

/**
 * Write down what was done: on disk, or in /run where the disk takes nothing. It never fails: an action must not depend
 * on it. What a user other than root does on a node changes nothing and is not written down.
 *
 * @param entry what was done and what came of it; the time is now.
 */
export async function recordAction(auditor: Auditor, entry: Omit<AuditEntry, 'time' | 'by'>): Promise<void> {
	const {paths, by} = auditor;
	if (paths.root === '' && process.geteuid?.() !== 0) return;
	const line = encodeEntry({...entry, time: Date.now(), by});
	try {
		await appendInTime(auditor, paths.audit, line);
	} catch (error) {
		const where = await appendInTime(auditor, paths.volatileAudit, line).then(
			() => `it is in ${paths.volatileAudit} until the next boot`,
			() => 'it is not kept',
		);
		auditor.warn(`"${entry.action}" can't be written into the audit log ${paths.audit}: ${messageOf(error)}; ${where}`);
	}
}

/** What an action is called in the log. */
export interface Audited<T> {
	/** E.g. `off reboot`; when it depends on what came of it, made of that (undefined: it failed). */
	readonly action: string | ((result: T | undefined) => string);
	/** More in one line, e.g. the command's text. */
	readonly detail?: string | undefined;
}

function record<T>(
	auditor: Auditor,
	{action, detail = ''}: Audited<T>,
	outcome: AuditEntry['outcome'],
	result: T | undefined,
	reason = '',
): Promise<void> {
	const more = [detail, reason].filter((text) => text !== '').join(': ');
	const name = typeof action === 'string' ? action : action(result);
	return recordAction(auditor, {action: name, outcome, ...(more === '' ? {} : {detail: more})});
}

/**
 * Do something that comes before an action, e.g. a check, and write down when it fails: then the action is `refused`
 * (the state of the node, a hook or the input did not allow it) or `failed`, with the reason.
 *
 * @returns what `work` gave.
 * @throws what `work` threw.
 */
export async function auditedFailure<T>(auditor: Auditor, what: Audited<T>, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const refused = error instanceof UmmError && error.kind !== 'system';
		await record(auditor, what, refused ? 'refused' : 'failed', undefined, messageOf(error));
		throw error;
	}
}

/** Like {@link auditedFailure} for the action itself: that it was `done` is written down too. */
export async function audited<T>(auditor: Auditor, what: Audited<T>, work: () => Promise<T>): Promise<T> {
	const result = await auditedFailure(auditor, what, work);
	await record(auditor, what, 'done', result);
	return result;
}

/* One process at a time, by a file that names its holder; that of a dead holder is taken over. */
import {readFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {isErrno, UmmError} from '../errors.js';
import {processStat} from '../runs/process-stat.js';
import {createFile, makeDirectory, removeFile} from './file.js';

export interface LockOptions {
	/** Who holds it, for the message to the other administrator. */
	readonly who: string;
	/** What the holder does, for the same message: `is switching maintenance mode right now`. */
	readonly doing: string;
	/** Milliseconds to wait for another holder; 0 by default. */
	readonly patience?: number;
	readonly hints?: readonly string[];
}

/** A line `PID START WHO`; START tells the process from a later one with the same number. */
const holderLine = async (who: string) =>
	`${process.pid} ${(await processStat(process.pid))?.start ?? '-'} ${who.replaceAll(/\p{Cc}/gu, ' ')}\n`;

/** @returns undefined when there is no file. What can't be read is the lock of nobody. */
async function read(path: string): Promise<string | undefined> {
	return readFile(path, 'utf8').catch((error: unknown) => (isErrno(error, 'ENOENT') ? undefined : ''));
}

async function isAlive(line: string): Promise<boolean> {
	const [pid = '', start] = line.split(' ');
	const stat = /^\d+$/.test(pid) ? await processStat(Number(pid)) : undefined;
	return stat !== undefined && stat.start === start && stat.state !== 'Z';
}

/**
 * Remove the lock of a dead holder. Only one process at a time may, and only while it is still that holder's: otherwise
 * the second of two could remove the lock that the first has just got. (A process that is killed in here leaves its
 * right behind; that is taken away without such care.)
 */
async function takeAway(path: string, line: string): Promise<void> {
	const right = `${path}.takeover`;
	if (!(await createFile(right, await holderLine('')))) {
		const other = await read(right);
		if (other !== undefined && !(await isAlive(other))) await removeFile(right);
		else await sleep(20);
		return;
	}
	try {
		if ((await read(path)) === line) await removeFile(path);
	} finally {
		await removeFile(right);
	}
}

/**
 * Hold a lock while `work` goes on.
 *
 * @param path the lock file, in a directory that does not outlive the boot.
 * @throws UmmError (state) naming the holder, when it is not to be had.
 */
export async function withLock<T>(
	path: string,
	{who, doing, patience = 0, hints = []}: LockOptions,
	work: () => Promise<T>,
): Promise<T> {
	await makeDirectory(dirname(path));
	const line = await holderLine(who);
	const end = performance.now() + patience;
	while (!(await createFile(path, line))) {
		const holder = await read(path);
		if (holder === undefined) continue;
		if (!(await isAlive(holder))) {
			await takeAway(path, holder);
			continue;
		}
		if (performance.now() >= end) {
			const [pid, , ...words] = holder.trim().split(' ');
			throw new UmmError('state', `${words.join(' ')} ${doing} (process ${pid})`, {hints});
		}
		await sleep(20);
	}
	try {
		return await work();
	} finally {
		await removeFile(path);
	}
}

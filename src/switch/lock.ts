import {readFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {UmmError} from '../errors.js';
import {createFile, makeDirectory, removeFile} from '../state/file.js';

/** Start time of a process in clock ticks since boot (proc(5), /proc/pid/stat, field 22), or undefined when it is gone. */
async function startTime(pid: number): Promise<string | undefined> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
	return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/**
 * Hold the lock of those who switch MM on or off while `work` goes on: two administrators never do it at once. The lock
 * is a file in /run with the holder's pid and start time; that of a dead holder is taken over.
 *
 * @param path the lock file.
 * @param who for the message to the other administrator.
 * @throws UmmError (state) when somebody else holds it.
 */
export async function withSwitchLock<T>(path: string, who: string, work: () => Promise<T>): Promise<T> {
	await makeDirectory(dirname(path));
	const content = `${process.pid} ${await startTime(process.pid)} ${who.replaceAll(/\p{Cc}/gu, ' ')}\n`;
	for (let attempt = 0; !(await createFile(path, content)); attempt++) {
		const holder = await readFile(path, 'utf8').catch(() => '');
		const [pid = '', started, ...words] = holder.trim().split(' ');
		const alive = /^\d+$/.test(pid) && (await startTime(Number(pid))) === started;
		if (alive || attempt > 3) {
			throw new UmmError(
				'state',
				`${words.join(' ') || 'somebody'} is switching maintenance mode right now (process ${pid})`,
				{
					hints: ["'umm status' shows what comes of it"],
				},
			);
		}
		await removeFile(path);
	}
	try {
		return await work();
	} finally {
		await removeFile(path);
	}
}

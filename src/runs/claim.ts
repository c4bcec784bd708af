/* Who runs a command: /run/umm/run-NNNN, one line for the recorder and one for the command's shell. */
import {join} from 'node:path';
import {UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {commandName} from '../schedule.js';
import {createFile, makeDirectory, readTrusted, removeFile, replaceFile} from '../state/file.js';
import {processStat} from './process-stat.js';

const pathOf = (paths: Paths, id: number) => join(paths.volatile, `run-${commandName(id)}`);

const line = async (pid: number) => `${pid} ${(await processStat(pid))?.start ?? '-'}\n`;

/** The processes of a command's claim that are alive: the recorder first, unless it is gone, then the shell. */
async function living(paths: Paths, id: number): Promise<readonly {pid: number; recorder: boolean}[]> {
	const text = (await readTrusted(pathOf(paths, id)).catch(() => undefined)) ?? '';
	const found: {pid: number; recorder: boolean}[] = [];
	for (const [index, [, pid, start]] of [...text.matchAll(/^(\d+) (\d+)$/gm)].entries()) {
		const stat = await processStat(Number(pid));
		if (stat?.start === start && stat?.state !== 'Z') found.push({pid: Number(pid), recorder: index === 0});
	}
	return found;
}

/** Whether a process that runs this command, its recorder or its shell, is alive. */
export async function isAlive(paths: Paths, id: number): Promise<boolean> {
	return (await living(paths, id)).length > 0;
}

/** Process id of the recorder of a command that runs; undefined when none is alive. */
export async function recorderOf(paths: Paths, id: number): Promise<number | undefined> {
	return (await living(paths, id)).find(({recorder}) => recorder)?.pid;
}

/** Process id of the shell of a command that runs, the leader of its process group; undefined when it is not alive. */
export async function shellOf(paths: Paths, id: number): Promise<number | undefined> {
	return (await living(paths, id)).find(({recorder}) => !recorder)?.pid;
}

/**
 * Claim a command for this process, so that no other one runs it.
 *
 * @throws UmmError (state) when another process that is alive has claimed it; (system) when the claim can't be written.
 */
export async function claim(paths: Paths, id: number): Promise<void> {
	const path = pathOf(paths, id);
	const content = await line(process.pid);
	await makeDirectory(paths.volatile);
	if (await createFile(path, content, 0o600)) return;
	if (await isAlive(paths, id)) throw new UmmError('state', `scheduled command ${id} is being run already`);
	await replaceFile(path, content, 0o600);
}

/** Note the command's shell in the claim. */
export async function claimFor(paths: Paths, id: number, pid: number): Promise<void> {
	await replaceFile(pathOf(paths, id), `${await line(process.pid)}${await line(pid)}`, 0o600);
}

/** Give the claim up. */
export async function release(paths: Paths, id: number): Promise<void> {
	await removeFile(pathOf(paths, id));
}

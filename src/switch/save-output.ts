import {open, unlink} from 'node:fs/promises';
import {homedir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {audited} from '../audit/record.js';
import {isErrno, messageOf, UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {runOutput} from '../runs/output.js';
import {readCommand} from '../schedule.js';
import {makeDirectory, syncDirectory} from '../state/file.js';
import type {World} from './world.js';

/** Files of one command that are tried before it is given up. */
const most = 1000;

/**
 * Write the output of a run to a new file, flushed.
 *
 * @returns bytes that the log of the run does not have any more; undefined when there is such a file already.
 * @throws the system error; nothing is left then.
 */
async function write(paths: Paths, id: number, path: string): Promise<number | undefined> {
	const handle = await open(path, 'wx', 0o600).catch((error: unknown) => {
		if (isErrno(error, 'EEXIST')) return undefined;
		throw error;
	});
	if (!handle) return undefined;
	let missing = 0;
	try {
		for await (const item of runOutput(paths, id)) {
			if ('gap' in item) missing += item.gap;
			else await handle.writeFile(item.bytes);
		}
		await handle.sync();
		await syncDirectory(dirname(path));
		return missing;
	} catch (error) {
		await unlink(path).catch(() => undefined);
		throw error;
	} finally {
		await handle.close();
	}
}

interface Saved {
	readonly path: string;
	readonly missing: number;
}

const failure = (path: string, error: unknown) =>
	new UmmError('system', `cannot save the output in ${path}: ${messageOf(error)}`, {cause: error});

/** Into a file of its own in a directory: `umm-command-3.log`, or with a number when there is one. */
async function saveIn(paths: Paths, id: number, directory: string): Promise<Saved> {
	for (let copy = 0; copy < most; copy++) {
		const path = join(directory, `umm-command-${id}${copy === 0 ? '' : `-${copy}`}.log`);
		const missing = await write(paths, id, path).catch((error: unknown) => {
			throw failure(path, error);
		});
		if (missing !== undefined) return {path, missing};
	}
	throw new UmmError('system', `${directory} has too many files of command ${id}`);
}

async function saveSomewhere(paths: Paths, id: number): Promise<Saved> {
	const own = dirname(paths.runs);
	// A simulated node keeps to its own directory.
	if (paths.root === '') {
		const saved = await saveIn(paths, id, homedir()).catch(() => undefined);
		if (saved) return saved;
	}
	await makeDirectory(own, 0o700);
	return saveIn(paths, id, own);
}

/**
 * Write the output of a run as the command wrote it, both streams as they came, to a new file that only its owner can
 * read. Of a command that runs it is what is there now.
 *
 * @param file where; without it `umm-command-N.log` in the home directory, or in /var/lib/umm where that can't be
 *   written.
 * @returns its path.
 * @throws UmmError (usage) when there is no such command; (state) when it has not run, or the file exists; (system).
 */
export function saveOutput(world: World, id: number, file?: string): Promise<string> {
	const {paths, warn} = world;
	return audited(
		world,
		{action: (path) => `command ${id}: save${path === undefined ? '' : ` to ${path}`}`},
		async () => {
			const {state, run} = await readCommand(paths, id);
			if (!run) throw new UmmError('state', `command ${id} is ${state}: it has no output`);
			if (file === undefined) return told(await saveSomewhere(paths, id));
			const path = resolve(file);
			const missing = await write(paths, id, path).catch((error: unknown) => {
				throw failure(path, error);
			});
			if (missing === undefined) throw new UmmError('state', `${path} exists already: it is not overwritten`);
			return told({path, missing});
		},
	);

	function told({path, missing}: Saved): string {
		if (missing > 0) warn(`${missing} bytes of the output of command ${id} were not kept and are not in ${path}`);
		return path;
	}
}

/* The directories of hooks' output: /var/lib/umm/hooks/TIME-POINT-NAME (docs/internals.md, Files). */
import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {makeNewDirectory} from '../runs/log-files.js';
import {makeDirectory, syncDirectory} from '../state/file.js';

const pattern = /^\d{8}T\d{9}Z/;

/**
 * Make the directory of one hook's output.
 *
 * @param parent `paths.hookRuns`.
 * @param now milliseconds since the epoch; the directories sort by it.
 * @param name e.g. `before-on-10-drain`.
 * @returns its path.
 * @throws a system error when it can't be made.
 */
export async function newHookLog(parent: string, now: number, name: string): Promise<string> {
	await makeDirectory(parent, 0o700);
	for (let time = now; ; time++) {
		const directory = join(parent, `${new Date(time).toISOString().replaceAll(/[-:.]/g, '')}-${name}`);
		if (await makeNewDirectory(directory)) {
			await syncDirectory(parent);
			return directory;
		}
	}
}

/**
 * Remove the oldest of the hooks' outputs.
 *
 * @param keep how many stay; those in `spare` stay in any case, should the clock have stepped back.
 */
export async function pruneHookLogs(parent: string, keep: number, spare: readonly string[]): Promise<void> {
	const names = (await readdir(parent).catch(() => [])).filter((name) => pattern.test(name)).sort();
	for (const name of names.slice(0, Math.max(0, names.length - keep))) {
		const path = join(parent, name);
		if (!spare.includes(path)) await rm(path, {recursive: true, force: true});
	}
}

import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {isErrno, messageOf, UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {distrustPath, refuseHook} from './trust.js';

/** When hooks run: before or after the node is switched into or out of MM. */
export type HookPoint = 'before-on' | 'after-on' | 'before-off' | 'after-off';

export interface Hook {
	/** File name. */
	readonly name: string;
	readonly path: string;
	/** Why it must not run: it can't be trusted, or is not executable. */
	readonly refusal?: string;
}

/** The directory of the hooks of one point. */
function hookDirectory(paths: Paths, point: HookPoint): string {
	return join(paths.hooks, `${point}.d`);
}

/**
 * Names as run-parts(8) takes them by default, in the order of the C locale: others, like `README.txt` or `10-a.dpkg-new`,
 * are skipped.
 */
export function hookNames(names: readonly string[]): readonly string[] {
	return names.filter((name) => /^[A-Za-z0-9_-]+$/.test(name)).sort();
}

/**
 * The hooks of a point in the order in which they run. Directories are skipped, as run-parts(8) does; anything else
 * with a hook's name that can't run is listed with its refusal, for a hook that is silently left out is worse than one
 * that stops the switch.
 *
 * @returns an empty list when the directory is missing.
 * @throws UmmError (refused) when the directory can't be trusted; (system) when it can't be read.
 */
export async function listHooks(paths: Paths, point: HookPoint): Promise<readonly Hook[]> {
	const directory = hookDirectory(paths, point);
	try {
		const names = hookNames(await readdir(directory));
		if (names.length === 0) return [];
		const problem = await distrustPath(directory, paths.root);
		if (problem !== undefined) {
			throw new UmmError('refused', `the ${point} hooks are refused: ${problem}`, {
				hints: ["'chown root:root' and 'chmod go-w' what is named there"],
			});
		}
		const hooks: Hook[] = [];
		for (const name of names) {
			const path = join(directory, name);
			if ((await stat(path).catch(() => undefined))?.isDirectory()) continue;
			const refusal = await refuseHook(path, paths.root);
			hooks.push(refusal === undefined ? {name, path} : {name, path, refusal});
		}
		return hooks;
	} catch (error) {
		if (error instanceof UmmError) throw error;
		if (isErrno(error, 'ENOENT')) return [];
		throw new UmmError('system', `cannot list ${directory}: ${messageOf(error)}`, {cause: error});
	}
}

/* Making and removing the links that wire umm into an init system. */
import {mkdir, readlink, rmdir, symlink, unlink} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {WiringStep} from './backend.js';
import {isErrno, messageOf, UmmError} from './errors.js';

/** What becomes of one step. */
export interface WiringChange extends WiringStep {
	readonly change: 'made' | 'removed' | 'none';
}

/** Where a link points, or undefined when there is nothing. @throws UmmError (system) when something else is there. */
async function pointsTo(path: string): Promise<string | undefined> {
	try {
		return await readlink(path);
	} catch (error) {
		if (isErrno(error, 'ENOENT')) return undefined;
		if (isErrno(error, 'EINVAL')) {
			throw new UmmError('system', `${path} exists and is not a link of umm's: it is left as it is`, {
				hints: ['move it away, then try again'],
			});
		}
		throw new UmmError('system', `cannot read ${path}: ${messageOf(error)}`, {cause: error});
	}
}

/** What making all links would change; looks at every one before the first is made. @throws UmmError (system) */
export function planInstall(steps: readonly WiringStep[]): Promise<readonly WiringChange[]> {
	return Promise.all(
		steps.map(
			async (step) => ({...step, change: (await pointsTo(step.path)) === step.target ? 'none' : 'made'}) as const,
		),
	);
}

/** What removing umm's own links would change; a link that points elsewhere is somebody else's and stays. */
export function planUninstall(steps: readonly WiringStep[]): Promise<readonly WiringChange[]> {
	return Promise.all(
		steps.map(async (step) => {
			const target = await pointsTo(step.path).catch(() => undefined);
			return {...step, change: target === step.target ? 'removed' : 'none'} as const;
		}),
	);
}

/** Carry out a plan. @throws UmmError (system) naming the path that could not be changed. */
export async function carryOut(changes: readonly WiringChange[]): Promise<void> {
	for (const {path, target, change} of changes) {
		try {
			if (change === 'made') {
				await mkdir(dirname(path), {recursive: true});
				await unlink(path).catch(() => undefined);
				await symlink(target, path);
			}
			if (change === 'removed') {
				await unlink(path);
				await rmdir(dirname(path)).catch(() => undefined);
			}
		} catch (error) {
			throw new UmmError('system', `cannot change ${path}: ${messageOf(error)}`, {cause: error});
		}
	}
}

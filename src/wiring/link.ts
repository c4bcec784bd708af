import {mkdir, readlink, rmdir, symlink, unlink} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {LinkStep} from '../backend.js';
import {isErrno, messageOf, UmmError} from '../errors.js';

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

/** Whether the link is there. @throws UmmError (system) when something else than a link is there. */
export async function hasLink({path, target}: LinkStep): Promise<boolean> {
	return (await pointsTo(path)) === target;
}

/** Whether there is a link of umm's to remove; one that points elsewhere is somebody else's and stays. */
export function mayRemoveLink(step: LinkStep): Promise<boolean> {
	return hasLink(step).catch(() => false);
}

/** Make the link, in place of one that points elsewhere. @throws the system error */
export async function makeLink({path, target}: LinkStep): Promise<void> {
	await mkdir(dirname(path), {recursive: true});
	await unlink(path).catch(() => undefined);
	await symlink(target, path);
}

/** Remove the link, and its directory when that is empty then. @throws the system error */
export async function removeLink({path}: LinkStep): Promise<void> {
	await unlink(path);
	await rmdir(dirname(path)).catch(() => undefined);
}

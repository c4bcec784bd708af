import {constants} from 'node:fs';
import {access, realpath, stat} from 'node:fs/promises';
import {dirname, sep} from 'node:path';
import {messageOf} from '../errors.js';

/** Group and others may write: mode bits, stat(2). */
const writableByOthers = 0o022;

async function distrustOf(path: string): Promise<string | undefined> {
	const {uid, mode} = await stat(path);
	if (uid !== 0 && uid !== process.geteuid?.()) return `${path} belongs to the user ${uid}, not to root`;
	if ((mode & writableByOthers) !== 0) return `others may write to ${path} (mode ${(mode & 0o7777).toString(8)})`;
	return undefined;
}

/** A path and every directory above it, up to the root. @param root the sandbox's; `/` on a node. */
function chain(path: string, root: string): readonly string[] {
	const above = dirname(path);
	return path === root || above === path ? [path] : [path, ...chain(above, root)];
}

/**
 * Whether anybody but root (in the sandbox: whoever runs it) can change what a path leads to: it, where its symbolic
 * links lead, and every directory above must belong to root and not be writable by group or others.
 *
 * @param root where the chain ends: the root of a simulated node, or the empty string.
 * @returns what is wrong, or undefined.
 */
export async function distrustPath(path: string, root: string): Promise<string | undefined> {
	try {
		const [real, top] = await Promise.all([realpath(path), realpath(root === '' ? '/' : root)]);
		const links = real === path ? [] : chain(dirname(path), root === '' ? '/' : root);
		const inside = real === top || real.startsWith(top === sep ? sep : `${top}${sep}`);
		for (const each of [...chain(real, inside ? top : sep), ...links]) {
			const problem = await distrustOf(each);
			if (problem !== undefined) return problem;
		}
		return undefined;
	} catch (error) {
		return messageOf(error);
	}
}

/**
 * Whether a hook may run: an executable regular file that can be trusted ({@link distrustPath}).
 *
 * @returns why not, or undefined.
 */
export async function refuseHook(path: string, root: string): Promise<string | undefined> {
	const problem = await distrustPath(path, root);
	if (problem !== undefined) return problem;
	try {
		if (!(await stat(path)).isFile()) return `${path} is not a regular file`;
		await access(path, constants.X_OK);
		return undefined;
	} catch (error) {
		return `${path} is not executable (${messageOf(error)})`;
	}
}

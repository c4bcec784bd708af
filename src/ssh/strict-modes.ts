import {constants} from 'node:fs';
import {lstat, open, realpath} from 'node:fs/promises';
import {dirname} from 'node:path';
import {isErrno, messageOf} from '../errors.js';

/** Bytes; a larger file is no list of keys. */
const limit = 1_048_576;

const writableByOthers = 0o022;

/**
 * The text of a file that decides who may log in, under the rules of sshd's StrictModes (sshd_config(5); safe_path in
 * OpenSSH's misc.c): the file and each directory above it, up to the home directory or `/`, belong to the user or to root
 * and are writable by nobody else. It is opened without following links that were put there since, and not waited for.
 *
 * @param path the file; links are followed, and what they lead to is checked.
 * @param account `uid`: the user whose keys these are; `home`: above it nothing is looked at.
 * @returns undefined when there is no such file; else its text, or why it is not used.
 */
export async function readStrictly(
	path: string,
	{uid, home}: {readonly uid: number; readonly home: string},
): Promise<{readonly text: string; readonly problem?: never} | {readonly problem: string} | undefined> {
	try {
		const real = await realpath(path);
		const stop = await realpath(home).catch(() => '/');
		const problemOf = (where: string, {uid: owner, mode}: {uid: number; mode: number}) => {
			if (owner !== uid && owner !== 0) return `${where} belongs to the user ${owner}`;
			if ((mode & writableByOthers) !== 0)
				return `${where} may be written by others (mode ${(mode & 0o7777).toString(8)})`;
			return undefined;
		};
		await using handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
		const stats = await handle.stat();
		if (!stats.isFile()) return {problem: `${path} is not a regular file`};
		if (stats.size > limit) return {problem: `${path} has more than ${limit} bytes`};
		const problem = problemOf(path, stats);
		if (problem !== undefined) return {problem};
		for (let directory = dirname(real); ; directory = dirname(directory)) {
			const wrong = problemOf(directory, await lstat(directory));
			if (wrong !== undefined) return {problem: wrong};
			if (directory === stop || directory === '/') break;
		}
		return {text: await handle.readFile('utf8')};
	} catch (error) {
		if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return undefined;
		return {problem: `${path} can't be read: ${messageOf(error)}`};
	}
}

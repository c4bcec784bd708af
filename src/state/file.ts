import {closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readFileSync, type Stats} from 'node:fs';
import {link, mkdir, open, rename, unlink} from 'node:fs/promises';
import {dirname} from 'node:path';
import {isErrno, messageOf, UmmError} from '../errors.js';

const untrusted = 0o022;

/** Flush a directory, so that a rename or a removal in it survives power loss (fsync(2), Notes). */
export async function syncDirectory(directory: string): Promise<void> {
	await using handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
	await handle.sync();
}

/**
 * Create the missing directories of a path, each flushed into its parent.
 *
 * @param mode permission bits of those that are made, less the umask.
 * @throws UmmError (system) naming the path, e.g. when a file is in its place.
 */
export async function makeDirectory(path: string, mode = 0o755): Promise<void> {
	try {
		const first = await mkdir(path, {recursive: true, mode});
		for (let made = path; first !== undefined; made = dirname(made)) {
			await syncDirectory(dirname(made));
			if (made === first) break;
		}
	} catch (error) {
		throw new UmmError('system', `cannot make the directory ${path}: ${messageOf(error)}`, {cause: error});
	}
}

let temporaries = 0;

async function writeTemporary(path: string, content: string | Uint8Array, mode: number): Promise<string> {
	// Exclusive below; node:crypto for a better name would cost 5 ms at each start.
	const temporary = `${path}.tmp-${process.pid}-${Date.now().toString(36)}-${++temporaries}`;
	try {
		await using handle = await open(temporary, 'wx', mode);
		await handle.writeFile(content);
		await handle.sync();
	} catch (error) {
		await unlink(temporary).catch(() => undefined);
		throw new UmmError('system', `cannot write ${path}: ${messageOf(error)}`, {cause: error});
	}
	return temporary;
}

/**
 * Replace a file whole: temporary file, fsync, rename, fsync of the directory. After a crash at any instant the path
 * holds the old or the new content (design.md, Promises 4 and 6).
 *
 * @param mode permission bits of the new file.
 * @param prepare what else is to be done with the new file before it takes the place of the old one.
 * @throws UmmError (system) naming the path; the old content is still there.
 */
export async function replaceFile(
	path: string,
	content: string | Uint8Array,
	mode = 0o644,
	prepare?: (temporary: string) => Promise<void>,
): Promise<void> {
	const temporary = await writeTemporary(path, content, mode);
	try {
		await prepare?.(temporary);
		await rename(temporary, path);
		await syncDirectory(dirname(path));
	} catch (error) {
		await unlink(temporary).catch(() => undefined);
		throw new UmmError('system', `cannot write ${path}: ${messageOf(error)}`, {cause: error});
	}
}

/**
 * Like {@link replaceFile}, but only when the path does not exist yet: of two callers at once exactly one succeeds.
 *
 * @returns false when the path exists already; its content is untouched.
 */
export async function createFile(path: string, content: string | Uint8Array, mode = 0o644): Promise<boolean> {
	const temporary = await writeTemporary(path, content, mode);
	const forget = () => unlink(temporary).catch(() => undefined);
	try {
		await link(temporary, path);
		// Before the directory is flushed, so that after power loss only one of the names is there.
		await forget();
		await syncDirectory(dirname(path));
		return true;
	} catch (error) {
		await forget();
		if (isErrno(error, 'EEXIST')) return false;
		throw new UmmError('system', `cannot write ${path}: ${messageOf(error)}`, {cause: error});
	}
}

/**
 * Remove a file for good (flushed).
 *
 * @returns false when there was none.
 * @throws UmmError (system) when it cannot be removed, e.g. on a read-only filesystem.
 */
export async function removeFile(path: string): Promise<boolean> {
	try {
		await unlink(path);
		await syncDirectory(dirname(path));
		return true;
	} catch (error) {
		if (isErrno(error, 'ENOENT')) return false;
		throw new UmmError('system', `cannot remove ${path}: ${messageOf(error)}`, {cause: error});
	}
}

/** Whether something is at a path. */
export async function exists(path: string): Promise<boolean> {
	return existsSync(path);
}

/** What lets others write to something: it must be root's or ours and not writable by group or others. */
function writableByOthers(stats: Pick<Stats, 'uid' | 'mode'>): string | undefined {
	if (stats.uid !== 0 && stats.uid !== process.geteuid?.()) return `it belongs to the user ${stats.uid}`;
	if ((stats.mode & untrusted) !== 0) return `others may write to it (mode ${(stats.mode & 0o7777).toString(8)})`;
	return undefined;
}

/**
 * Whether others could have written an opened file: it must be a regular file of root's or ours and not writable by
 * group or others.
 *
 * @returns what is wrong with it, or undefined.
 */
export function distrust(stats: Pick<Stats, 'isFile' | 'uid' | 'mode'>): string | undefined {
	return stats.isFile() ? writableByOthers(stats) : 'it is not a regular file';
}

/** Whether stats (lstat(2)) are of a directory in which nobody else can make or remove names. */
export function isTrustedDirectory(stats: Pick<Stats, 'isDirectory' | 'uid' | 'mode'>): boolean {
	return stats.isDirectory() && writableByOthers(stats) === undefined;
}

/** Whether a path is such a directory, and no link to one. */
export function isOwnDirectory(path: string): boolean {
	try {
		return isTrustedDirectory(lstatSync(path));
	} catch {
		return false;
	}
}

/** @throws an Error that says why a file can't be trusted, or that it has more bytes than `limit`. */
function checkOwn(stats: Stats, limit: number): void {
	const problem = distrust(stats);
	if (problem !== undefined) throw new Error(problem);
	if (stats.size > limit) throw new Error(`it has ${stats.size} bytes, more than ${limit}`);
}

/**
 * The text of a file that nobody else can write. It is read without Node's thread pool, whose start would be a tenth of
 * the time of `umm status`; the files are small, and a FIFO is not waited for.
 *
 * @param flags of open(2), added to those for reading.
 * @param limit bytes; a larger file is not one of ours.
 * @throws the system error, e.g. ENOENT, or an Error that says why it can't be trusted.
 */
export function readOwn(path: string, flags: number, limit: number): string {
	const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
	try {
		checkOwn(fstatSync(descriptor), limit);
		return readFileSync(descriptor, 'utf8');
	} finally {
		closeSync(descriptor);
	}
}

/**
 * Like {@link readOwn}, for a file whose disk may be slow or hang while a console is open (/var may be a filesystem of
 * its own): nothing but the caller waits for it. Links are not followed.
 */
export async function readSlowly(path: string, limit: number): Promise<string> {
	await using handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	checkOwn(await handle.stat(), limit);
	return handle.readFile('utf8');
}

/**
 * The content of a state file.
 *
 * @param limit bytes; a larger file is not one of ours.
 * @returns undefined when there is no such file.
 * @throws UmmError (system) when it can't be read or trusted, with the path and the reason.
 */
export async function readTrusted(path: string, limit = 1_048_576): Promise<string | undefined> {
	try {
		return readOwn(path, constants.O_NOFOLLOW, limit);
	} catch (error) {
		if (isErrno(error, 'ENOENT')) return undefined;
		throw new UmmError('system', `cannot use ${path}: ${messageOf(error)}`, {cause: error});
	}
}

/**
 * Put a state file that can't be used out of the way, keeping its content for a look.
 *
 * @param warn is told what happened.
 */
export async function setAside(path: string, why: string, warn: (message: string) => void): Promise<void> {
	const aside = `${path}.bad-${Date.now()}`;
	try {
		await rename(path, aside);
		warn(`${why}; set aside as ${aside}`);
	} catch (error) {
		warn(`${why}; it is ignored, and could not be set aside: ${messageOf(error)}`);
	}
}

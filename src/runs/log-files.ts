import {mkdir, open, rename, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {isErrno} from '../errors.js';
import {makeDirectory, syncDirectory} from '../state/file.js';

/** One output file, opened for appending. Every call rejects with the system's error. */
export interface LogFile {
	/** Append all of it, with write(2). After an error some of it may be there. */
	append(parts: readonly Uint8Array[]): Promise<void>;
	/** Cut the file to this many bytes. */
	truncate(size: number): Promise<void>;
	/** fdatasync(2). */
	datasync(): Promise<void>;
	close(): Promise<void>;
}

/** The directory of one run's output. Every call rejects with the system's error. */
export interface LogFiles {
	/** A new file; the directory is made when it is missing. */
	create(name: string): Promise<LogFile>;
	remove(name: string): Promise<void>;
	/** fsync(2) of the directory: the names of new files survive a power loss. */
	sync(): Promise<void>;
}

/** The {@link LogFiles} on disk: directory 0700, files 0600. */
export function logFilesIn(directory: string): LogFiles {
	const make = (name: string) => open(join(directory, name), 'ax', 0o600);
	return {
		async create(name) {
			const handle = await make(name).catch(async (error: unknown) => {
				if (!isErrno(error, 'ENOENT')) throw error;
				await makeDirectory(directory, 0o700);
				return make(name);
			});
			return {
				async append(parts) {
					let rest = parts;
					for (let left = parts.reduce((sum, part) => sum + part.length, 0); left > 0; ) {
						const {bytesWritten} = await handle.writev(rest as Uint8Array[]);
						left -= bytesWritten;
						// A short write is what a nearly full disk gives; the next one tells why.
						if (left > 0) rest = [Buffer.concat(rest).subarray(bytesWritten)];
					}
				},
				truncate: (size) => handle.truncate(size),
				datasync: () => handle.datasync(),
				close: () => handle.close(),
			};
		},
		remove: (name) => unlink(join(directory, name)),
		sync: () => syncDirectory(directory),
	};
}

/**
 * Move the output of an earlier command that had the same number out of the way.
 *
 * @param suffix of the new name, e.g. milliseconds since the epoch.
 */
export async function setOldLogAside(directory: string, suffix: number): Promise<void> {
	await rename(directory, `${directory}.old-${suffix}`).catch((error: unknown) => {
		if (!isErrno(error, 'ENOENT')) throw error;
	});
}

/** Make a directory that must be new. @returns false when it exists. */
export async function makeNewDirectory(directory: string): Promise<boolean> {
	try {
		await mkdir(directory, {mode: 0o700});
		return true;
	} catch (error) {
		if (isErrno(error, 'EEXIST')) return false;
		throw error;
	}
}

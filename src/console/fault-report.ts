import {join} from 'node:path';
import {messageOf} from '../errors.js';
import type {Paths} from '../paths.js';
import {makeDirectory, replaceFile} from '../state/file.js';

/**
 * Keep what is known of a fault of the whole console: one file, that of the last fault.
 *
 * @param facts one line each, e.g. `TERM xterm`; nothing secret.
 * @returns the file's path: in /var/lib/umm, or in /run/umm where that can't be written; undefined where neither can.
 */
export async function keepFaultReport(
	{faults, volatile}: Paths,
	error: unknown,
	facts: readonly string[],
): Promise<string | undefined> {
	const stack = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
	const text = `${new Date().toISOString()}\n${facts.join('\n')}\n\n${stack}\n`;
	for (const directory of [faults, volatile]) {
		const path = join(directory, 'console-fault');
		try {
			await makeDirectory(directory);
			await replaceFile(path, text, 0o600);
			return path;
		} catch {
			/* The other place, then. */
		}
	}
	return undefined;
}

import type {AuditEntry} from '../console/snapshot.js';
import {isErrno, messageOf} from '../errors.js';
import type {Paths} from '../paths.js';
import {readSlowly} from '../state/file.js';
import {decodeEntry} from './entry.js';
import {olderFile} from './files.js';

/** Bytes of one file; it is put aside long before it has so many. */
const limit = 8_388_608;

/** The entries of one file, newest first, one at a time: most of a long file is never decoded. */
async function* entriesOf(path: string, warn: (message: string) => void): AsyncGenerator<AuditEntry, void> {
	let lines: readonly string[];
	try {
		lines = (await readSlowly(path, limit)).split('\n');
	} catch (error) {
		// Only root may read it, which is no fault.
		if (!isErrno(error, 'ENOENT', 'EACCES')) warn(`the audit log in ${path} is ignored: ${messageOf(error)}`);
		return;
	}
	// What comes behind the last newline is being written, or was cut short.
	for (let index = lines.length - 2; index >= 0; index--) {
		const entry = decodeEntry(lines[index] as string);
		if (entry) yield entry;
	}
}

async function* logOf(path: string, warn: (message: string) => void): AsyncGenerator<AuditEntry, void> {
	yield* entriesOf(path, warn);
	yield* entriesOf(olderFile(path), warn);
}

/**
 * What was done of late on this node: the log on disk and, where the disk took nothing, that of this boot. In each file
 * the order is that of the lines, whatever the clock said; between the two it goes by the clock.
 *
 * @param count entries at most.
 * @param warn is told of a file that can't be believed.
 * @returns newest first. Lines that are torn or none of ours are passed over.
 */
export async function readAudit(
	paths: Paths,
	count: number,
	warn: (message: string) => void,
): Promise<readonly AuditEntry[]> {
	const logs = [logOf(paths.audit, warn), logOf(paths.volatileAudit, warn)];
	const heads = await Promise.all(logs.map(async (log) => (await log.next()).value));
	const entries: AuditEntry[] = [];
	while (entries.length < count) {
		const [disk, volatile] = heads;
		const from = (volatile?.time ?? -1) > (disk?.time ?? -1) ? 1 : 0;
		const entry = heads[from];
		if (!entry) break;
		entries.push(entry);
		heads[from] = (await logs[from]?.next())?.value;
	}
	return entries;
}

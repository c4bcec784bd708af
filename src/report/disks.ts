import {readFile, statfs} from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';
import type {Disk} from '../console/snapshot.js';
import {diskMounts} from './mounts.js';

/** Milliseconds that a filesystem has to answer; a disk that is dying may take for ever. */
const patience = 1000;

/** Filesystems that may be waited for at once: each occupies one of the four threads that read files. */
const mostWaiting = 2;

async function diskAt(mount: string): Promise<Disk> {
	const {bsize, frsize, blocks, bfree, bavail, files, ffree} = await statfs(mount);
	// Node.js before 26 does not tell the unit of the counts; on Linux it is nearly always that of transfers.
	const unit = frsize || bsize;
	const used = blocks - bfree;
	const usable = used + bavail;
	return {
		mount,
		size: blocks * unit,
		used: used * unit,
		full: usable === 0 ? 1 : used / usable,
		...(files > 0 ? {inodesFull: (files - ffree) / files} : {}),
	};
}

/**
 * A reader of the filesystems on the disks of this node. One that does not answer is left out, and not asked again
 * before it has.
 *
 * @returns what reads them; empty where /proc is not there.
 */
export function diskReader(): () => Promise<readonly Disk[]> {
	const waiting = new Set<string>();
	const ask = async (mount: string): Promise<Disk | undefined> => {
		if (waiting.has(mount) || waiting.size >= mostWaiting) return undefined;
		waiting.add(mount);
		const answer = diskAt(mount)
			.catch(() => undefined)
			.finally(() => waiting.delete(mount));
		return Promise.race([answer, delay(patience, undefined, {ref: false})]);
	};
	return async () => {
		const mountinfo = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
		const disks: Disk[] = [];
		for (const mount of diskMounts(mountinfo)) {
			const disk = await ask(mount);
			if (disk && disk.size > 0) disks.push(disk);
		}
		return disks;
	};
}

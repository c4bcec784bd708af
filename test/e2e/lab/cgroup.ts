import {existsSync} from 'node:fs';
import {mkdir, readdir, readFile, rmdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {until} from './poll.js';

/** Where this machine's cgroup2 hierarchy is: beside the old ones on a hybrid machine. */
export const hierarchy = existsSync('/sys/fs/cgroup/cgroup.controllers') ? '/sys/fs/cgroup' : '/sys/fs/cgroup/unified';

/** A directory of the cgroup2 hierarchy. */
export class Cgroup {
	readonly path: string;

	constructor(path: string) {
		this.path = path;
	}

	async make(): Promise<void> {
		await mkdir(this.path, {recursive: true});
	}

	/** @returns pids, as this machine sees them, in a subgroup; none when there is no such subgroup. */
	async pids(subgroup: string): Promise<number[]> {
		const text = await readFile(join(this.path, subgroup, 'cgroup.procs'), 'utf8').catch(() => '');
		return text.split('\n').filter(Boolean).map(Number);
	}

	/**
	 * SIGKILL every process of the group and its subgroups at once, and remove the subgroups.
	 *
	 * @throws when a process is still there after 10 s.
	 */
	async kill(): Promise<void> {
		await writeFile(join(this.path, 'cgroup.kill'), '1');
		await until(async () => (await readFile(join(this.path, 'cgroup.events'), 'utf8')).includes('populated 0'), {
			timeout: 10,
			what: `${this.path} is empty`,
		});
		await removeSubgroups(this.path);
	}
}

async function removeSubgroups(path: string): Promise<void> {
	for (const entry of await readdir(path, {withFileTypes: true})) {
		if (!entry.isDirectory()) continue;
		const subgroup = join(path, entry.name);
		await removeSubgroups(subgroup);
		await rmdir(subgroup);
	}
}

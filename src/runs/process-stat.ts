import {readdir, readFile} from 'node:fs/promises';

/** What /proc/PID/stat says of a process (proc_pid_stat(5)). */
export interface ProcessStat {
	/** `Z`: it has ended, and its parent did not ask for its status yet. */
	readonly state: string;
	readonly group: number;
	/** Clock ticks after boot. With its number it names one process for as long as the node is up. */
	readonly start: string;
}

/** @returns undefined when there is no such process. */
export async function processStat(pid: number): Promise<ProcessStat | undefined> {
	const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
	// The name in parentheses may hold blanks and parentheses itself; the state comes behind it.
	const [state, , group, ...rest] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
	const start = rest[16];
	return state === undefined || start === undefined ? undefined : {state, group: Number(group), start};
}

/** Whether a process of this group has not ended yet. Zombies have, and PID 1 of a container may leave them for good. */
export async function groupLives(group: number): Promise<boolean> {
	const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
	for (const pid of pids) {
		const stat = await processStat(Number(pid));
		if (stat?.group === group && stat.state !== 'Z') return true;
	}
	return false;
}

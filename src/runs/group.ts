/* Process groups (setpgid(2), kill(2)): a shell and whatever it started. */
import {setTimeout as delay} from 'node:timers/promises';
import {groupLives} from './process-stat.js';

/**
 * Send a signal to every process of a group.
 *
 * @param signal 0 sends nothing.
 * @returns false when there is no such group any more.
 */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
	try {
		return process.kill(-group, signal);
	} catch {
		return false;
	}
}

/**
 * Wait until no process of a group is left.
 *
 * @param patience milliseconds to wait at most.
 * @returns false when there still is one.
 */
async function groupGone(group: number, patience: number): Promise<boolean> {
	const until = performance.now() + patience;
	for (let pause = 20; signalGroup(group, 0) && (await groupLives(group)); pause = Math.min(2 * pause, 200)) {
		if (performance.now() >= until) return false;
		await delay(pause);
	}
	return true;
}

/**
 * End a process group: SIGTERM, and SIGKILL to what is left of it later. A process in an uninterruptible sleep (a dead
 * NFS server) survives both; it is not waited for longer than `killAfter` again.
 *
 * @param killAfter milliseconds between the two.
 */
export async function endGroup(group: number, killAfter: number): Promise<void> {
	signalGroup(group, 'SIGTERM');
	// A stopped process (SIGSTOP) takes SIGTERM only when it goes on.
	signalGroup(group, 'SIGCONT');
	if (await groupGone(group, killAfter)) return;
	signalGroup(group, 'SIGKILL');
	await groupGone(group, killAfter);
}

import {readdir, readFile} from 'node:fs/promises';
import {launch, startDetached} from '../../src/exec.js';

const umm = (args: readonly string[]) => [process.execPath, process.argv[1] as string, ...args] as const;
const environment = (root: string) => ({UMM_ROOT: root, UMM_INIT: 'sandbox'});

/**
 * Start a verb of umm's on a simulated node; it outlives its caller, as a unit would.
 *
 * @param root directory of the node.
 * @returns when it has ended.
 */
export function startUmm(root: string, args: readonly string[]): Promise<void> {
	return startDetached(umm(args), environment(root));
}

/** Like {@link startUmm}, but nobody waits: its caller may end before it. */
export function launchUmm(root: string, args: readonly string[]): void {
	launch(umm(args), environment(root));
}

/**
 * Start a program of a simulated node; it lives until the node's power goes.
 *
 * @param script for /bin/sh -c.
 * @param log file that its output is appended to.
 * @returns when it has ended.
 */
export function startNodeProcess(root: string, script: string, log: string): Promise<void> {
	return startDetached(['/bin/sh', '-c', `exec >>"$UMM_LOG" 2>&1; ${script}`], {...environment(root), UMM_LOG: log});
}

/** End every process of a simulated node at once, as a power cut does: those that have its UMM_ROOT in their environment. */
export async function killNode(root: string): Promise<void> {
	for (const name of await readdir('/proc')) {
		if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
		const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
		if (!environment.split('\0').includes(`UMM_ROOT=${root}`)) continue;
		try {
			process.kill(Number(name), 'SIGKILL');
		} catch {
			/* It has ended by itself. */
		}
	}
}

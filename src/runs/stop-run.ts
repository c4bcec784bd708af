import type {Paths} from '../paths.js';
import {recorderOf, shellOf} from './claim.js';
import {endGroup} from './group.js';

/** Milliseconds from SIGTERM to SIGKILL. */
const killAfter = 10_000;

/** End a command that runs, where no init system has it as a unit: by its recorder, or itself when that is gone. */
export async function stopRun(paths: Paths, id: number): Promise<void> {
	const recorder = await recorderOf(paths, id);
	if (recorder !== undefined) {
		process.kill(recorder, 'SIGTERM');
		return;
	}
	// Its recorder was killed, and the command goes on without it.
	const shell = await shellOf(paths, id);
	if (shell !== undefined) await endGroup(shell, killAfter);
}

import {setTimeout as sleep} from 'node:timers/promises';
import {formatDuration} from '../config/duration.js';
import type {World} from './world.js';

/** A boot that takes longer than this to reach its default target goes on unwatched. Milliseconds. */
const patience = 120_000;

/**
 * Tell how the resumed boot goes on, until its default target is reached. The boot does not depend on being watched.
 *
 * @returns true when it was reached.
 */
export async function followResume({
	backend,
	progress,
	warn,
}: Pick<World, 'backend' | 'progress' | 'warn'>): Promise<boolean> {
	const start = performance.now();
	const elapsed = () => performance.now() - start;
	progress('the boot goes on');
	for (let said = 5000; !(await backend.isOperational()); ) {
		if (elapsed() > patience) {
			warn(`the default target is not reached after ${formatDuration(elapsed() / 1000)}; the boot goes on by itself`);
			return false;
		}
		if (elapsed() > said) {
			progress(`… ${formatDuration(elapsed() / 1000)}`);
			said += 5000;
		}
		await sleep(50);
	}
	const failed = await backend.failedUnits();
	progress(`operational after ${(elapsed() / 1000).toFixed(1)} s`);
	if (failed.length > 0) warn(`failed units: ${failed.join(', ')}`);
	return true;
}

/* What `umm install` and `umm uninstall` would change in files of somebody else's, and changing it. */
import {messageOf, UmmError} from '../errors.js';
import type {Runner} from '../runner.js';
import {addLine, hasLine, type LineStep, mayRemoveLine, removeLine} from './line.js';

/** What becomes of one step. */
export type WiringChange = LineStep & {readonly change: 'made' | 'removed' | 'none'};

/** What doing all steps would change; looks at every one before the first is done. @throws UmmError (system) */
export function planInstall(steps: readonly LineStep[]): Promise<readonly WiringChange[]> {
	return Promise.all(steps.map(async (step) => ({...step, change: (await hasLine(step)) ? 'none' : 'made'}) as const));
}

/** What undoing all steps would change; what is somebody else's stays. */
export function planUninstall(steps: readonly LineStep[]): Promise<readonly WiringChange[]> {
	return Promise.all(
		steps.map(async (step) => ({...step, change: (await mayRemoveLine(step)) ? 'removed' : 'none'}) as const),
	);
}

/** Carry out a plan. @throws UmmError (system) naming the path that could not be changed. */
export async function carryOut(changes: readonly WiringChange[], runner: Runner): Promise<void> {
	for (const change of changes) {
		try {
			if (change.change === 'made') await addLine(change, runner);
			if (change.change === 'removed') await removeLine(change, runner);
		} catch (error) {
			if (error instanceof UmmError) throw error;
			throw new UmmError('system', `cannot change ${change.path}: ${messageOf(error)}`, {cause: error});
		}
	}
}

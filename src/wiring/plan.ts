/* What `umm install` and `umm uninstall` would change, and changing it. */
import type {WiringStep} from '../backend.js';
import {messageOf, UmmError} from '../errors.js';
import type {Runner} from '../runner.js';
import {addLine, hasLine, mayRemoveLine, removeLine} from './line.js';
import {hasLink, makeLink, mayRemoveLink, removeLink} from './link.js';

/** What becomes of one step. */
export type WiringChange = WiringStep & {readonly change: 'made' | 'removed' | 'none'};

/** Whether a step is done. @throws UmmError (system) when it can't be: something of somebody else's is in its place. */
export function isDone(step: WiringStep): Promise<boolean> {
	return step.kind === 'link' ? hasLink(step) : hasLine(step);
}

/** What doing all steps would change; looks at every one before the first is done. @throws UmmError (system) */
export function planInstall(steps: readonly WiringStep[]): Promise<readonly WiringChange[]> {
	return Promise.all(steps.map(async (step) => ({...step, change: (await isDone(step)) ? 'none' : 'made'}) as const));
}

/** What undoing all steps would change; what is somebody else's stays. */
export function planUninstall(steps: readonly WiringStep[]): Promise<readonly WiringChange[]> {
	return Promise.all(
		steps.map(async (step) => {
			const may = await (step.kind === 'link' ? mayRemoveLink(step) : mayRemoveLine(step));
			return {...step, change: may ? 'removed' : 'none'} as const;
		}),
	);
}

async function carryOutOne(change: WiringChange, runner: Runner): Promise<void> {
	if (change.change === 'made') await (change.kind === 'link' ? makeLink(change) : addLine(change, runner));
	if (change.change === 'removed') await (change.kind === 'link' ? removeLink(change) : removeLine(change, runner));
}

/** Carry out a plan. @throws UmmError (system) naming the path that could not be changed. */
export async function carryOut(changes: readonly WiringChange[], runner: Runner): Promise<void> {
	for (const change of changes) {
		try {
			await carryOutOne(change, runner);
		} catch (error) {
			if (error instanceof UmmError) throw error;
			throw new UmmError('system', `cannot change ${change.path}: ${messageOf(error)}`, {cause: error});
		}
	}
}

import {access, constants} from 'node:fs/promises';
import type {WiringStep} from '../backend.js';
import type {Finding} from '../console/snapshot.js';
import {messageOf} from '../errors.js';
import {isDone} from './plan.js';

/** What to do where a piece of umm's is missing. */
export const reinstall = "reinstall the package, or run 'umm install'";

/** Whether the step is done, and a link leads to something. @returns what is wrong, or undefined. */
async function faultOf(step: WiringStep): Promise<string | undefined> {
	try {
		if (!(await isDone(step))) {
			return step.kind === 'link'
				? `${step.path} is missing or points elsewhere`
				: `umm's line is missing in ${step.path}`;
		}
		await access(step.path, constants.R_OK);
		return undefined;
	} catch (error) {
		return `${step.path}: ${messageOf(error)}`;
	}
}

/** Look at every step of the wiring: one finding for each. */
export async function examineSteps(
	steps: readonly WiringStep[],
	check = 'wiring',
	otherwise: 'warning' | 'broken' = 'broken',
): Promise<Finding[]> {
	return Promise.all(
		steps.map(async (step): Promise<Finding> => {
			const fault = await faultOf(step);
			return fault === undefined
				? {check, result: 'ok', message: `${step.path} ${step.why}`}
				: {check, result: otherwise, message: fault, hint: reinstall};
		}),
	);
}

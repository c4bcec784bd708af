import type {Finding} from '../console/snapshot.js';
import {messageOf} from '../errors.js';
import {hasLine, type LineStep} from './line.js';

/** What to do where a piece of umm's is missing. */
export const reinstall = "reinstall the package, or run 'umm install'";

/** Whether the line is there. @returns what is wrong, or undefined. */
async function faultOf(step: LineStep): Promise<string | undefined> {
	try {
		return (await hasLine(step)) ? undefined : `umm's line is missing in ${step.path}`;
	} catch (error) {
		return `${step.path}: ${messageOf(error)}`;
	}
}

/** Look at every line that opens the console at a login: one finding for each. */
export async function examineSteps(steps: readonly LineStep[]): Promise<Finding[]> {
	return Promise.all(
		steps.map(async (step): Promise<Finding> => {
			const fault = await faultOf(step);
			return fault === undefined
				? {check: 'login', result: 'ok', message: `${step.path} ${step.why}`}
				: {check: 'login', result: 'warning', message: fault, hint: reinstall};
		}),
	);
}

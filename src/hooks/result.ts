import {UmmError} from '../errors.js';
import type {RunOutcome} from '../schedule.js';
import {encodeRecord} from '../state/record.js';
import type {HookPoint} from './list.js';

/** What became of one hook. */
export interface HookResult {
	readonly point: HookPoint;
	readonly name: string;
	readonly path: string;
	/** `refused`: it was not run, see `reason`. */
	readonly outcome: RunOutcome | 'refused';
	readonly status?: number;
	readonly signal?: string;
	readonly seconds: number;
	/** Why it was refused or could not be started. */
	readonly reason?: string;
	/** The last lines of its output, not made safe for a terminal. */
	readonly lastLines: readonly string[];
	/** Directory of its output; absent when there is none. */
	readonly log?: string;
}

/** Whether a hook did what it should: exit status 0. */
export function hookSucceeded({outcome, status}: HookResult): boolean {
	return outcome === 'exited' && status === 0;
}

/** How a hook ended, as the end of a sentence about it. */
export function describeHookEnd({outcome, status, signal, seconds, reason}: HookResult): string {
	switch (outcome) {
		case 'refused':
			return `is refused: ${reason}`;
		case 'failed-to-start':
			return `could not be started: ${reason}`;
		case 'timeout':
			return `was ended after ${seconds} s, its time was over`;
		case 'interrupted':
			return `was interrupted after ${seconds} s`;
		case 'signalled':
			return `was ended by ${signal} after ${seconds} s`;
		case 'exited':
			return `${status === 0 ? 'succeeded' : `failed with exit status ${status}`} after ${seconds} s`;
	}
}

/**
 * The error that a failed hook makes of the switch: exit status 3, naming the hook and its last lines.
 *
 * @param what what did not happen for it, e.g. `nothing was changed` or `the node stays paused`.
 */
export function hookError(result: HookResult, what: string): UmmError {
	const lines = result.lastLines.map((line) => `\n  ${line}`).join('');
	return new UmmError(
		'refused',
		`the ${result.point} hook ${result.path} ${describeHookEnd(result)}; ${what}${lines}`,
		{
			hints: [
				...(result.log === undefined ? [] : [`its whole output is in ${result.log}`]),
				"'--force' goes on regardless",
			],
		},
	);
}

/** The record `hook` of a result. @param forced the switch went on in spite of it. */
export function encodeHookResult(result: HookResult, forced: boolean): string {
	return encodeRecord('hook', {
		point: result.point,
		name: result.name,
		path: result.path,
		outcome: result.outcome,
		status: result.status === undefined ? undefined : String(result.status),
		signal: result.signal,
		seconds: String(result.seconds),
		reason: result.reason,
		forced: forced ? 'yes' : undefined,
	});
}

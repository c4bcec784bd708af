import {UmmError} from '../../src/errors.js';
import type {TerminalInput} from './keyboard.js';
import type {TerminalOutput} from './screen.js';

/**
 * Why the console can't run on a terminal, in words for the administrator; undefined when it can.
 *
 * @param env the terminal's environment; `CI` says nothing about a terminal and is not looked at.
 */
export function whyUnfit(
	stdin: TerminalInput,
	stdout: TerminalOutput,
	env: Readonly<Record<string, string | undefined>>,
): UmmError | undefined {
	if (!stdin.isTTY || typeof stdin.setRawMode !== 'function') return unfit('its input is not a terminal');
	if (!stdout.isTTY) return unfit('its output is not a terminal');
	const term = env['TERM'] ?? '';
	if (term === '' || term === 'dumb' || term === 'unknown') {
		return unfit(`TERM is ${term === '' ? 'not set' : `'${term}'`}`, 'set TERM, for example: export TERM=vt100');
	}
	return undefined;
}

function unfit(reason: string, ...hints: readonly string[]): UmmError {
	return new UmmError('system', `the console can't be shown: ${reason}`, {
		hints: [
			...hints,
			"'umm console --plain' needs only lines of text",
			"'umm status' says why the node is paused, 'umm off' resumes it",
		],
	});
}

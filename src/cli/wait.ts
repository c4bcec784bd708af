import {setTimeout as sleep} from 'node:timers/promises';
import {backendOf} from '../../backends/registry.js';
import {formatDuration} from '../config/duration.js';
import {UmmError} from '../errors.js';
import {execaRunner} from '../exec.js';
import {readNode} from '../node.js';
import {flag, printJson, say, text, usageError, type VerbMain} from './context.js';
import {durationOption} from './on.js';

/** Milliseconds between two looks. */
const interval = 100;

/** `umm wait --state paused|operational`. Operational means that the default target is reached. */
export const main: VerbMain = async (context) => {
	const wanted = text(context, 'state');
	if (wanted === undefined) throw usageError(context, 'umm wait needs --state paused or --state operational');
	if (context.words.length > 0) throw usageError(context, 'umm wait takes no argument');
	const timeout = durationOption(context, 'timeout');
	const backend = backendOf(context.paths, execaRunner);
	const start = performance.now();
	const reached = async () => {
		const {state} = await readNode(context.paths);
		if (wanted === 'paused' || state === 'paused') return state === wanted;
		return backend.isOperational();
	};
	while (!(await reached())) {
		if (timeout !== undefined && performance.now() - start > timeout * 1000) {
			throw new UmmError('state', `this node is not ${wanted} after ${formatDuration(timeout)}`, {
				hints: ["'umm status' shows its state"],
			});
		}
		await sleep(interval);
	}
	if (flag(context, 'json')) printJson(context, 'umm/wait/1', {state: wanted});
	else if (context.stdout.isTTY) say(context, `this node is ${wanted}`);
	return 0;
};

import {createInterface} from 'node:readline/promises';
import {auditedFailure} from '../audit/record.js';
import {parseDuration} from '../config/duration.js';
import {UmmError} from '../errors.js';
import {commandProblem} from '../schedule.js';
import {checkOn, type OnOptions, switchOn} from '../switch/on.js';
import {planOn} from '../switch/plan.js';
import type {CommandOptions} from '../switch/schedule.js';
import {type Context, flag, printJson, say, text, usageError, type VerbMain, warn} from './context.js';
import {requestJson} from './json.js';
import {outliveShutdown, worldOf} from './world.js';

/** Seconds of an option that is a duration. @throws UmmError (usage) */
export function durationOption(context: Context, name: string): number | undefined {
	const value = text(context, name);
	if (value === undefined) return undefined;
	const seconds = parseDuration(value);
	if (seconds === undefined || seconds === 0) {
		throw usageError(context, `--${name} takes a time such as 600, 90s, 10min or 1h, not ${JSON.stringify(value)}`);
	}
	return seconds;
}

/** Characters of a reason; the gate takes no request of more than 64 KiB. */
const longestReason = 4096;

/** The words of a command line as one command for /bin/sh -c, joined by spaces as Fuel's umm did. */
export function commandOption(context: Context, words: readonly string[]): CommandOptions | undefined {
	const command = words.join(' ');
	const timeout = durationOption(context, 'timeout');
	if (command.trim() === '') {
		if (timeout !== undefined) throw usageError(context, '--timeout needs a command');
		return undefined;
	}
	const problem = commandProblem(command);
	if (problem !== undefined) throw usageError(context, problem);
	return {
		command,
		onFailure: text(context, 'on-failure') === 'continue' ? 'continue' : 'stop',
		...(timeout === undefined ? {} : {timeout}),
	};
}

/** Ask on the terminal; end of input and Ctrl-C mean no. */
async function confirm(context: Context, question: string): Promise<boolean> {
	const prompt = createInterface({input: context.stdin, output: context.stdout});
	const gone = new AbortController();
	prompt.once('close', () => gone.abort());
	prompt.once('SIGINT', () => prompt.close());
	try {
		return /^y(es)?$/i.test((await prompt.question(question, {signal: gone.signal})).trim());
	} catch {
		say(context, '');
		return false;
	} finally {
		prompt.close();
	}
}

/** `umm on --test`. */
async function rehearse(context: Context): Promise<number> {
	if (context.words.length > 0) throw usageError(context, '--test takes no command: it only looks');
	const {backend} = await worldOf(context);
	if (backend.rehearse === undefined) {
		throw new UmmError('refused', `umm on --test does not know ${backend.name} yet`, {
			hints: ["'umm doctor' checks what it can there"],
		});
	}
	const obstacle = await backend.obstacle();
	if (obstacle !== undefined) throw new UmmError('refused', obstacle);
	const {runs, waits} = await backend.rehearse();
	if (flag(context, 'json')) {
		printJson(context, 'umm/rehearsal/1', {backend: backend.name, runs, waits});
		return 0;
	}
	say(context, `while this node is paused ${runs.length} units run:`);
	for (const name of runs) say(context, `  ${name}`);
	say(context, `until 'umm off' ${waits.length} units wait:`);
	for (const name of waits) say(context, `  ${name}`);
	say(context, 'nothing was changed');
	return 0;
}

/** `umm on`. */
export const main: VerbMain = async (context) => {
	if (flag(context, 'test')) return rehearse(context);
	const afterwards = text(context, 'then');
	const expected = durationOption(context, 'for');
	const command = commandOption(context, context.words);
	const reason = (text(context, 'reason') ?? '').replaceAll(/\p{Cc}/gu, ' ').trim();
	if (reason.length > longestReason) {
		throw usageError(context, `--reason takes ${longestReason} characters at most, not ${reason.length}`);
	}
	const options: OnOptions = {
		reason,
		afterwards: afterwards === 'off' || afterwards === 'reboot' ? afterwards : 'stay',
		force: flag(context, 'force'),
		...(expected === undefined ? {} : {expected}),
		commands: command ? [command] : [],
	};
	if (options.afterwards !== 'stay' && !command) {
		throw usageError(context, '--then needs a command: without one there is nothing to wait for');
	}
	const world = await worldOf(context);
	if (flag(context, 'dry-run')) await checkOn(world);
	else await auditedFailure(world, {action: 'on', detail: reason}, () => checkOn(world));
	const steps = await planOn(context.paths, options);
	const asks = context.stdin.isTTY && context.stdout.isTTY && !flag(context, 'yes');
	if (flag(context, 'dry-run')) {
		if (flag(context, 'json')) printJson(context, 'umm/on/1', {dryRun: true, steps, request: null});
		else for (const step of steps) say(context, `would ${step}`);
		return 0;
	}
	if (asks) {
		say(context, 'umm on will');
		for (const step of steps) say(context, `  - ${step}`);
		if (!(await confirm(context, 'Go on? [y/N] '))) throw new UmmError('state', 'nothing was changed');
	}
	process.on('SIGHUP', () => warn(context, 'the terminal is gone; going on'));
	outliveShutdown();
	const request = await switchOn(world, options);
	if (flag(context, 'json')) printJson(context, 'umm/on/1', {dryRun: false, steps, request: requestJson(request)});
	else say(context, 'rebooting into maintenance mode; log in again by ssh in a moment');
	return 0;
};

import {parseArgs} from 'node:util';
import {messageOf, UmmError} from '../errors.js';
import type {Verb} from './verbs.js';

/** What a command line says. */
export interface Arguments {
	readonly words: readonly string[];
	readonly options: Readonly<Record<string, string | boolean | undefined>>;
	readonly help: boolean;
}

/** How many words come before those of a command, in calls that end in one. */
function wordsBeforeCommand(verb: Verb, args: readonly string[]): number | undefined {
	if (verb.name === 'on') return 0;
	if (verb.name !== 'schedule') return undefined;
	if (args[0] === 'add') return 1;
	return args[0] === 'edit' ? 2 : undefined;
}

/** Verbs whose words are a command: options end at the first of them, so that `umm on ls -l` needs no `--`. */
function endOfOptions(verb: Verb, args: readonly string[]): number {
	let before = wordsBeforeCommand(verb, args);
	if (before === undefined) return args.length;
	for (let index = 0; index < args.length; index++) {
		const argument = args[index] as string;
		if (argument === '--') return index;
		if (!argument.startsWith('-') || argument === '-') {
			if (before-- === 0) return index;
			continue;
		}
		const name = argument.startsWith('--') ? argument.slice(2) : undefined;
		if (name !== undefined && verb.options[name]?.type === 'string') index++;
	}
	return args.length;
}

/**
 * Parse what follows a verb (node:util parseArgs, strict).
 *
 * @throws UmmError (usage) naming the option that is unknown, lacks its value, or has one it does not take.
 */
export function parseArguments(verb: Verb, args: readonly string[]): Arguments {
	const hints = [`'umm ${verb.name} --help' shows how it is used`];
	const end = endOfOptions(verb, args);
	const options = Object.fromEntries(
		Object.entries(verb.options).map(([name, {type, short}]) => [name, short === undefined ? {type} : {type, short}]),
	);
	let parsed: ReturnType<typeof parseArgs>;
	try {
		parsed = parseArgs({
			args: args.slice(0, end),
			options: {...options, help: {type: 'boolean', short: 'h'}},
			allowPositionals: true,
			strict: true,
		});
	} catch (error) {
		throw new UmmError('usage', messageOf(error).split('. To specify')[0] as string, {hints, cause: error});
	}
	for (const [name, {choices}] of Object.entries(verb.options)) {
		const value = parsed.values[name];
		if (choices && typeof value === 'string' && !choices.includes(value)) {
			throw new UmmError('usage', `--${name} is ${choices.join(' or ')}, not ${JSON.stringify(value)}`, {hints});
		}
	}
	const command = args.slice(args[end] === '--' ? end + 1 : end);
	const {help, ...values} = parsed.values as Record<string, string | boolean | undefined>;
	return {words: [...parsed.positionals, ...command], options: values, help: help === true};
}

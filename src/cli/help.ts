/* What `umm --help` and `umm VERB --help` print, made from the table of verbs. */
import {exitStatus} from '../errors.js';
import type {Option, Verb} from './verbs.js';

const width = 80;

/** What each exit status means, in the words of umm(8). */
export const exitMeanings: Readonly<Record<keyof typeof exitStatus, string>> = {
	done: 'done',
	state: 'the state of the node does not allow it',
	usage: 'wrong usage or bad input',
	refused: 'a hook or a check refused',
	system: 'the system failed: a command, a disk, a process',
};

/** The verbs that people call, without those of umm's own units and scripts. */
export function publicVerbs(verbs: readonly Verb[]): readonly Verb[] {
	return verbs.filter((verb) => !verb.internal);
}

/** `--reason TEXT`, `-y, --yes`: an option as a person writes it. */
function spelling(name: string, option: Option): string {
	const long = option.value === undefined ? `--${name}` : `--${name} ${option.value}`;
	return option.short === undefined ? long : `-${option.short}, ${long}`;
}

/** The options of a verb, with the one that every verb has. */
export function optionsOf(verb: Verb): ReadonlyMap<string, Option> {
	return new Map([
		...Object.entries(verb.options),
		['help', {type: 'boolean', short: 'h', help: 'show help'} satisfies Option],
	]);
}

/** A summary as a sentence. */
export function sentence(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `umm on [OPTION ...] [--] [COMMAND ...]` */
function usage(verb: Verb): string {
	return `umm ${verb.name} ${verb.synopsis}`.trimEnd();
}

/** Fill lines of at most 80 columns, each behind `indent` spaces. A word that is longer gets a line of its own. */
function wrap(text: string, indent = 0): string {
	const lines = [''];
	for (const word of text.split(' ')) {
		const line = lines.at(-1) as string;
		if (line === '') lines[lines.length - 1] = word;
		else if (indent + line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
		else lines.push(word);
	}
	return lines.map((line) => ' '.repeat(indent) + line).join('\n');
}

/** Two columns: terms, and what they mean beside them. */
function table(rows: readonly (readonly [string, string])[]): string {
	const column = 2 + Math.max(...rows.map(([term]) => term.length)) + 2;
	return rows.map(([term, text]) => `  ${term}`.padEnd(column) + wrap(text, column).trimStart()).join('\n');
}

function section(title: string, body: string): string {
	return `${title}:\n${body}`;
}

/**
 * What `umm --help` prints.
 *
 * @returns lines of at most 80 columns, the last one with its newline.
 */
export function overview(verbs: readonly Verb[]): string {
	return `${[
		'Usage: umm [VERB [ARGUMENT ...]]',
		wrap(
			'umm holds the boot of a Linux node in maintenance mode, where only the network and sshd are up, and lets the same boot go on. Without a verb it opens the console on a terminal; elsewhere it shows the state.',
		),
		section('Verbs', table(publicVerbs(verbs).map((verb) => [verb.name, verb.summary]))),
		section(
			'Options',
			table([
				['-h, --help', "show help; 'umm VERB --help' tells more"],
				['    --version', 'show the version'],
			]),
		),
		'Manual: umm(8), umm.conf(5)',
	].join('\n\n')}\n`;
}

/**
 * What `umm VERB --help` prints.
 *
 * @returns lines of at most 80 columns, usage and examples excepted.
 */
export function helpOf(verb: Verb): string {
	const options = [...optionsOf(verb)];
	// Where some options have a short form, the long ones are aligned.
	const pad = ([name, option]: readonly [string, Option]) =>
		(option.short === undefined ? '    ' : '') + spelling(name, option);
	const parts = [
		`Usage: ${usage(verb)}`,
		wrap([sentence(verb.summary), ...(verb.root ? ['Only root may.'] : [])].join(' ')),
		...verb.text.map((text) => wrap(text)),
		section('Options', table(options.map((entry) => [pad(entry), entry[1].help]))),
	];
	if (verb.examples.length > 0) {
		const examples = verb.examples.map(([command, text]) => `  ${command}\n${wrap(text, 6)}`);
		parts.push(section('Examples', examples.join('\n')));
	}
	const statuses = Object.entries(exitStatus).map(
		([name, status]) => [String(status), exitMeanings[name as keyof typeof exitStatus]] as const,
	);
	parts.push(section('Exit status', table(statuses)));
	return `${parts.join('\n\n')}\n`;
}

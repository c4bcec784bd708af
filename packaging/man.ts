/* The manual pages: prose from docs/man/, tables from the code. Macros: man(7). */

import {exitMeanings, optionsOf, publicVerbs, sentence} from '../src/cli/help.js';
import type {Option, Verb} from '../src/cli/verbs.js';
import {keys} from '../src/config/keys.js';
import {exitStatus} from '../src/errors.js';
import {dateOf, type Edition} from './edition.js';

/** Text as roff takes it: no escapes, hyphens that can be copied, no line that is taken for a request. */
function roff(text: string): string {
	return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq').replace(/^\./gm, '\\&.');
}

const bold = (text: string) => `\\fB${roff(text)}\\fR`;
const italic = (text: string) => `\\fI${roff(text)}\\fR`;

/** A paragraph with a term before it. */
function tagged(term: string, ...text: readonly string[]): string {
	return ['.TP', term, ...text].join('\n');
}

/** Prose of the table: other manual pages get their bold, what is quoted stays quoted. A sentence begins a line. */
function prose(text: string): string {
	return roff(text)
		.replaceAll(/\b([a-z.]+)(\([1-8]\))/g, '\\fB$1\\fR$2')
		.replaceAll(/\. (?=[A-Z"])/g, '.\n');
}

/** A synopsis: capitals are for the reader to replace, the rest is typed. */
function synopsis(verb: Verb): string {
	const words = verb.synopsis.replaceAll(/[A-Z]+|-[-a-z]+|[a-z]+/g, (word) =>
		/^[A-Z]/.test(word) ? italic(word) : bold(word),
	);
	return `${bold(`umm ${verb.name}`)} ${words}`.trimEnd();
}

function option(name: string, {short, value, help}: Option): string {
	const spellings = [...(short === undefined ? [] : [`-${short}`]), `--${name}`].map(bold).join(', ');
	const argument = value === undefined ? '' : ` ${/^[A-Z]+$/.test(value) ? italic(value) : bold(value)}`;
	return tagged(spellings + argument, prose(sentence(help)));
}

function command(verb: Verb): string {
	const options = [...optionsOf(verb)].filter(([name]) => name !== 'help').map(([name, value]) => option(name, value));
	return [
		`.SS "umm ${verb.name}"`,
		synopsis(verb),
		...[[sentence(verb.summary), ...(verb.root ? ['Only root may.'] : [])].join(' '), ...verb.text].map(
			(text) => `.PP\n${prose(text)}`,
		),
		...options,
	].join('\n');
}

/** Put the values in where the page says `@NAME@`. @throws when the page names one that there is not. */
function fill(page: string, values: Readonly<Record<string, string>>): string {
	return page.replaceAll(/@([A-Z]+)@/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) throw new Error(`no value for @${name}@`);
		return value;
	});
}

/**
 * umm(8).
 *
 * @param page text of docs/man/umm.8.in.
 */
export function ummPage(page: string, verbs: readonly Verb[], edition: Edition): string {
	const shown = publicVerbs(verbs);
	const examples = shown.flatMap((verb) => verb.examples);
	return fill(page, {
		VERSION: edition.version,
		DATE: dateOf(edition),
		SYNOPSIS: [bold('umm'), ...shown.map(synopsis)].join('\n.br\n'),
		COMMANDS: shown.map(command).join('\n'),
		EXIT: Object.entries(exitStatus)
			.map(([name, status]) =>
				tagged(bold(`${status}`), prose(sentence(exitMeanings[name as keyof typeof exitStatus]))),
			)
			.join('\n'),
		EXAMPLES: examples.map(([line, text]) => tagged(bold(line), prose(sentence(text)))).join('\n'),
	});
}

/**
 * umm.conf(5).
 *
 * @param page text of docs/man/umm.conf.5.in.
 */
export function confPage(page: string, edition: Edition): string {
	const entries = Object.entries(keys);
	return fill(page, {
		VERSION: edition.version,
		DATE: dateOf(edition),
		KEYS: entries
			.map(([key, {default: value, meaning}]) =>
				tagged(`${bold(key)} (default: ${bold(value)})`, prose(sentence(meaning))),
			)
			.join('\n'),
		EXAMPLE: entries.map(([key, {default: value}]) => roff(`${key}=${value}`)).join('\n'),
	});
}

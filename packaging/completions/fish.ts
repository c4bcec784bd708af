import {optionsOf, publicVerbs} from '../../src/cli/help.js';
import type {Option, Verb} from '../../src/cli/verbs.js';
import {afterWord, ownOptions, takesCommand} from './arguments.js';

/** A word of fish's that stands for `text`. */
function quote(text: string): string {
	return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}

function optionLine(condition: string, name: string, option: Option): string {
	const short = option.short === undefined ? '' : ` -s ${option.short}`;
	const choices = option.choices === undefined ? '' : ` -a ${quote(option.choices.join(' '))}`;
	const value = option.type === 'string' ? ` -x${choices}` : '';
	return `complete -c umm -n ${condition} -l ${name}${short}${value} -d ${quote(option.help)}`;
}

function linesOf(verb: Verb): readonly string[] {
	const condition = quote(`__fish_seen_subcommand_from ${verb.name}`);
	const words = (verb.words ?? []).join(' ');
	const fresh = quote(`__fish_seen_subcommand_from ${verb.name}; and not __fish_seen_subcommand_from ${words}`);
	return [
		`complete -c umm -n __fish_use_subcommand -a ${verb.name} -d ${quote(verb.summary)}`,
		...[...optionsOf(verb)].map(([name, option]) => optionLine(condition, name, option)),
		...(words === '' ? [] : [`complete -c umm -n ${fresh} -a ${quote(words)}`]),
		...[...afterWord(verb)].map(
			([word, values]) =>
				`complete -c umm -n ${quote(`__fish_seen_subcommand_from ${verb.name}; and __fish_seen_subcommand_from ${word}`)} -a ${quote(values.join(' '))}`,
		),
	];
}

/** The completion of fish. */
export function fishCompletion(verbs: readonly Verb[]): string {
	const shown = publicVerbs(verbs);
	const commands = shown.filter(takesCommand).map(({name}) => name);
	const lines = [
		'complete -c umm -f',
		...Object.entries(ownOptions).map(
			([name, help]) => `complete -c umm -n __fish_use_subcommand -l ${name} -d ${quote(help)}`,
		),
		...shown.flatMap(linesOf),
		`complete -c umm -n '__fish_seen_subcommand_from ${commands.join(' ')}; and contains -- -- (commandline -opc)' -xa '(__fish_complete_subcommand --fcs-skip=(contains -i -- -- (commandline -opc)))'`,
	];
	return `# fish completion of umm(8), made from the table of verbs\n${lines.join('\n')}\n`;
}

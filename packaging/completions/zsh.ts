import {optionsOf, publicVerbs} from '../../src/cli/help.js';
import type {Option, Verb} from '../../src/cli/verbs.js';
import {afterWord, ownOptions, takesCommand} from './arguments.js';

/** A word of zsh's that stands for `text`. */
function quote(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Text inside the brackets and colons of a specification of _arguments (zshcompsys(1)). */
function plain(text: string): string {
	return text.replace(/[[\]:\\]/g, '\\$&');
}

function optionSpec(name: string, option: Option): string {
	const value = option.type === 'string' ? `:${plain(option.value ?? '')}:` : '';
	const choices = option.choices === undefined ? '' : `(${option.choices.join(' ')})`;
	const rest = `[${plain(option.help)}]${value}${choices}`;
	if (option.short === undefined) return quote(`--${name}${value === '' ? '' : '='}${rest}`);
	return `'(-${option.short} --${name})'{-${option.short},--${name}}${quote(rest)}`;
}

function argumentSpecs(verb: Verb): readonly string[] {
	const specs: string[] = [];
	if (verb.words !== undefined) specs.push(`1:argument:(${verb.words.join(' ')})`);
	const after = [...afterWord(verb)].map(([word, words]) => `(${word}) compadd -S "" -- ${words.join(' ')} ;;`);
	if (after.length > 0) specs.push(`2:value:{ case $words[2] in ${after.join(' ')} esac }`);
	if (takesCommand(verb)) specs.push('*:: :_normal');
	return specs.map(quote);
}

function caseOf(verb: Verb): string {
	const specs = [...[...optionsOf(verb)].map(([name, option]) => optionSpec(name, option)), ...argumentSpecs(verb)];
	return `\t${verb.name})\n\t\t_arguments -S ${specs.join(' \\\n\t\t\t')}\n\t\t;;`;
}

/** The completion of zsh. */
export function zshCompletion(verbs: readonly Verb[]): string {
	const shown = publicVerbs(verbs);
	const list = shown.map(({name, summary}) => `\t\t${quote(`${name}:${plain(summary)}`)}`).join('\n');
	const own = Object.entries(ownOptions).map(([name, help]) => quote(`--${name}:${help}`));
	return `#compdef umm
# zsh completion of umm(8), made from the table of verbs

local -a verbs options
if (( CURRENT == 2 )); then
	verbs=(
${list}
	)
	options=(${own.join(' ')})
	_describe -t verbs verb verbs
	_describe -o -t options option options
	return
fi
shift words
(( CURRENT-- ))
case $words[1] in
${shown.map(caseOf).join('\n')}
esac
`;
}

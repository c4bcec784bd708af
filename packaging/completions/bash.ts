import {optionsOf, publicVerbs} from '../../src/cli/help.js';
import type {Verb} from '../../src/cli/verbs.js';
import {afterWord, ownOptions, takesCommand} from './arguments.js';

/** `reason|for`: options of a verb that have a value; `choices` says whether it is one of a few. */
function withValue(verb: Verb, choices: boolean): readonly (readonly [string, readonly string[]])[] {
	return [...optionsOf(verb)]
		.filter(([, option]) => option.type === 'string' && (option.choices !== undefined) === choices)
		.map(([name, option]) => [name, option.choices ?? []]);
}

function casesOf(verb: Verb): readonly string[] {
	const free = withValue(verb, false).map(([name]) => `${verb.name},--${name}`);
	const options = [...optionsOf(verb).keys()].map((name) => `--${name}`).join(' ');
	return [
		...withValue(verb, true).map(([name, choices]) => `${verb.name},--${name}) words='${choices.join(' ')}' ;;`),
		...(free.length === 0 ? [] : [`${free.join(' | ')}) return ;;`]),
		...[...afterWord(verb)].map(([word, words]) => `${verb.name},${word}) words='${words.join(' ')}' ;;`),
		`${verb.name},*) words='${[...(verb.words ?? []), options].join(' ')}' ;;`,
	];
}

/** The completion of bash. It needs nothing of the package bash-completion but its loading on demand. */
export function bashCompletion(verbs: readonly Verb[]): string {
	const shown = publicVerbs(verbs);
	const first = [...shown.map(({name}) => name), ...Object.keys(ownOptions).map((name) => `--${name}`)];
	const commands = shown.filter(takesCommand).map(({name}) => name);
	return `# bash completion of umm(8), made from the table of verbs

_umm() {
	local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} words= i
	COMPREPLY=()
	# --option=value is three words to bash
	[[ $cur == = ]] && cur=
	[[ $prev == = ]] && prev=\${COMP_WORDS[COMP_CWORD - 2]}
	# behind -- comes a command with words of its own
	if [[ \${COMP_WORDS[1]} == @(${commands.join('|')}) ]]; then
		for ((i = 2; i < COMP_CWORD; i++)); do
			[[ \${COMP_WORDS[i]} == -- ]] || continue
			if declare -F _command_offset >/dev/null; then
				_command_offset $((i + 1))
			elif ((i + 1 == COMP_CWORD)); then
				mapfile -t COMPREPLY < <(compgen -c -- "$cur")
			else
				mapfile -t COMPREPLY < <(compgen -f -- "$cur")
			fi
			return
		done
	fi
	if ((COMP_CWORD == 1)); then
		words='${first.join(' ')}'
	else
		case \${COMP_WORDS[1]},$prev in
${shown
	.flatMap(casesOf)
	.map((line) => `\t\t${line}`)
	.join('\n')}
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[[ \${COMPREPLY[0]-} != *= ]] || compopt -o nospace
}
complete -F _umm umm
`;
}

import {UmmError} from '../errors.js';

/**
 * Split what a client asks to run into words, with the quotes of sh(1) and nothing else of it: there is no shell, and
 * what only a shell could do is refused, not taken literally.
 *
 * @returns the words, without `umm` before them.
 * @throws UmmError (usage) for a quote that does not end, and for every character that means something to a shell.
 */
export function wordsOf(command: string): readonly string[] {
	const words: string[] = [];
	let word: string | undefined;
	let rest = command;
	while (rest !== '') {
		const match =
			/^(?:([ \t]+)|'([^']*)'|"((?:[^"\\$`]|\\["\\$`]|\\(?!["\\$`]))*)"|\\([^\n])|([\w@%+=:,./-]|[^\0-\x7f]))/s.exec(
				rest,
			);
		if (!match) {
			throw new UmmError('usage', `there is no shell here that could read ${JSON.stringify(rest.slice(0, 20))}`, {
				hints: ['verbs of umm are run, e.g. status --json; put quotes around other characters'],
			});
		}
		const [text, blank, single, double, escaped, plain] = match;
		if (blank === undefined)
			word = (word ?? '') + (single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain);
		else if (word !== undefined) {
			words.push(word);
			word = undefined;
		}
		rest = rest.slice(text.length);
	}
	if (word !== undefined) words.push(word);
	return words[0] === 'umm' || words[0] === '/usr/bin/umm' ? words.slice(1) : words;
}

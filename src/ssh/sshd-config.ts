/* What sshd's configuration says on who may log in. sshd itself is not asked: where it is broken, so is `sshd -T`. */
import {globSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {isAbsolute, join} from 'node:path';
import {messageOf} from '../errors.js';
import {type Condition, isRule, isValid, type Setting} from './login-rules.js';

/** Files that include one another; deeper is a mistake (SERVCONF_MAX_DEPTH in OpenSSH's servconf.c). */
const deepest = 16;

/** The words of a line; undefined when quotes do not end (OpenSSH's argv_split: quotes, backslashes, `#` before a word). */
function wordsOf(line: string): readonly string[] | undefined {
	const word = /(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\.|[^\s"'\\])+(?!\S)/y;
	const words: string[] = [];
	for (let rest = line.trim(); rest !== '' && !rest.startsWith('#'); rest = rest.slice(word.lastIndex).trimStart()) {
		word.lastIndex = 0;
		const [found] = word.exec(rest) ?? [];
		if (found === undefined) return undefined;
		const unquoted = found.replaceAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g, '$1$2');
		words.push(unquoted.replaceAll(/\\(["'\\ ])/g, '$1'));
	}
	return words;
}

/** Criteria of Match that take no argument. */
const bare = ['all', 'invalid-user'];

/** The conditions of a Match line; one without an argument is one that nobody knows. */
function conditionsOf(words: readonly string[]): readonly Condition[] {
	const parts = words.flatMap((word) => /^(\w+)=(.*)$/s.exec(word)?.slice(1, 3) ?? [word]);
	const conditions: Condition[] = [];
	for (let at = 0; at < parts.length; ) {
		const criterion = (parts[at++] as string).toLowerCase();
		conditions.push(bare.includes(criterion) ? [criterion, ''] : [criterion, parts[at++] ?? '']);
	}
	return conditions.length > 0 ? conditions : [['', '']];
}

class Reader {
	readonly settings: Setting[] = [];
	readonly problems: string[] = [];
	readonly #root: string;

	constructor(root: string) {
		this.#root = root === '' ? '/' : root;
	}

	async read(path: string, outer: readonly Condition[] = [], depth = 0): Promise<void> {
		const text = await readFile(join(this.#root, path), 'utf8').catch((error: unknown) => {
			this.problems.push(`${path} can't be read: ${messageOf(error)}`);
			return '';
		});
		let conditions = outer;
		for (const [index, line] of text.split('\n').entries()) {
			const [, name = '', rest = ''] = /^\s*([A-Za-z0-9]+)(?:\s*=|(?!\S))(.*)$/s.exec(line) ?? [];
			const keyword = name.toLowerCase();
			if (keyword !== 'match' && keyword !== 'include' && !isRule(keyword)) continue;
			// All of a command is taken as it stands.
			const words = keyword === 'forcecommand' ? [rest.trim()] : wordsOf(rest);
			const complain = (what: string) => this.problems.push(`${path}:${index + 1}: ${what}`);
			if (keyword === 'match') conditions = [...outer, ...conditionsOf(words ?? [])];
			else if (words === undefined || !isValid(keyword, words)) complain(`${name} is passed over: no such value`);
			else if (keyword !== 'include') this.settings.push({keyword, values: words, conditions});
			else if (depth === deepest) complain('too many files include one another');
			else for (const file of words.flatMap((word) => this.#find(word))) await this.read(file, conditions, depth + 1);
		}
	}

	/** The files that a word of Include means (sshd_config(5)). */
	#find(pattern: string): readonly string[] {
		const whole = isAbsolute(pattern) ? pattern : join('/etc/ssh', pattern);
		return globSync(whole.slice(1), {cwd: this.#root})
			.sort()
			.map((found) => `/${found}`);
	}
}

/**
 * Read /etc/ssh/sshd_config and what it includes. What is broken in it does not stand in the way: a line that can't be
 * is passed over, and a file that can't be read says nothing, so that the defaults hold.
 *
 * @param root directory that stands for `/`.
 * @returns the rules, in their order, and what was passed over, in words for the log.
 */
export async function readSshdConfig(
	root: string,
): Promise<{readonly settings: readonly Setting[]; readonly problems: readonly string[]}> {
	const reader = new Reader(root);
	await reader.read('/etc/ssh/sshd_config');
	return reader;
}

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * A kernel word that makes systemd start something else than default.target (systemd(1), Kernel Command Line). The
 * words `2` to `5` do too, but the generator has an answer to those.
 *
 * @param root directory that stands for `/`.
 * @returns the word, or undefined.
 */
export async function bypassingWord(root: string): Promise<string | undefined> {
	const at = (path: string) => join(root === '' ? '/' : root, path);
	const inContainer = await readFile(at('run/systemd/container'), 'utf8').catch(() => undefined);
	const line = await readFile(at(inContainer === undefined ? 'proc/cmdline' : 'proc/1/cmdline'), 'utf8').catch(
		() => '',
	);
	return line
		.split(/[\s\0]+/)
		.find(
			(word) =>
				/^(systemd\.unit=|rescue$|emergency$|single$|[sS]$|1$|-b$)/.test(word) &&
				word !== 'systemd.unit=default.target',
		);
}

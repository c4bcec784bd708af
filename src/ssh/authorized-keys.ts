/* authorized_keys as sshd reads it (sshd(8), AUTHORIZED_KEYS FILE FORMAT; OpenSSH's auth2-pubkeyfile.c). Pure. */
import {type KeyOptions, optionsOf} from './key-options.js';
import {keyAt, type PublicKey, weaknessOf} from './public-key.js';

/** A line of the file that holds a key. */
export type KeyLine = PublicKey & {
	/** From 1. */
	readonly line: number;
} & ({readonly options: KeyOptions; readonly problem?: never} | {readonly problem: string; readonly options?: never});

/** Where the options end: at the first blank that is not in quotes; undefined when quotes do not end. */
function endOfOptions(text: string): number | undefined {
	let quoted = false;
	let at = 0;
	for (; at < text.length && (quoted || !/[ \t]/.test(text[at] as string)); at++) {
		if (text.startsWith('\\"', at)) at++;
		else if (text[at] === '"') quoted = !quoted;
	}
	return quoted ? undefined : at;
}

function parseLine(text: string, line: number): KeyLine | undefined {
	if (text.includes('\0')) return undefined;
	const trimmed = text.replace(/^[ \t]+/, '').replace(/\r$/, '');
	if (trimmed === '' || trimmed.startsWith('#')) return undefined;
	// What can be a key is one: options come second, as in sshd.
	const end = keyAt(trimmed) ? 0 : endOfOptions(trimmed);
	if (end === undefined) return undefined;
	const key = keyAt(trimmed.slice(end).replace(/^[ \t]+/, ''));
	if (!key) return undefined;
	const options = weaknessOf(key) ?? optionsOf(trimmed.slice(0, end));
	return typeof options === 'string' ? {line, ...key, problem: options} : {line, ...key, options};
}

/**
 * The keys of an authorized_keys file. A line without a key that can be checked here is passed over, as sshd does it; a
 * key with an option that is not understood has a `problem` and admits nobody: certificates (`cert-authority`,
 * `principals`) and hardware keys are among them.
 */
export function parseAuthorizedKeys(text: string): readonly KeyLine[] {
	return text.split('\n').flatMap((line, index) => parseLine(line, index + 1) ?? []);
}

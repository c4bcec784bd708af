/* authorized_keys as sshd reads it (sshd(8), AUTHORIZED_KEYS FILE FORMAT; OpenSSH's auth2-pubkeyfile.c). No input, no clock. */
import {isInList} from './addresses.js';

/** What the options of a key allow. */
export interface KeyOptions {
	/** Whether a terminal may be asked for. */
	readonly pty: boolean;
	/** The only command that the key may run. */
	readonly command?: string;
	/** From where it may come, a list for {@link isInList}. */
	readonly from?: string;
	/** Seconds since the epoch after which it is no longer taken. */
	readonly expiry?: number;
}

/** A line of the file that holds a key. */
export type KeyLine = {
	/** From 1. */
	readonly line: number;
	/** E.g. `ssh-ed25519`. */
	readonly type: string;
	/** The key itself (RFC 4253, 6.6). */
	readonly blob: Buffer;
} & ({readonly options: KeyOptions; readonly problem?: never} | {readonly problem: string; readonly options?: never});

/** The kinds of keys that can be checked here. DSA is as sshd has it: no longer taken. */
const types = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa'] as const;

/** Bits of an RSA modulus (sshd_config(5), RequiredRSASize). */
const leastRsa = 1024;

/** Options without a value. What is not there but for `pty` is about forwarding and such, of which there is none here. */
const flags = ['agent-forwarding', 'port-forwarding', 'pty', 'user-rc', 'x11-forwarding'];

/** Options with a value that can't give more than there is here: forwarding, and what sshd ignores by default. */
const moot = ['environment', 'permitlisten', 'permitopen', 'tunnel'];

/** The length-prefixed strings that a blob consists of (RFC 4251, 5); none when it does not. */
function fieldsOf(blob: Buffer): readonly Buffer[] {
	const fields: Buffer[] = [];
	for (let at = 0; at < blob.length; ) {
		const end = at + 4 <= blob.length ? at + 4 + blob.readUInt32BE(at) : Number.POSITIVE_INFINITY;
		if (end > blob.length) return [];
		fields.push(blob.subarray(at + 4, end));
		at = end;
	}
	return fields;
}

/** Length of the modulus: type, exponent, modulus (RFC 4253, 6.6). */
function rsaBits(blob: Buffer): number {
	const modulus = fieldsOf(blob)[2]?.toString('hex');
	return modulus ? BigInt(`0x${modulus}`).toString(2).length : 0;
}

/** A key where it begins: `TYPE BASE64 COMMENT`. */
function keyAt(text: string): {type: string; blob: Buffer} | undefined {
	const match = /^([\w@.-]+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]|$)/.exec(text);
	const [, type, base64] = match ?? [];
	if (type === undefined || base64 === undefined || !(types as readonly string[]).includes(type)) return undefined;
	const blob = Buffer.from(base64, 'base64');
	if (blob.toString('base64') !== base64 || fieldsOf(blob)[0]?.toString('latin1') !== type) return undefined;
	return {type, blob};
}

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

/**
 * Seconds since the epoch of `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`; local time unless it ends in `Z` or `UTC`.
 * Undefined for what is no such time (ssh-keygen(1), -V).
 */
function timeOf(text: string): number | undefined {
	const match = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z|UTC)?$/i.exec(text);
	if (!match) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const days = new Date(Date.UTC(year, month - 1, day));
	if (month < 1 || month > 12 || days.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return undefined;
	const time =
		match[7] === undefined
			? new Date(year, month - 1, day, hour, minute, second).getTime()
			: Date.UTC(year, month - 1, day, hour, minute, second);
	return time / 1000;
}

class Options {
	pty = true;
	command: string | undefined;
	from: string | undefined;
	expiry: number | undefined;

	/** Take one option. @returns what is wrong with it. */
	take(name: string, value: string | undefined): string | undefined {
		if (name === 'restrict' && value === undefined) {
			this.pty = false;
			return undefined;
		}
		const bare = name.replace(/^no-/, '');
		if (flags.includes(bare) && value === undefined) {
			if (bare === 'pty') this.pty = name === 'pty';
			return undefined;
		}
		if (value === undefined) return `the option ${JSON.stringify(name)} is not understood`;
		if (moot.includes(name)) return undefined;
		if (name === 'command' || name === 'from') {
			if (this[name] !== undefined) return `the option ${name} is given twice`;
			this[name] = value;
			return undefined;
		}
		if (name === 'expiry-time') {
			const time = timeOf(value);
			if (time === undefined) return 'the value of expiry-time is no time';
			this.expiry = Math.min(this.expiry ?? time, time);
			return undefined;
		}
		return `the option ${JSON.stringify(name)} is not understood`;
	}
}

/** Read all options. @returns them, or why they can't be honoured. */
function optionsOf(text: string): KeyOptions | string {
	const options = new Options();
	let rest = text;
	while (rest !== '') {
		const match = /^([A-Za-z0-9-]+)(?:="((?:\\"|\\(?!")|[^"\\])*)")?(,(?=.)|$)/s.exec(rest);
		if (!match) return 'its options are not well-formed';
		const problem = options.take((match[1] as string).toLowerCase(), match[2]?.replaceAll('\\"', '"'));
		if (problem !== undefined) return problem;
		rest = rest.slice(match[0].length);
	}
	const {pty, command, from, expiry} = options;
	return {
		pty,
		...(command === undefined ? {} : {command}),
		...(from === undefined ? {} : {from}),
		...(expiry === undefined ? {} : {expiry}),
	};
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
	if (key.type === 'ssh-rsa' && rsaBits(key.blob) < leastRsa) {
		return {line, ...key, problem: `it has fewer than ${leastRsa} bits`};
	}
	const options = optionsOf(trimmed.slice(0, end));
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

/**
 * Why a key may not log in now, in words for the log; undefined when it may.
 *
 * @param peer the client's address, as plainAddress makes it.
 * @param now seconds since the epoch.
 */
export function whyNot({from, expiry}: KeyOptions, peer: string, now: number): string | undefined {
	if (expiry !== undefined && expiry < now) return 'it has expired';
	if (from === undefined) return undefined;
	const listed = isInList(peer, from);
	if (listed === undefined) return 'its from= has a network that is none';
	return listed ? undefined : `its from= does not have ${peer}`;
}

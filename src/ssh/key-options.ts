/* The options of a key in authorized_keys (sshd(8), AUTHORIZED_KEYS FILE FORMAT; OpenSSH's auth-options.c). Pure. */
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

/** Options without a value. What is not there but for `pty` is about forwarding and such, of which there is none here. */
const flags = ['agent-forwarding', 'port-forwarding', 'pty', 'user-rc', 'x11-forwarding'];

/** Options with a value that can't give more than there is here: forwarding, and what sshd ignores by default. */
const moot = ['environment', 'permitlisten', 'permitopen', 'tunnel'];

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
			// Nothing is what it may run.
			if (value.trim() === '') return `the option ${name} is empty`;
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
export function optionsOf(text: string): KeyOptions | string {
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

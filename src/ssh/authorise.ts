/* Whether a key opens this node to a user: accounts, authorized_keys and its options put together. */
import {join} from 'node:path';
import {type Account, administrator} from '../accounts.js';
import {parseAuthorizedKeys} from './authorized-keys.js';
import {whyNot} from './key-options.js';
import type {PublicKey} from './public-key.js';
import {readStrictly} from './strict-modes.js';

/** Somebody may log in, under these conditions. */
export interface Permit {
	readonly account: Account;
	/** Whether a terminal may be asked for. */
	readonly pty: boolean;
	/** The only command that may be run, whatever is asked for. */
	readonly command?: string;
}

/**
 * Decides about a key. It does not prove that the client has it: the server does.
 *
 * @param peer the client's address, as plainAddress makes it.
 * @returns the permit, or why there is none, in words for the log.
 */
export type Authorise = (user: string, key: PublicKey, peer: string) => Promise<Permit | string>;

/** The keys in `~/.ssh/authorized_keys` of root and of administrators, below a directory that stands for `/`. */
export function authoriseFrom(root: string): Authorise {
	return async (user, {type, blob}, peer) => {
		const now = Date.now() / 1000;
		const account = administrator(root, user, Math.floor(now / 86_400));
		if (typeof account === 'string') return account;
		const path = join(account.home, '.ssh/authorized_keys');
		const file = await readStrictly(path, account);
		if (file === undefined) return `there is no ${path}`;
		if (file.problem !== undefined) return file.problem;
		let why = `the key is not in ${path}`;
		for (const {line, options, problem, ...key} of parseAuthorizedKeys(file.text)) {
			if (key.type !== type || !key.blob.equals(blob)) continue;
			const refused = problem ?? whyNot(options, peer, now);
			if (refused !== undefined) {
				why = `the key in ${path}:${line}: ${refused}`;
				continue;
			}
			return {
				account,
				pty: options?.pty === true,
				...(options?.command === undefined ? {} : {command: options.command}),
			};
		}
		return why;
	};
}

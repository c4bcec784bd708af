/* Whether a key opens this node to a user: accounts, authorized_keys with its options, and sshd's own rules together. */
import {join} from 'node:path';
import {type Account, administrator} from '../accounts.js';
import type {Paths} from '../paths.js';
import type {Runner} from '../runner.js';
import {parseAuthorizedKeys} from './authorized-keys.js';
import {type KeyOptions, whyNot} from './key-options.js';
import {judge} from './login-rules.js';
import type {PublicKey} from './public-key.js';
import {whyRevoked} from './revoked-keys.js';
import {readSshdConfig} from './sshd-config.js';
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

/**
 * The keys in `~/.ssh/authorized_keys` of root and of administrators, for whom sshd would let in by them. All is read
 * anew for each key, and sshd's configuration for those alone that are in the file.
 */
export function authoriseFrom({root, volatile}: Pick<Paths, 'root' | 'volatile'>, runner: Runner): Authorise {
	return async (user, {type, blob}, peer) => {
		const now = Date.now() / 1000;
		const account = administrator(root, user, Math.floor(now / 86_400));
		if (typeof account === 'string') return account;
		const path = join(account.home, '.ssh/authorized_keys');
		const file = await readStrictly(path, account);
		if (file === undefined) return `there is no ${path}`;
		if (file.problem !== undefined) return file.problem;
		const consider = async (options: KeyOptions): Promise<Permit | string> => {
			const unfit = whyNot(options, peer, now);
			if (unfit !== undefined) return unfit;
			const {settings} = await readSshdConfig(root);
			const verdict = judge(settings, {...account, address: peer, command: options.command});
			if (verdict.refused !== undefined) return verdict.refused;
			for (const list of verdict.revokedKeys) {
				const revoked = await whyRevoked(join(root === '' ? '/' : root, list), {type, blob}, {volatile, runner});
				if (revoked !== undefined) return revoked;
			}
			const only = verdict.command ?? options.command;
			return {account, pty: options.pty, ...(only === undefined ? {} : {command: only})};
		};
		let why = `the key is not in ${path}`;
		for (const {line, options, problem, ...key} of parseAuthorizedKeys(file.text)) {
			if (key.type !== type || !key.blob.equals(blob)) continue;
			const found = problem ?? (await consider(options));
			if (typeof found !== 'string') return found;
			why = `the key in ${path}:${line}: ${found}`;
		}
		return why;
	};
}

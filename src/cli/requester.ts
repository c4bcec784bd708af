import {readlinkSync} from 'node:fs';
import {userInfo} from 'node:os';
import type {Requester} from '../state/requester.js';

/** Text of the environment that goes into records and to terminals: one line, no control characters. */
const clean = (text: string | undefined) => text?.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200);

/**
 * Who calls: the user, the user behind sudo(8), the ssh client's address, the terminal.
 *
 * @param env SUDO_USER and SSH_CONNECTION are taken from here; sudo hides the latter unless it is told to keep it.
 */
export function requester(env: NodeJS.ProcessEnv): Requester {
	const sudoUser = clean(env['SUDO_USER']);
	const sshPeer = clean(env['SSH_CONNECTION'] ?? env['SSH_CLIENT'])?.split(' ')[0];
	let tty: string | undefined;
	try {
		const path = readlinkSync('/proc/self/fd/0');
		if (/^\/dev\/(pts\/|tty|console)/.test(path)) tty = path;
	} catch {
		tty = undefined;
	}
	let user = String(process.geteuid?.());
	try {
		user = userInfo().username;
	} catch {
		/* A user without an entry in passwd(5) is known by number. */
	}
	return {
		user,
		...(sudoUser === undefined ? {} : {sudoUser}),
		...(sshPeer === undefined || sshPeer === '' ? {} : {sshPeer}),
		...(tty === undefined ? {} : {tty}),
	};
}

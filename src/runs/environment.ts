import {userInfo} from 'node:os';
import type {Paths} from '../paths.js';

function account(): {username: string; homedir: string} {
	try {
		return userInfo();
	} catch {
		// No entry in passwd(5), e.g. when NSS is not up.
		return process.geteuid?.() === 0 ? {username: 'root', homedir: '/root'} : {username: 'unknown', homedir: '/'};
	}
}

/**
 * The environment of the administrator's commands: the same whoever asks and from wherever, as with cron(8). Nothing
 * is taken over from umm's own (no NODE_*, no SSH_*, no locale of a client).
 *
 * @param extra added to it; a value that is undefined is left out, NUL bytes are dropped (environ(7) can't hold them).
 * @returns PATH, HOME, USER, LOGNAME, SHELL, LANG, in the sandbox UMM_ROOT, and the extra ones.
 */
export function commandEnvironment(
	paths: Paths,
	extra: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
	const {username, homedir} = account();
	const all = {
		PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
		HOME: homedir,
		USER: username,
		LOGNAME: username,
		SHELL: '/bin/sh',
		LANG: 'C.UTF-8',
		UMM_ROOT: paths.root === '' ? undefined : paths.root,
		...extra,
	};
	return Object.fromEntries(
		Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value.replaceAll('\0', '')]])),
	);
}

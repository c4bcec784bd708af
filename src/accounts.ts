/* Who may log in: root, and the members of the administrators' group. */
import {readFileSync} from 'node:fs';
import {basename, join} from 'node:path';

/** One user of the node (passwd(5)). */
export interface Account {
	readonly name: string;
	readonly uid: number;
	/** Below the root directory that was asked for. */
	readonly home: string;
	readonly shell: string;
}

/** Their members may become root by sudo(8) on Debian and its kin, and on Fedora and its kin. */
const adminGroups = ['sudo', 'wheel'];

/** Programs in the place of a shell that say: no logins. */
const noLogin = ['nologin', 'false'];

function rows(path: string): readonly (readonly string[])[] {
	try {
		return readFileSync(path, 'utf8')
			.split('\n')
			.map((line) => line.split(':'));
	} catch {
		return [];
	}
}

/** Names of all who may become root, and root: of the node's own files. @param root directory that stands for `/`. */
export function administratorNames(root: string): readonly string[] {
	const at = (path: string) => join(root === '' ? '/' : root, path);
	const groups = rows(at('etc/group')).filter(([group = '']) => adminGroups.includes(group));
	return rows(at('etc/passwd')).flatMap(([name = '', , uid, gid]) => {
		const isMember = groups.some(([, , id, members = '']) => id === gid || members.split(',').includes(name));
		return name !== '' && (uid === '0' || isMember) ? [name] : [];
	});
}

/** Whether a user has a password to log in with (shadow(5)): neither none, nor a locked one. */
export function hasPassword(root: string, name: string): boolean {
	const hash = rows(join(root === '' ? '/' : root, 'etc/shadow')).find((fields) => fields[0] === name)?.[1] ?? '';
	return /^\$/.test(hash);
}

/**
 * The account of an administrator. The node's own files are read and no directory service is asked: on a held node there
 * may be none, and the question would hang.
 *
 * @param root directory that stands for `/`.
 * @param today days since the epoch, for the date of expiry in shadow(5).
 * @returns the account, or why the user may not log in, in words for the log.
 */
export function administrator(root: string, name: string, today: number): Account | string {
	const at = (path: string) => join(root === '' ? '/' : root, path);
	const row = rows(at('etc/passwd')).find((fields) => fields[0] === name && fields.length >= 7);
	if (!row?.slice(2, 4).every((id) => /^\d+$/.test(id))) return 'there is no such user';
	const uid = Number(row[2]);
	const groups = rows(at('etc/group')).filter(([group = '']) => adminGroups.includes(group));
	const isMember = groups.some(([, , id, members = '']) => id === row[3] || members.split(',').includes(name));
	if (uid !== 0 && name !== 'root' && !isMember) return `not in the group ${adminGroups.join(' or ')}`;
	const shell = row[6]?.trim() || '/bin/sh';
	if (noLogin.includes(basename(shell))) return `the shell is ${shell}`;
	const expiry = rows(at('etc/shadow')).find((fields) => fields[0] === name)?.[7] ?? '';
	if (/^\d+$/.test(expiry) && Number(expiry) < today) return 'the account has expired';
	return {name, uid, home: at(row[5] ?? '/'), shell};
}

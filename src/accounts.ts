/* Who may log in: root, and the members of the administrators' group. */
import {existsSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';

/** One user of the node (passwd(5)). */
export interface Account {
	readonly name: string;
	readonly uid: number;
	/** Below the root directory that was asked for. */
	readonly home: string;
	readonly shell: string;
}

/** An account that may log in by its kind. */
export interface Administrator extends Account {
	/** Names of the groups that the user is in (group(5)). */
	readonly groups: readonly string[];
	/** Whether the account is locked (passwd(1), -l): a `!` before its password. */
	readonly isLocked: boolean;
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
export function administrator(root: string, name: string, today: number): Administrator | string {
	const at = (path: string) => join(root === '' ? '/' : root, path);
	const row = rows(at('etc/passwd')).find((fields) => fields[0] === name && fields.length >= 7);
	if (!row?.slice(2, 4).every((id) => /^\d+$/.test(id))) return 'there is no such user';
	const uid = Number(row[2]);
	const groups = rows(at('etc/group')).flatMap(([group = '', , id, members = '']) =>
		id === row[3] || members.split(',').includes(name) ? [group] : [],
	);
	const isMember = groups.some((group) => adminGroups.includes(group));
	if (uid !== 0 && name !== 'root' && !isMember) return `not in the group ${adminGroups.join(' or ')}`;
	const shell = row[6]?.trim() || '/bin/sh';
	if (noLogin.includes(basename(shell))) return `the shell is ${shell}`;
	if (uid !== 0 && existsSync(at('etc/nologin'))) return 'there is /etc/nologin, and only root may log in';
	const shadow = rows(at('etc/shadow')).find((fields) => fields[0] === name);
	const expiry = shadow?.[7] ?? '';
	if (/^\d+$/.test(expiry) && Number(expiry) < today) return 'the account has expired';
	const isLocked = (shadow ?? row)[1]?.startsWith('!') === true;
	return {name, uid, home: at(row[5] ?? '/'), shell, groups, isLocked};
}

/* Whether somebody could log in by ssh while the boot is held. */
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type Account, administrator, administratorNames, hasPassword} from '../accounts.js';
import type {Finding} from '../console/snapshot.js';
import type {Runner} from '../runner.js';

/** What `sshd -T` prints: keywords in lower case (sshd(8), extended test mode). */
type Sshd = ReadonlyMap<string, readonly string[]>;

function parse(text: string): Sshd {
	const values = new Map<string, string[]>();
	for (const line of text.split('\n')) {
		const at = line.indexOf(' ');
		if (at < 0) continue;
		const key = line.slice(0, at);
		values.set(key, [...(values.get(key) ?? []), line.slice(at + 1).trim()]);
	}
	return values;
}

/** The files that sshd looks for a user's keys in (sshd_config(5), AuthorizedKeysFile). */
function keyFiles(sshd: Sshd, {name, home, uid}: Account): readonly string[] {
	const patterns = (sshd.get('authorizedkeysfile')?.[0] ?? '.ssh/authorized_keys').split(/\s+/);
	return patterns
		.filter((pattern) => pattern !== 'none')
		.map((pattern) =>
			pattern.replaceAll(/%[%huU]/g, (token) => ({'%h': home, '%u': name, '%U': String(uid)})[token] ?? '%'),
		)
		.map((path) => (path.startsWith('/') ? path : join(home, path)));
}

async function hasKey(sshd: Sshd, account: Account): Promise<boolean> {
	const texts = await Promise.all(keyFiles(sshd, account).map((path) => readFile(path, 'utf8').catch(() => '')));
	return texts.some((text) => text.split('\n').some((line) => /^\s*[^\s#]/.test(line)));
}

/** By what a user may log in, as far as files tell: sshd's Match and AllowUsers are not looked at. */
async function waysOf(root: string, sshd: Sshd, account: Account): Promise<readonly string[]> {
	const is = (key: string, value: string) => sshd.get(key)?.[0] === value;
	const isRoot = account.uid === 0;
	if (isRoot && is('permitrootlogin', 'no')) return [];
	const byPassword = (!isRoot || is('permitrootlogin', 'yes')) && !is('passwordauthentication', 'no');
	return [
		...(!is('pubkeyauthentication', 'no') && (await hasKey(sshd, account)) ? ['a key'] : []),
		...(byPassword && hasPassword(root, account.name) ? ['a password'] : []),
	];
}

/**
 * Who of root and the administrators can log in by sshd, and where.
 *
 * @param root directory that stands for `/`.
 * @returns nothing where sshd is not installed: another ssh server can't be asked.
 */
export async function examineAccess(root: string, runner: Runner): Promise<readonly Finding[]> {
	const {status, stdout, stderr} = await runner.run(['sshd', '-T'], {timeout: 5000});
	if (status === 127) return [];
	if (status !== 0) {
		const hint = "'sshd -t' checks its configuration";
		return [{check: 'ssh', result: 'broken', message: `sshd refuses to start: ${stderr}`, hint}];
	}
	const sshd = parse(stdout);
	const ports = (sshd.get('port') ?? ['22']).join(' and ');
	const today = Math.floor(Date.now() / 86_400_000);
	const able: string[] = [];
	for (const name of administratorNames(root)) {
		const account = administrator(root, name, today);
		if (typeof account === 'string') continue;
		const ways = await waysOf(root, sshd, account);
		if (ways.length > 0) able.push(`${name} (${ways.join(', ')})`);
	}
	if (able.length > 0) {
		return [{check: 'ssh', result: 'ok', message: `who can log in on port ${ports}: ${able.join(', ')}`}];
	}
	const message = `nobody could log in on port ${ports}: neither root nor an administrator has a key or a password that sshd takes`;
	return [{check: 'ssh', result: 'warning', message, hint: "'ssh-copy-id' from where you log in"}];
}

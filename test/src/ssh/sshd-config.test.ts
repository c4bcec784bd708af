import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {readSshdConfig} from '../../../src/ssh/sshd-config.js';
import {scratch} from './client.js';

/** What is read of a node with these files in /etc/ssh. */
async function read(t: ExecutionContext, files: Readonly<Record<string, string>>) {
	const root = await scratch(t);
	for (const [name, text] of Object.entries(files)) {
		const path = join(root, 'etc/ssh', name);
		await mkdir(dirname(path), {recursive: true});
		await writeFile(path, text);
	}
	const {settings, problems} = await readSshdConfig(root);
	const told = settings.map(({keyword, values, conditions}) => {
		const match = conditions.map(([criterion, argument]) => `${criterion}:${argument}`).join(' & ');
		return `${match === '' ? '' : `[${match}] `}${[keyword, ...values].join('|')}`;
	});
	return {told, problems};
}

test('keywords in any case, with an equals sign, in quotes, with comments behind', async (t) => {
	const text = `# DenyUsers nobody
	denyusers  anna\tbert # DenyUsers carl
DENYGROUPS="domain users" a\\ b 'c d' e#f
PermitRootLogin = no\r
AllowUsers DOMAIN\\anna
Port 22
ForceCommand echo "a  b" # c
`;
	t.deepEqual(await read(t, {sshd_config: text}), {
		told: [
			'denyusers|anna|bert',
			'denygroups|domain users|a b|c d|e#f',
			'permitrootlogin|no',
			'allowusers|DOMAIN\\anna',
			'forcecommand|echo "a  b" # c',
		],
		problems: [],
	});
});

test('files are included where they are named, in their order, and a Match ends with its file', async (t) => {
	const {told, problems} = await read(t, {
		sshd_config: `Include /etc/ssh/sshd_config.d/*.conf missing/*.conf
PermitRootLogin yes
Match User anna Address=10.0.0.0/8
Include more
DenyUsers b
Match all
DenyUsers c
`,
		'sshd_config.d/2.conf': 'DenyUsers second\n',
		'sshd_config.d/1.conf': 'DenyUsers first\nMatch Group "domain users"\nPermitRootLogin no\n',
		'sshd_config.d/3.conf.bak': 'DenyUsers third\n',
		more: 'DenyUsers a\nMatch invalid-user localport 22\nDenyUsers d',
	});
	t.deepEqual(told, [
		'denyusers|first',
		'[group:domain users] permitrootlogin|no',
		'denyusers|second',
		'permitrootlogin|yes',
		'[user:anna & address:10.0.0.0/8] denyusers|a',
		'[user:anna & address:10.0.0.0/8 & invalid-user: & localport:22] denyusers|d',
		'[user:anna & address:10.0.0.0/8] denyusers|b',
		'[all:] denyusers|c',
	]);
	t.deepEqual(problems, []);
});

test('what is broken is passed over and said, and what is not holds', async (t) => {
	const {told, problems} = await read(t, {
		sshd_config: `}{
PermitRootLogin maybe
DenyUsers "anna
DenyUsers
PermitRootLogin no
NoSuchKeyword yes
Include directory
Match
DenyUsers b
`,
		'directory/file': '',
	});
	t.deepEqual(told, ['permitrootlogin|no', '[:] denyusers|b']);
	t.deepEqual(problems.slice(0, 3), [
		'/etc/ssh/sshd_config:2: PermitRootLogin is passed over: no such value',
		'/etc/ssh/sshd_config:3: DenyUsers is passed over: no such value',
		'/etc/ssh/sshd_config:4: DenyUsers is passed over: no such value',
	]);
	t.regex(problems[3] ?? '', /^\/etc\/ssh\/directory can't be read: EISDIR/);
	t.is(problems.length, 4);
});

test('files that include one another come to an end, and none is no file', async (t) => {
	const {told, problems} = await read(t, {sshd_config: 'DenyUsers a\nInclude sshd_config\n'});
	t.is(told.length, 17);
	t.deepEqual(problems, ['/etc/ssh/sshd_config:2: too many files include one another']);
	const none = await read(t, {});
	t.deepEqual(none.told, []);
	t.regex(none.problems.join(), /^\/etc\/ssh\/sshd_config can't be read: ENOENT/);
});

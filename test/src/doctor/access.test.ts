import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {examineAccess} from '../../../src/doctor/access.js';
import type {Outcome, Runner} from '../../../src/runner.js';

const sshd = 'port 22\npermitrootlogin without-password\npubkeyauthentication yes\npasswordauthentication yes\n';
const keys = 'authorizedkeysfile .ssh/authorized_keys /etc/ssh/keys-%u\n';

const answering = (outcome: Partial<Outcome>): Runner => ({
	run: async () => ({status: 0, stdout: '', stderr: '', ...outcome}),
});

/** A node with root and anna, an administrator, neither with a password. */
async function tree(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), 'umm-doctor-'));
	t.teardown(() => rm(root, {recursive: true}));
	const all = {
		'etc/passwd':
			'root:x:0:0::/root:/bin/bash\ndaemon:x:1:1::/:/usr/sbin/nologin\nanna:x:1000:1000::/home/anna:/bin/bash\nben:x:1001:1001::/home/ben:/bin/bash\n',
		'etc/group': 'sudo:x:27:anna\n',
		'etc/shadow': 'root:*:19000::::::\nanna:!:19000::::::\n',
		...files,
	};
	for (const [path, text] of Object.entries(all)) {
		await mkdir(dirname(join(root, path)), {recursive: true});
		await writeFile(join(root, path), text);
	}
	return root;
}

test('a key of root, a key of an administrator and a password are ways in', async (t) => {
	const root = await tree(t, {
		'root/.ssh/authorized_keys': '# none\n\nssh-ed25519 AAAA root\n',
		'home/anna/.ssh/authorized_keys': 'ssh-ed25519 AAAA anna\n',
		'home/ben/.ssh/authorized_keys': 'ssh-ed25519 AAAA ben\n',
		'etc/shadow': 'root:$y$x:19000::::::\nanna:$y$x:19000::::::\n',
	});
	const [finding, ...others] = await examineAccess(root, answering({stdout: sshd}));
	t.deepEqual(others, []);
	t.like(finding, {
		result: 'ok',
		message: 'who can log in on port 22: root (a key), anna (a key, a password)',
	});
	const open = answering({stdout: sshd.replace('without-password', 'yes').replace('port 22', 'port 22\nport 222')});
	t.is(
		(await examineAccess(root, open))[0]?.message,
		'who can log in on port 22 and 222: root (a key, a password), anna (a key, a password)',
	);
});

test('nobody with a key or a password that sshd takes is a warning', async (t) => {
	for (const [files, change] of [
		[{}, (text: string) => text],
		[{'root/.ssh/authorized_keys': '# nothing but a comment\n'}, (text: string) => text],
		[{'root/.ssh/authorized_keys': 'ssh-ed25519 AAAA\n'}, (text: string) => text.replace('without-password', 'no')],
		[
			{'root/.ssh/authorized_keys': 'ssh-ed25519 AAAA\n'},
			(text: string) => text.replace('pubkeyauthentication yes', 'pubkeyauthentication no'),
		],
		[
			{'etc/shadow': 'anna:$y$x:19000::::::\n'},
			(text: string) => text.replace('passwordauthentication yes', 'passwordauthentication no'),
		],
	] as const) {
		const [finding] = await examineAccess(await tree(t, files), answering({stdout: change(sshd)}));
		t.is(finding?.result, 'warning');
		t.regex(finding?.message ?? '', /^nobody could log in on port 22: /);
		t.regex(finding?.hint ?? '', /ssh-copy-id/);
	}
});

test('sshd_config says where keys are, and for whom', async (t) => {
	const root = await tree(t, {});
	await mkdir(join(root, 'keys'));
	await writeFile(join(root, 'keys/anna'), 'ssh-ed25519 AAAA\n');
	const stdout = `${sshd}${keys.replace('/etc/ssh/keys-%u', `${root}/keys/%u`)}`;
	t.regex((await examineAccess(root, answering({stdout})))[0]?.message ?? '', /port 22: anna \(a key\)$/);
});

test('an sshd that refuses its configuration is broken, and one that is not there is no matter', async (t) => {
	const root = await tree(t, {});
	const [finding] = await examineAccess(root, answering({status: 255, stderr: 'line 3: Bad configuration option: X'}));
	t.like(finding, {result: 'broken', message: 'sshd refuses to start: line 3: Bad configuration option: X'});
	t.deepEqual(await examineAccess(root, answering({status: 127})), []);
});

import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execaRunner} from '../../../src/exec.js';
import {readHostKeys} from '../../../src/report/host-keys.js';
import {temporaryDirectory} from '../runs/node.js';

test('fingerprints are those of ssh-keygen -l', async (t) => {
	const directory = await temporaryDirectory(t);
	if ((await execaRunner.run(['ssh-keygen', '-?'])).status === 127) {
		t.log('ssh-keygen is not installed');
		t.pass();
		return;
	}
	const expected: {type: string; fingerprint: string}[] = [];
	for (const type of ['ecdsa', 'ed25519', 'rsa']) {
		const path = join(directory, `ssh_host_${type}_key`);
		await execaRunner.run(['ssh-keygen', '-q', '-t', type, '-N', '', '-C', 'root@my host', '-f', path]);
		const {stdout} = await execaRunner.run(['ssh-keygen', '-l', '-f', `${path}.pub`]);
		const [, fingerprint = ''] = stdout.split(' ');
		expected.push({type: type.toUpperCase(), fingerprint});
		t.true(stdout.endsWith(`(${type.toUpperCase()})`));
	}
	await writeFile(join(directory, 'ssh_host_odd_key.pub'), 'ssh-rsa AAAA garbage\n');
	await writeFile(join(directory, 'ssh_host_empty_key.pub'), '');
	await writeFile(join(directory, 'ssh_host_binary_key.pub'), Buffer.from([0, 255, 10, 13]));
	t.deepEqual(await readHostKeys(directory), expected);
});

test('a node without sshd has none', async (t) =>
	t.deepEqual(await readHostKeys(join(await temporaryDirectory(t), 'none')), []));

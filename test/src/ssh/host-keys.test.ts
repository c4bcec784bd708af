import {chmod, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {readHostKeys} from '../../../src/ssh/host-keys.js';
import {makeKey, scratch} from './client.js';

test('sshd’s keys are used; those that can’t be are named, without what is in them', async (t) => {
	const root = await scratch(t);
	const directory = join(root, 'etc/ssh');
	await mkdir(directory, {recursive: true});
	const lines: string[] = [];
	const log = (line: string) => void lines.push(line);
	await t.throwsAsync(readHostKeys(root, log), {
		name: 'UmmError',
		message: /there is no host key in .*etc\/ssh that can/,
	});
	for (const [name, ...options] of [
		['ssh_host_ed25519_key'],
		['ssh_host_ecdsa_key', '-t', 'ecdsa'],
		['ssh_host_rsa_key', '-t', 'rsa', '-m', 'PEM'],
		['ssh_host_open_key'],
		['other_key'],
	] as const) {
		await makeKey(directory, name, ...options);
	}
	await chmod(join(directory, 'ssh_host_open_key'), 0o644);
	await writeFile(join(directory, 'ssh_host_bad_key'), 'secret nonsense\n', {mode: 0o600});
	await writeFile(
		join(directory, 'ssh_host_public_key'),
		(await execa('cat', [join(directory, 'other_key.pub')])).stdout,
		{
			mode: 0o600,
		},
	);
	await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', join(directory, 'ssh_host_locked_key')]);
	const keys = await readHostKeys(root, log);
	t.is(keys.length, 3);
	t.deepEqual(lines.map((line) => /ssh_host_\w+_key/.exec(line)?.[0]).sort(), [
		'ssh_host_bad_key',
		'ssh_host_locked_key',
		'ssh_host_open_key',
		'ssh_host_public_key',
	]);
	t.notRegex(lines.join('\n'), /secret/);
	t.regex(lines.join('\n'), /ssh_host_open_key is not used: others may read it/);
});

import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {execaRunner} from '../../../src/exec.js';
import type {Runner} from '../../../src/runner.js';
import {keyAt, type PublicKey} from '../../../src/ssh/public-key.js';
import {whyRevoked} from '../../../src/ssh/revoked-keys.js';
import {makeKey, publicKey, scratch} from './client.js';

/** Two keys, of which the first is to be revoked, and a way to ask. */
async function open(t: ExecutionContext) {
	const directory = await scratch(t);
	const volatile = join(directory, 'volatile');
	await mkdir(volatile);
	const bad = await makeKey(directory, 'bad');
	const good = await makeKey(directory, 'good');
	const key = async (path: string) => keyAt(await publicKey(path)) as PublicKey;
	const list = join(directory, 'revoked');
	const ask = async (path: string, runner: Runner = execaRunner) =>
		whyRevoked(list, await key(path), {volatile, runner});
	return {directory, volatile, list, bad, good, ask};
}

test('a list of keys', async (t) => {
	const {list, bad, good, ask} = await open(t);
	await writeFile(list, `# revoked\n\nnot a key\n  ${await publicKey(bad)}\r\n`);
	t.is(await ask(bad), `it is revoked in ${list}`);
	t.is(await ask(good), undefined);
	await writeFile(list, '');
	t.is(await ask(bad), undefined);
});

test('a key revocation list', async (t) => {
	const {list, bad, good, ask, volatile} = await open(t);
	await execa('ssh-keygen', ['-q', '-k', '-f', list, `${bad}.pub`]);
	t.is(await ask(bad), `it is revoked in ${list}`);
	t.is(await ask(good), undefined);
	t.deepEqual(await readdir(volatile), []);
});

test('what can not be read refuses all keys', async (t) => {
	const {directory, list, bad, good, ask} = await open(t);
	t.regex(
		(await ask(good)) ?? '',
		/^all keys are refused, since .*\/revoked, sshd's RevokedKeys, can't be used: ENOENT/,
	);
	await execa('mkfifo', [list]);
	t.regex((await ask(good)) ?? '', /it is not a regular file/);
	const whole = join(directory, 'whole');
	await execa('ssh-keygen', ['-q', '-k', '-f', whole, `${bad}.pub`]);
	await execa('rm', [list]);
	await writeFile(list, (await readFile(whole)).subarray(0, 60));
	t.regex((await ask(good)) ?? '', /^all keys are refused, .*ssh-keygen -Q: \S/);
	await execa('cp', [whole, list]);
	const gone: Runner = {run: async () => ({status: 127, stdout: '', stderr: 'spawn ssh-keygen ENOENT'})};
	t.regex((await ask(good, gone)) ?? '', /^all keys are refused, .*spawn ssh-keygen ENOENT/);
});

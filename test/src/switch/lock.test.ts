import {existsSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {UmmError} from '../../../src/errors.js';
import {withSwitchLock} from '../../../src/switch/lock.js';
import {temporaryDirectory} from '../runs/node.js';

const lockIn = async (directory: string) => join(directory, 'run/umm/switch');

test('the lock is held while the work goes on, and given up after it, also when it fails', async (t) => {
	const path = await lockIn(await temporaryDirectory(t));
	const result = await withSwitchLock(path, 'anna', async () => {
		t.regex(await readFile(path, 'utf8'), new RegExp(`^${process.pid} \\d+ anna\\n$`));
		return 42;
	});
	t.is(result, 42);
	t.false(existsSync(path));
	await t.throwsAsync(
		withSwitchLock(path, 'anna', () => Promise.reject(new Error('failed'))),
		{message: 'failed'},
	);
	t.false(existsSync(path));
});

test('another one is told who holds it, and does nothing', async (t) => {
	const path = await lockIn(await temporaryDirectory(t));
	await withSwitchLock(path, 'anna (root by sudo) from 10.0.0.7', async () => {
		const error = await t.throwsAsync(
			withSwitchLock(path, 'bert', async () => t.fail()),
			{instanceOf: UmmError},
		);
		t.is(
			error?.message,
			`anna (root by sudo) from 10.0.0.7 is switching maintenance mode right now (process ${process.pid})`,
		);
		t.is(error?.exitStatus, 1);
		t.true(existsSync(path), 'the holder keeps it');
	});
});

test('the lock of a dead holder is taken over', async (t) => {
	const path = await lockIn(await temporaryDirectory(t));
	await withSwitchLock(path, 'anna', async () => undefined);
	const dead = execa('sleep', ['1000'], {reject: false});
	const {pid} = dead;
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
	await writeFile(path, `${pid} ${start} anna\n`, {mode: 0o644});
	await t.throwsAsync(
		withSwitchLock(path, 'bert', async () => undefined),
		{message: /^anna is switching/},
	);
	dead.kill('SIGKILL');
	await dead;
	t.is(await withSwitchLock(path, 'bert', async () => 'taken'), 'taken');
});

test('the lock of a process whose number another one has now is taken over', async (t) => {
	const path = await lockIn(await temporaryDirectory(t));
	await withSwitchLock(path, 'anna', async () => undefined);
	for (const content of [`${process.pid} 1 anna\n`, `${process.pid}\n`, '', 'garbage\n', '\0\0\0', '-1 0 anna\n']) {
		await writeFile(path, content);
		t.is(await withSwitchLock(path, 'bert', async () => 'taken'), 'taken', JSON.stringify(content));
	}
});

test('of many who take over the lock of a dead holder one at a time holds it', async (t) => {
	const path = await lockIn(await temporaryDirectory(t));
	await withSwitchLock(path, 'anna', async () => undefined);
	for (let round = 0; round < 10; round++) {
		await writeFile(path, `${process.pid} 1 anna\n`);
		let holders = 0;
		const work = async () => {
			holders++;
			await new Promise((resolve) => setImmediate(resolve));
			t.is(holders, 1);
			holders--;
		};
		const all = await Promise.allSettled(Array.from({length: 8}, (_, index) => withSwitchLock(path, `${index}`, work)));
		t.true(all.some(({status}) => status === 'fulfilled'));
		for (const result of all) {
			if (result.status === 'rejected') t.is(result.reason.exitStatus, 1, String(result.reason));
		}
		t.false(existsSync(path));
	}
});

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {UmmError} from '../../../src/errors.js';
import {processStat} from '../../../src/runs/process-stat.js';
import {withLock} from '../../../src/state/lock.js';

async function lockIn(t: ExecutionContext): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'umm-lock-'));
	t.teardown(() => rm(directory, {recursive: true}));
	return join(directory, 'lock');
}

const by = (who: string) => ({who, doing: 'is at work'});

test('whoever comes second is told who holds the lock', async (t) => {
	const path = await lockIn(t);
	await withLock(path, by('anna on /dev/pts/1'), async () => {
		const error = await t.throwsAsync(
			withLock(path, by('root'), async () => t.fail()),
			{instanceOf: UmmError},
		);
		t.is(error?.message, `anna on /dev/pts/1 is at work (process ${process.pid})`);
		t.is(error?.exitStatus, 1);
	});
	t.is(await withLock(path, by('root'), async () => 'mine'), 'mine');
	t.deepEqual(await readdir(join(path, '..')), []);
});

test('the lock is given up when the work fails', async (t) => {
	const path = await lockIn(t);
	await t.throwsAsync(
		withLock(path, by('anna'), () => Promise.reject(new Error('no'))),
		{message: 'no'},
	);
	t.is(await withLock(path, by('root'), async () => 'mine'), 'mine');
});

test('whoever is patient waits', async (t) => {
	const path = await lockIn(t);
	const order: string[] = [];
	let root: Promise<unknown> | undefined;
	await withLock(path, by('anna'), async () => {
		root = withLock(path, {...by('root'), patience: 60_000}, async () => order.push('root'));
		await sleep(100);
		order.push('anna');
	});
	await root;
	t.deepEqual(order, ['anna', 'root']);
});

for (const holder of ['killed', 'another with its number', 'nobody'] as const) {
	test(`of many who find the lock of ${holder} one at a time gets it`, async (t) => {
		const path = await lockIn(t);
		const child = spawn('sleep', ['60']);
		const start = (await processStat(child.pid as number))?.start;
		const exit = once(child, 'exit');
		if (holder === 'killed') child.kill('SIGKILL') && (await exit);
		t.teardown(() => child.kill());
		await writeFile(path, holder === 'nobody' ? 'garbage' : `${child.pid} ${holder === 'killed' ? start : '1'} anna\n`);
		let inside = 0;
		let turns = 0;
		const work = async () => {
			t.is(++inside, 1);
			await sleep(1);
			inside--;
			turns++;
		};
		await Promise.all(Array.from({length: 20}, () => withLock(path, {...by('root'), patience: 60_000}, work)));
		t.is(turns, 20);
		t.deepEqual(await readdir(join(path, '..')), []);
	});
}

test('who leaves the right to take a lock over behind keeps nobody out', async (t) => {
	const path = await lockIn(t);
	await writeFile(path, '1 1 anna\n');
	await writeFile(`${path}.takeover`, '1 1 \n');
	t.regex(await withLock(path, by('root'), () => readFile(path, 'utf8')), / root\n$/);
	t.deepEqual(await readdir(join(path, '..')), []);
});

import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {type QueueOptions, runQueue} from '../../../src/runs/queue.js';
import {listCommands, readCommand, saveCommand} from '../../../src/schedule.js';
import {collect, earlierBoot, startRecorder, type TestNode, testNode, textOf, thisBoot, until} from './node.js';

const queue = (node: TestNode, options: Partial<QueueOptions> = {}) => {
	const {paths, warn} = node;
	const request = 'request' in options ? options.request : 'r1';
	const startRun = async (id: number) => void (await node.run(id, {request}));
	return runQueue({paths, bootId: thisBoot, warn, startRun, ...options, request});
};

/** A command that leaves its word in the file `ran`. */
const leave = (word: string, then = 'true') => `echo ${word} >>"$UMM_ROOT/ran"; ${then}`;

const left = async (node: TestNode) =>
	(await readFile(join(node.paths.root, 'ran'), 'utf8').catch(() => '')).trim().split('\n').join(' ');

const ids = (commands: readonly {id: number}[]) => commands.map(({id}) => id);

test('commands run one after the other, in order', async (t) => {
	const node = await testNode(t);
	for (const word of ['a', 'b', 'c']) await node.schedule(`sleep 0.05; ${leave(word)}`);
	const {ran, failed, waiting} = await queue(node);
	t.is(await left(node), 'a b c');
	t.deepEqual([ids(ran), failed, waiting], [[1, 2, 3], [], []]);
});

test('a failure leaves those behind it waiting', async (t) => {
	const node = await testNode(t);
	await node.schedule(leave('a', 'exit 1'));
	await node.schedule(leave('b'));
	const {ran, failed, waiting} = await queue(node);
	t.is(await left(node), 'a');
	t.deepEqual([ids(ran), ids(failed), ids(waiting)], [[1], [1], [2]]);
});

test('with continue the rest runs, and the failure is told', async (t) => {
	const node = await testNode(t);
	await node.schedule(leave('a', 'exit 1'), {onFailure: 'continue'});
	await node.schedule(leave('b'));
	const {failed, waiting} = await queue(node);
	t.is(await left(node), 'a b');
	t.deepEqual([ids(failed), waiting], [[1], []]);
});

test('a queue that starts again holds back what a failure held back', async (t) => {
	const node = await testNode(t);
	await node.schedule(leave('a', 'exit 1'));
	await node.schedule(leave('b'));
	await queue(node);
	const {ran, failed, waiting} = await queue(node, {bootId: 'cccccccc-0000-4000-8000-000000000003'});
	t.deepEqual([ran, ids(failed), ids(waiting)], [[], [1], [2]]);
	t.is(await left(node), 'a');
});

test('a command added after the failure runs', async (t) => {
	const node = await testNode(t);
	await node.schedule(leave('a', 'exit 1'));
	await node.schedule(leave('b'));
	await queue(node);
	await node.schedule(leave('c'));
	const {ran, waiting} = await queue(node);
	t.deepEqual([ids(ran), ids(waiting)], [[3], [2]]);
	t.is(await left(node), 'a c');
});

test('a command added while another runs is run in the same queue', async (t) => {
	const node = await testNode(t);
	await node.schedule(`while [ ! -e "$UMM_ROOT/go" ]; do sleep 0.01; done; ${leave('a')}`);
	const running = queue(node);
	await until(async () => (await readCommand(node.paths, 1)).state === 'running');
	await node.schedule(leave('b'));
	await node.schedule(`touch '${node.paths.root}/go'`);
	await writeFile(join(node.paths.root, 'go'), '');
	t.deepEqual(ids((await running).ran), [1, 2, 3]);
	t.is(await left(node), 'a b');
});

test('a command of a request that stands no more is cancelled, one of the present request and one of none run', async (t) => {
	const node = await testNode(t);
	await node.schedule(leave('old'), {request: 'r0'});
	await node.schedule(leave('new'), {request: 'r1'});
	await node.schedule(leave('free'));
	await queue(node);
	t.is(await left(node), 'new free');
	t.deepEqual(
		(await listCommands(node.paths, node.warn)).map(({state, request}) => [state, request]),
		[
			['cancelled', 'r0'],
			['done', 'r1'],
			['done', 'r1'],
		],
	);
});

test('a run that another boot left is interrupted, not run again, and holds back the rest', async (t) => {
	const node = await testNode(t);
	const command = await node.schedule(leave('a'), {request: 'r1'});
	await node.schedule(leave('b'), {request: 'r1'});
	await saveCommand(node.paths, {...command, state: 'running', run: {boot: earlierBoot, started: 5000}});
	const {ran, failed, waiting} = await queue(node);
	t.deepEqual([ran, ids(failed), ids(waiting)], [[], [1], [2]]);
	t.deepEqual((await readCommand(node.paths, 1)).run, {
		boot: earlierBoot,
		started: 5000,
		outcome: 'interrupted',
		holds: 2,
	});
	t.is(await left(node), '');
});

test('a run that another boot left does not hold back the rest with continue', async (t) => {
	const node = await testNode(t);
	const command = await node.schedule(leave('a'), {onFailure: 'continue'});
	await node.schedule(leave('b'));
	await saveCommand(node.paths, {...command, state: 'running', run: {boot: earlierBoot, started: 5000}});
	t.deepEqual(ids((await queue(node)).failed), [1]);
	t.is(await left(node), 'b');
});

test('a recorder killed in the middle leaves its output and an interrupted run, not run again', async (t) => {
	const node = await testNode(t);
	await node.schedule(`echo said; ${leave('a')}; sleep 1; while echo on; do sleep 0.05; done`);
	await node.schedule(leave('b'));
	const recorder = startRecorder(node.paths, 1);
	await until(async () => (await left(node)) === 'a' && textOf(await collect(node.log(1))) === 'said\n');
	recorder.kill('SIGKILL');
	await recorder;
	const {ran, failed, waiting} = await queue(node);
	t.deepEqual([ran, ids(failed), ids(waiting)], [[], [1], [2]]);
	t.is(await left(node), 'a');
	t.is(textOf(await collect(node.log(1))), 'said\n');
});

test('a queue that is started again waits for the run that still goes on', async (t) => {
	const node = await testNode(t);
	await node.schedule(`while [ ! -e "$UMM_ROOT/go" ]; do sleep 0.01; done; ${leave('a')}`);
	await node.schedule(leave('b'));
	const recorder = startRecorder(node.paths, 1);
	await until(async () => (await readCommand(node.paths, 1)).state === 'running');
	const running = queue(node);
	await until(() => node.warnings.some((warning) => warning.includes('command 1 is still running')));
	await writeFile(join(node.paths.root, 'go'), '');
	await recorder;
	t.deepEqual(ids((await running).ran), [2]);
	t.is(await left(node), 'a b');
	t.is((await readCommand(node.paths, 1)).run?.outcome, 'exited');
});

test('a command that can’t be started ends the queue, and is told as failed', async (t) => {
	const node = await testNode(t);
	await node.schedule(leave('a'));
	await node.schedule(leave('b'));
	const {failed, waiting} = await queue(node, {startRun: () => Promise.reject(new Error('no bus'))});
	t.deepEqual([ids(failed), ids(waiting)], [[1], [1, 2]]);
	t.true(node.warnings.some((warning) => warning.includes('no bus')));
});

test('a recorder that ends without a word makes the run interrupted', async (t) => {
	const node = await testNode(t);
	const command = await node.schedule(leave('a'));
	const startRun = () => saveCommand(node.paths, {...command, state: 'running', run: {boot: thisBoot, started: 1}});
	const {ran} = await queue(node, {startRun});
	t.is(ran[0]?.run?.outcome, 'interrupted');
});

test('when the node is held no more nothing further is started', async (t) => {
	const node = await testNode(t);
	await node.schedule(leave('a'));
	await node.schedule(leave('b'));
	const {ran, waiting} = await queue(node, {held: async () => (await left(node)) === ''});
	t.deepEqual([ids(ran), ids(waiting)], [[1], [2]]);
});

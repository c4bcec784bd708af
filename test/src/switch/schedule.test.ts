import {chmod, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {readAudit} from '../../../src/audit/read.js';
import {nodeCommandActions} from '../../../src/console/command-actions.js';
import {openPresence} from '../../../src/console/presence.js';
import {UmmError} from '../../../src/errors.js';
import {executeRun} from '../../../src/runs/execute-run.js';
import {runQueue} from '../../../src/runs/queue.js';
import {withScheduleLock} from '../../../src/runs/schedule-lock.js';
import {listCommands, readCommand, saveCommand} from '../../../src/schedule.js';
import {
	addScheduled,
	againScheduled,
	cancelScheduled,
	editScheduled,
	moveScheduled,
	stopScheduled,
} from '../../../src/switch/schedule.js';
import {underPermissions} from '../permissions.js';
import {textOf, thisBoot, until} from '../runs/node.js';
import {type TestWorld, testWorld} from './world.js';

const mover = fileURLToPath(new URL('fixtures/mover.js', import.meta.url));

const add = (world: TestWorld, command: string) => addScheduled(world, {command, onFailure: 'continue'});
const run = (world: TestWorld, id: number) => executeRun({paths: world.paths, id, bootId: thisBoot, warn: world.warn});
const listed = async (world: TestWorld) => (await listCommands(world.paths, world.warn)).map(({id}) => id);

const refused = (message: RegExp) => ({instanceOf: UmmError, message}) as const;

test('on a paused node what is stored runs, on another one it waits', async (t) => {
	const world = await testWorld(t);
	await add(world, 'one');
	t.deepEqual(world.calls, []);
	await world.pause();
	t.like(await add(world, 'two'), {id: 2, by: world.by, state: 'waiting'});
	t.deepEqual(world.calls, ['start the queue']);
});

test('a command that waits is changed: its text, and whose it is', async (t) => {
	const world = await testWorld(t);
	await addScheduled({...world, by: {user: 'bob'}}, {command: 'old', onFailure: 'stop', timeout: 60});
	await editScheduled(world, 1, 'new\ttext\n');
	t.like(await readCommand(world.paths, 1), {
		command: 'new\ttext\n',
		by: world.by,
		onFailure: 'stop',
		timeout: 60,
		state: 'waiting',
	});
	for (const text of ['', ' \n', 'a\0b', 'x'.repeat(131_072)]) {
		await t.throwsAsync(editScheduled(world, 1, text), refused(/^the command /));
	}
	t.is((await readCommand(world.paths, 1)).command, 'new\ttext\n');
});

test('one that runs, has ended or was withdrawn is neither changed nor moved', async (t) => {
	const world = await testWorld(t);
	for (const command of ['a', 'b', 'c', 'd']) await add(world, command);
	const [a, b, c] = await listCommands(world.paths, t.fail);
	if (!a || !b || !c) return t.fail();
	await saveCommand(world.paths, {...a, state: 'running', run: {boot: thisBoot, started: 1}});
	await saveCommand(world.paths, {...b, state: 'cancelled'});
	await saveCommand(world.paths, {...c, request: 'another'});
	for (const [id, message] of [
		[1, /^command 1 is running: there is nothing to (change|move)$/],
		[2, /^command 2 is cancelled: there is nothing to (change|move)$/],
		[3, /^command 3 came with a request that was withdrawn: it never runs$/],
		[9, /^there is no scheduled command 9$/],
	] as const) {
		await t.throwsAsync(editScheduled(world, id, 'new'), refused(message));
		await t.throwsAsync(moveScheduled(world, id, 'up'), refused(message));
	}
	await t.throwsAsync(cancelScheduled(world, 1), refused(/^command 1 is running: there is nothing to cancel$/));
	await t.throwsAsync(stopScheduled(world, 4), refused(/^command 4 is waiting: there is nothing to stop$/));
	await t.throwsAsync(againScheduled(world, 4), refused(/^command 4 has not run yet$/));
	await cancelScheduled(world, 3);
	t.is((await readCommand(world.paths, 3)).state, 'cancelled');
	const audit = await readAudit(world.paths, 200, t.fail);
	t.is(audit.filter(({outcome}) => outcome === 'refused').length, 11);
});

test('a moved command runs in its new place, also one that is moved while another runs', async (t) => {
	const world = await testWorld(t);
	const {paths, warn} = world;
	await add(world, 'while [ ! -e "$UMM_ROOT/go" ]; do sleep 0.01; done');
	for (const word of ['a', 'b', 'c']) await add(world, `echo ${word} >>"$UMM_ROOT/ran"`);
	const startRun = async (id: number) => void (await run(world, id));
	const queue = runQueue({paths, bootId: thisBoot, request: undefined, warn, startRun});
	await until(async () => (await readCommand(paths, 1)).state === 'running');
	await moveScheduled(world, 4, 'up');
	await moveScheduled(world, 2, 'down');
	t.deepEqual(await listed(world), [1, 4, 2, 3]);
	await editScheduled(world, 3, 'echo B >>"$UMM_ROOT/ran"');
	await writeFile(join(paths.root, 'go'), '');
	await queue;
	t.is(await readFile(join(paths.root, 'ran'), 'utf8'), 'c\na\nB\n');
	t.deepEqual(world.warned, []);
});

test('a command that is being changed is started when that is over, as it is then', async (t) => {
	const world = await testWorld(t);
	const {paths, warn} = world;
	await add(world, 'false');
	let running: Promise<unknown> | undefined;
	await withScheduleLock(paths, 'anna', warn, async () => {
		running = run(world, 1);
		await until(async () => (await readdir(paths.volatile)).includes('run-0001'));
		await saveCommand(paths, {...(await readCommand(paths, 1)), command: 'exit 7'});
	});
	await running;
	t.like(await readCommand(paths, 1), {state: 'done', run: {status: 7}});
});

test('of cancelling and starting at the same instant one happens', async (t) => {
	const world = await testWorld(t);
	for (let id = 1; id <= 20; id++) {
		await add(world, `echo ${id} >>"$UMM_ROOT/ran"`);
		const [ran, cancelled] = await Promise.allSettled([run(world, id), cancelScheduled(world, id)]);
		t.not(ran.status, cancelled.status, `round ${id}`);
		t.is((await readCommand(world.paths, id)).state, ran.status === 'fulfilled' ? 'done' : 'cancelled');
		const text = await readFile(join(world.paths.root, 'ran'), 'utf8').catch(() => '');
		t.is(text.split('\n').includes(String(id)), ran.status === 'fulfilled');
	}
});

test('where /run takes no lock commands run and are changed all the same', async (t) => {
	const world = await testWorld(t);
	await add(world, 'true');
	const {volatile} = world.paths;
	const paths = {...world.paths, scheduleLock: join(volatile, 'file/below')};
	await writeFile(join(volatile, 'file'), '');
	await editScheduled({...world, paths}, 1, 'exit 3');
	const {run} = await executeRun({paths, id: 1, bootId: thisBoot, warn: world.warn});
	t.is(run?.status, 3);
	t.is(world.warned.filter((line) => line.startsWith('going on without a lock: ')).length, 2);
});

test('where the disk takes nothing the old command and the old order stand', async (t) => {
	const world = await testWorld(t);
	for (const command of ['a', 'b']) await add(world, command);
	await chmod(world.paths.schedule, 0o555);
	const at = (path: string) => JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href);
	for (const call of [
		"editScheduled(world, 1, 'new')",
		"moveScheduled(world, 1, 'down')",
		'cancelScheduled(world, 1)',
	]) {
		const {status, stderr} = await underPermissions(`
			import * as schedule from ${at('switch/schedule.js')};
			import {pathsUnder} from ${at('paths.js')};
			const {editScheduled, moveScheduled, cancelScheduled} = schedule;
			const world = {paths: pathsUnder(${JSON.stringify(world.paths.root)}), by: {user: 'anna'}, warn: console.error};
			await ${call}.catch((error) => { console.error(error.kind, error.message); process.exit(error.exitStatus); });`);
		t.is(status, 4, call);
		t.regex(stderr, /^system cannot write .*\/schedule\/000\d: E(ACCES|PERM)/, call);
	}
	await chmod(world.paths.schedule, 0o755);
	t.deepEqual(
		(await listCommands(world.paths, t.fail)).map(({command, state}) => `${command} ${state}`),
		['a waiting', 'b waiting'],
	);
	t.is((await readAudit(world.paths, 200, t.fail)).filter(({outcome}) => outcome === 'failed').length, 3);
});

test('two administrators and a queue at once, killed at any instant: each command runs once, as one of them wrote it', async (t) => {
	for (let round = 0; round < 4; round++) {
		const world = await testWorld(t);
		const {paths, warn} = world;
		for (const id of [1, 2]) await add(world, `echo ${id} >>"$UMM_ROOT/ran" # first`);
		const movers = ['anna', 'bob'].map((name) =>
			execa(process.execPath, [mover, paths.root, name], {reject: false, stdin: 'ignore', buffer: false}),
		);
		await until(async () => (await readAudit(paths, 200, t.fail)).length > 10);
		await delay(round * 3);
		movers[0]?.kill('SIGKILL');
		const commands = await listCommands(paths, t.fail);
		t.deepEqual(commands.map(({id}) => id).sort(), [1, 2]);
		for (const {id, command} of commands) t.true(command.startsWith(`echo ${id} >>"$UMM_ROOT/ran" # `), command);
		const startRun = async (id: number) => void (await run(world, id));
		const {ran} = await runQueue({paths, bootId: thisBoot, request: undefined, warn, startRun});
		movers[1]?.kill('SIGKILL');
		await Promise.all(movers);
		t.deepEqual(ran.map(({id}) => id).sort(), [1, 2]);
		const text = await readFile(join(paths.root, 'ran'), 'utf8');
		t.deepEqual(text.trim().split('\n').sort(), ['1', '2']);
	}
});

test('stop tells what came of it, also when nobody recorded the end', async (t) => {
	const world = await testWorld(t);
	await add(world, 'true');
	const [command] = await listCommands(world.paths, t.fail);
	if (!command) return t.fail();
	await saveCommand(world.paths, {...command, state: 'running', run: {boot: thisBoot, started: 1}});
	t.like(await stopScheduled(world, 1), {state: 'done', run: {outcome: 'interrupted'}});
	t.deepEqual(world.calls, ['stop 1']);
});

test('a copy of a command has its options, and is the caller’s', async (t) => {
	const world = await testWorld(t);
	await addScheduled({...world, by: {user: 'bob'}}, {command: 'exit 3', onFailure: 'continue', timeout: 60});
	await run(world, 1);
	const copy = await againScheduled(world, 1);
	t.like(copy, {id: 2, command: 'exit 3', onFailure: 'continue', timeout: 60, state: 'waiting', by: world.by});
	t.is(copy.run, undefined);
	t.like(await readCommand(world.paths, 1), {state: 'done', run: {status: 3}});
});

test('the console’s actions do the same, and tell the other consoles', async (t) => {
	const world = await testWorld(t);
	await world.pause();
	const [mine, other] = [await openPresence(world.paths, world.by), await openPresence(world.paths, {user: 'bob'})];
	const actions = nodeCommandActions(async () => world, mine);
	t.is(await actions.add('echo out'), 1);
	t.is(await actions.add('echo two'), 2);
	await actions.edit(2, 'echo new');
	await actions.move(2, 'up');
	t.deepEqual(await listed(world), [2, 1]);
	await actions.cancel(2);
	await run(world, 1);
	t.is(textOf([{time: 0, stream: 'stdout', bytes: await readFile(await actions.save(1))}]), 'out\n');
	t.is(await actions.again(1), 3);
	await until(async () => (await other.others())[0]?.last?.what === 'ran command 1 again as command 3');
	await t.throwsAsync(actions.stop(1), refused(/nothing to stop/));
	await Promise.all([mine.close(), other.close()]);
	t.deepEqual((await readAudit(world.paths, 200, t.fail)).map(({action}) => action.replace(/ to .*/, '')).reverse(), [
		'command 1: add',
		'command 2: add',
		'command 2: edit',
		'command 2: move up',
		'command 2: cancel',
		'command 1: save',
		'command 1: again as command 3',
		'command 1: stop',
	]);
});

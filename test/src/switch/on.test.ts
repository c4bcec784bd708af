import {existsSync} from 'node:fs';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {type ExitStatus, UmmError} from '../../../src/errors.js';
import {runQueue} from '../../../src/runs/queue.js';
import {addCommand} from '../../../src/schedule.js';
import {readRequest} from '../../../src/state/request.js';
import {checkOn, switchOn} from '../../../src/switch/on.js';
import {thisBoot} from '../runs/node.js';
import {plain, stateFiles, testWorld, withCommand} from './world.js';

test('the hooks run, the request and the command are stored, then the node reboots', async (t) => {
	const world = await testWorld(t, {
		reboot: async () => {
			world.calls.push('reboot');
			t.true(existsSync(world.paths.request), 'the request is on disk before the reboot');
			t.deepEqual((await world.stored()).commands, ['1 waiting']);
		},
	});
	const request = await switchOn(world, {...withCommand, expected: 3600, afterwards: 'reboot'});
	t.deepEqual(world.calls, ['hooks before-on', 'reboot']);
	t.deepEqual(await readRequest(world.paths.request, t.fail), request);
	t.like(request, {reason: 'a test', afterwards: 'reboot', boot: thisBoot, by: {user: 'root', sudoUser: 'anna'}});
	t.is((request.until ?? 0) - request.created, 3600);
	t.regex(request.id, /^[0-9a-f]{16}$/);
	t.false(existsSync(world.paths.switchLock));
});

test('the hooks are told who asks and why', async (t) => {
	const world = await testWorld(t, {}, async (_point, context) => {
		t.deepEqual(context, {
			reason: 'a test',
			requestedBy: 'anna (root by sudo) from 10.0.0.7',
			state: 'operational',
			action: 'on',
			force: false,
		});
	});
	await switchOn(world, plain);
});

test('when a hook refuses nothing is changed', async (t) => {
	const world = await testWorld(t, {}, () => Promise.reject(new UmmError('refused', 'the hook says no')));
	const error = await t.throwsAsync(switchOn(world, withCommand), {instanceOf: UmmError, message: 'the hook says no'});
	t.is(error?.exitStatus, 3);
	t.deepEqual(await world.stored(), {request: undefined, commands: []});
	t.deepEqual(await stateFiles(world), []);
	t.false(world.calls.includes('reboot'));
	t.false(existsSync(world.paths.switchLock));
});

test('when the reboot fails the request is withdrawn and the command cancelled', async (t) => {
	const world = await testWorld(t, {reboot: () => Promise.reject(new UmmError('system', 'no reboot today'))});
	await t.throwsAsync(switchOn(world, withCommand), {message: 'no reboot today'});
	t.deepEqual(await world.stored(), {request: undefined, commands: ['1 cancelled']});
	t.deepEqual(await stateFiles(world), []);
});

test('of two at once exactly one stores a request and reboots', async (t) => {
	const world = await testWorld(t);
	for (let round = 0; round < 5; round++) {
		world.calls.length = 0;
		const both = await Promise.allSettled([
			switchOn(world, {...plain, reason: 'one'}),
			switchOn(world, {...plain, reason: 'two'}),
		]);
		const won = both.filter(({status}) => status === 'fulfilled');
		const lost = both.find(({status}) => status === 'rejected') as PromiseRejectedResult;
		t.is(won.length, 1);
		t.is(lost.reason.exitStatus, 1);
		t.deepEqual(
			world.calls.filter((call) => call === 'reboot'),
			['reboot'],
		);
		t.is((await world.stored()).request, both[0]?.status === 'fulfilled' ? 'one' : 'two');
		await rm(world.paths.request);
	}
});

test('a request that another program stored meanwhile stands, and the command is cancelled', async (t) => {
	const world = await testWorld(t, {}, () => writeFile(world.paths.request, 'umm-request 1\nid=x\nreason=mine\n.\n'));
	await t.throwsAsync(switchOn(world, withCommand), {message: 'maintenance mode is asked for already'});
	t.deepEqual(await world.stored(), {request: 'mine', commands: ['1 cancelled']});
	t.false(world.calls.includes('reboot'));
});

test('killed between the command and the request, the command never runs', async (t) => {
	const world = await testWorld(t);
	const {paths, by, warn} = world;
	await addCommand(paths, {command: 'false', created: 1, by, onFailure: 'stop', request: 'never stored'});
	await switchOn(world, {...plain, reason: 'another'});
	const request = (await readRequest(paths.request, t.fail))?.id;
	const started: number[] = [];
	const result = await runQueue({
		paths,
		bootId: thisBoot,
		request,
		warn,
		startRun: async (id) => void started.push(id),
	});
	t.deepEqual(started, []);
	t.deepEqual([result.ran, result.failed, result.waiting], [[], [], []]);
	t.deepEqual((await world.stored()).commands, ['1 cancelled']);
});

test('where it is not possible nothing is asked of anybody', async (t) => {
	const world = await testWorld(t);
	const refused = async (message: string, exitStatus: ExitStatus) => {
		for (const call of [checkOn(world), switchOn(world, withCommand)]) {
			const error = await t.throwsAsync(call, {instanceOf: UmmError, message});
			t.is(error?.exitStatus, exitStatus);
		}
		t.deepEqual(world.calls, []);
		t.deepEqual((await world.stored()).commands, []);
	};
	await writeFile(world.paths.conf, 'UMM=no\n');
	await refused('umm is disabled on this node', 1);
	await world.pause();
	await refused('this node is in maintenance mode already', 1);
	await rm(world.paths.paused);
	await rm(world.paths.conf);
	await writeFile(world.paths.request, 'umm-request 1\nid=x\n.\n');
	await refused('maintenance mode is asked for already', 1);
});

test('where a boot could not be held it is refused, with the way to the reason', async (t) => {
	const world = await testWorld(t, {obstacle: async () => 'the kernel says single'});
	const error = await t.throwsAsync(switchOn(world, plain), {instanceOf: UmmError, message: 'the kernel says single'});
	t.is(error?.exitStatus, 3);
	t.deepEqual(error?.hints, ["'umm doctor' says what to do"]);
	t.deepEqual(world.calls, []);
});

test('with a state directory that can’t be used the error names it, and nothing reboots', async (t) => {
	const world = await testWorld(t);
	await rm(world.paths.state, {recursive: true});
	await writeFile(world.paths.state, 'in the way');
	for (const options of [plain, withCommand]) {
		const error = await t.throwsAsync(switchOn(world, options), {instanceOf: UmmError});
		t.is(error?.exitStatus, 4);
		t.true(error?.message.includes(world.paths.state), error?.message);
	}
	t.false(world.calls.includes('reboot'));
	t.is(await readFile(world.paths.state, 'utf8'), 'in the way');
});

test('with something in place of the schedule the error names it, and nothing reboots', async (t) => {
	const world = await testWorld(t);
	await writeFile(world.paths.schedule, 'in the way');
	const error = await t.throwsAsync(switchOn(world, withCommand), {instanceOf: UmmError});
	t.is(error?.exitStatus, 4);
	t.true(error?.message.includes(world.paths.schedule), error?.message);
	t.false(world.calls.includes('reboot'));
	t.false(existsSync(world.paths.request));
});

test('with a directory in place of the request it is refused', async (t) => {
	const world = await testWorld(t);
	await mkdir(join(world.paths.request, 'sub'), {recursive: true});
	await t.throwsAsync(switchOn(world, withCommand), {message: 'maintenance mode is asked for already'});
	t.false(world.calls.includes('reboot'));
});

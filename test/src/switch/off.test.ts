import {existsSync} from 'node:fs';
import {readFile, rm, writeFile} from 'node:fs/promises';
import test from 'ava';
import {UmmError} from '../../../src/errors.js';
import {addCommand, listCommands, saveCommand} from '../../../src/schedule.js';
import {dropLeaving, readLeaving} from '../../../src/switch/leaving.js';
import {switchOff} from '../../../src/switch/off.js';
import {switchOn} from '../../../src/switch/on.js';
import {thisBoot} from '../runs/node.js';
import {plain, stateFiles, testWorld, withCommand} from './world.js';

const resume = {how: 'resume', force: false} as const;
const reboot = {how: 'reboot', force: false} as const;

for (const options of [resume, reboot]) {
	test(`before the reboot of umm on, umm off withdraws the request (${options.how})`, async (t) => {
		const world = await testWorld(t);
		await switchOn(world, withCommand);
		const {paths, by} = world;
		await addCommand(paths, {command: 'true', created: 1, by, onFailure: 'stop'});
		t.is(await switchOff(world, options), 'withdrawn');
		t.deepEqual(await world.stored(), {request: undefined, commands: ['1 cancelled', '2 cancelled']});
		t.true(world.calls.includes('cancel the reboot'));
		t.false(world.calls.some((call) => call.startsWith('leave')));
		t.deepEqual(world.said, [
			'the request is withdrawn: the next boot is an ordinary one',
			'command 1 is cancelled',
			'command 2 is cancelled',
		]);
	});
}

test('when the shutdown has begun umm off is refused, and the request stands', async (t) => {
	const world = await testWorld(t, {isGoingDown: async () => true});
	await switchOn(world, withCommand);
	const error = await t.throwsAsync(switchOff(world, resume), {instanceOf: UmmError});
	t.is(error?.message, 'the reboot into maintenance mode has begun');
	t.is(error?.exitStatus, 1);
	t.deepEqual(await world.stored(), {request: 'a test', commands: ['1 waiting']});
});

for (const options of [resume, reboot]) {
	test(`a paused node is left after its hooks, with a note for those after it (${options.how})`, async (t) => {
		const world = await testWorld(t, {}, async (point, context) => {
			t.is(point, 'before-off');
			t.like(context, {reason: 'a test', state: 'paused', action: options.how, force: false});
			t.true(existsSync(world.paths.paused));
			t.false(existsSync(world.paths.leaving));
		});
		await switchOn({...world, hooks: async () => undefined}, withCommand);
		await world.pause();
		t.is(await switchOff(world, options), options.how === 'resume' ? 'resuming' : 'rebooting');
		t.deepEqual(world.calls, ['reboot', 'hooks before-off', `leave: ${options.how}`]);
		t.deepEqual(await readLeaving(world.paths.leaving), {
			reason: 'a test',
			requestedBy: 'anna (root by sudo) from 10.0.0.7',
			action: options.how,
		});
		t.deepEqual((await world.stored()).commands, ['1 cancelled']);
		t.deepEqual(world.said, ['command 1 is cancelled']);
	});
}

test('when a before-off hook refuses the node stays paused and nothing is changed', async (t) => {
	const world = await testWorld(t, {}, async (point) => {
		if (point === 'before-off') throw new UmmError('refused', 'the hook says no');
	});
	await switchOn(world, withCommand);
	await world.pause();
	const error = await t.throwsAsync(switchOff(world, resume), {instanceOf: UmmError, message: 'the hook says no'});
	t.is(error?.exitStatus, 3);
	t.true(existsSync(world.paths.paused));
	t.deepEqual(await stateFiles(world), ['request']);
	t.deepEqual((await world.stored()).commands, ['1 waiting']);
});

test('when leaving fails the node is still paused, and no after-off hook is due', async (t) => {
	const world = await testWorld(t, {
		leave: async () => {
			t.true(existsSync(world.paths.leaving), 'the note is there before');
			throw new UmmError('system', 'the gate failed');
		},
	});
	await switchOn(world, withCommand);
	await world.pause();
	await t.throwsAsync(switchOff(world, reboot), {message: 'the gate failed'});
	t.true(existsSync(world.paths.paused));
	t.false(existsSync(world.paths.leaving));
	t.deepEqual(await world.stored(), {request: 'a test', commands: ['1 waiting']});
	t.false(existsSync(world.paths.switchLock));
});

test('a note that can’t be written does not keep the node paused, and is said', async (t) => {
	const world = await testWorld(t, {leave: async () => void world.calls.push('leave')});
	await rm(world.paths.state, {recursive: true});
	await writeFile(world.paths.state, 'in the way');
	await world.pause('word');
	t.is(await switchOff(world, resume), 'resuming');
	t.deepEqual(world.calls, ['hooks before-off', 'leave']);
	t.true(world.warned.some((line) => line.includes('the after-off hooks will not run')));
});

test('a command that runs is told of and left alone', async (t) => {
	const world = await testWorld(t);
	await switchOn(world, withCommand);
	const [command] = await listCommands(world.paths, t.fail);
	if (!command) return t.fail();
	await saveCommand(world.paths, {...command, state: 'running', run: {boot: thisBoot, started: 1}});
	await world.pause();
	await switchOff(world, resume);
	t.deepEqual(world.warned, ['command 1 still runs and goes on']);
	t.deepEqual((await world.stored()).commands, ['1 running']);
	await writeFile(world.paths.paused, '');
	await switchOff(world, reboot);
	t.is(world.warned[1], 'command 1 still runs: the reboot ends it');
});

test('paused wins over disabled: it can be left', async (t) => {
	const world = await testWorld(t);
	await writeFile(world.paths.conf, 'UMM=no\n');
	await world.pause('counter');
	t.is(await switchOff(world, resume), 'resuming');
});

test('a node that is neither asked nor paused has nothing to leave', async (t) => {
	const world = await testWorld(t);
	await t.throwsAsync(switchOff(world, resume), {message: 'this node is not in maintenance mode'});
	await writeFile(world.paths.conf, 'UMM=no\n');
	await t.throwsAsync(switchOff(world, reboot), {message: 'umm is disabled on this node'});
	t.deepEqual(world.calls, []);
});

test('the note for the after-off hooks is read back as it was, and forgotten once', async (t) => {
	const world = await testWorld(t);
	const {leaving} = world.paths;
	t.is(await readLeaving(leaving), undefined);
	await switchOn(world, {...plain, reason: 'two\nlines \\ and ü'});
	await world.pause();
	await switchOff(world, resume);
	t.is((await readLeaving(leaving))?.reason, 'two\nlines \\ and ü');
	t.true(await dropLeaving(leaving));
	t.false(await dropLeaving(leaving));
	await writeFile(leaving, (await readFile('/proc/self/comm')).subarray(0, 2));
	await t.throwsAsync(readLeaving(leaving), {instanceOf: UmmError});
});

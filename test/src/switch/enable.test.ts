import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import test from 'ava';
import {UmmError} from '../../../src/errors.js';
import {addCommand} from '../../../src/schedule.js';
import {disable, enable} from '../../../src/switch/enable.js';
import {switchOn} from '../../../src/switch/on.js';
import {testWorld, withCommand} from './world.js';

const refusal = {instanceOf: UmmError} as const;

test('disable drops the request and all that waits, and the configuration says so', async (t) => {
	const world = await testWorld(t);
	await writeFile(world.paths.conf, '# mine\nUMM=yes\n');
	await switchOn(world, withCommand);
	const {paths, by} = world;
	await addCommand(paths, {command: 'true', created: 1, by, onFailure: 'stop'});
	await addCommand(paths, {command: 'true', created: 1, by, onFailure: 'stop', request: 'one withdrawn long ago'});
	t.deepEqual(await disable(world), [1, 2]);
	t.is(await readFile(paths.conf, 'utf8'), '# mine\nUMM=no\n');
	t.deepEqual(await world.stored(), {request: undefined, commands: ['1 cancelled', '2 cancelled', '3 cancelled']});
});

test('disable is refused on a paused node and on one that is disabled', async (t) => {
	const world = await testWorld(t);
	await world.pause();
	t.is((await t.throwsAsync(disable(world), refusal))?.exitStatus, 1);
	t.false(existsSync(world.paths.conf));
	const other = await testWorld(t);
	await disable(other);
	t.is((await t.throwsAsync(disable(other), refusal))?.message, 'umm is disabled already');
});

test('when the configuration can’t be written disable changes nothing', async (t) => {
	const world = await testWorld(t);
	await switchOn(world, withCommand);
	await mkdir(world.paths.conf);
	const error = await t.throwsAsync(disable(world), refusal);
	t.is(error?.exitStatus, 4);
	t.true(error?.message.includes(world.paths.conf));
	t.deepEqual(await world.stored(), {request: 'a test', commands: ['1 waiting']});
});

test('enable is refused unless umm is disabled', async (t) => {
	const world = await testWorld(t);
	t.is((await t.throwsAsync(enable(world), refusal))?.message, 'umm is enabled already');
	await writeFile(world.paths.conf, 'UMM=no # for now\nREBOOT_COUNT=3\n');
	await enable(world);
	t.is(await readFile(world.paths.conf, 'utf8'), 'UMM=yes\nREBOOT_COUNT=3\n');
});

test('a node that is paused stays paused however the file is edited, and is then not enabled', async (t) => {
	const world = await testWorld(t);
	await writeFile(world.paths.conf, 'UMM=no\n');
	await world.pause();
	t.is((await t.throwsAsync(enable(world), refusal))?.exitStatus, 1);
});

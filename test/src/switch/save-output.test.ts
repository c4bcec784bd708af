import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {UmmError} from '../../../src/errors.js';
import {executeRun} from '../../../src/runs/execute-run.js';
import {runDirectory} from '../../../src/runs/run-directory.js';
import {saveOutput} from '../../../src/switch/save-output.js';
import {addScheduled} from '../../../src/switch/schedule.js';
import {thisBoot} from '../runs/node.js';
import {type TestWorld, testWorld} from './world.js';

/** A world with a command that has run. */
async function afterRun(t: ExecutionContext, command: string, limit?: number): Promise<TestWorld> {
	const world = await testWorld(t);
	const {paths} = world;
	const {id} = await addScheduled(world, {command, onFailure: 'stop'});
	await executeRun({paths, id, bootId: thisBoot, ...(limit === undefined ? {} : {limit})});
	return world;
}

const names = async (directory: string) => (await readdir(directory)).filter((name) => name.endsWith('.log')).sort();

test.serial('without a file it is in the home directory, or with the runs where that can’t be written', async (t) => {
	const world = await afterRun(t, 'echo out; echo err >&2');
	const home = join(world.paths.root, 'home');
	await mkdir(home);
	const before = process.env['HOME'];
	t.teardown(() => {
		process.env['HOME'] = before;
	});
	process.env['HOME'] = home;
	const real = {...world, paths: {...world.paths, root: ''}};
	t.is(await saveOutput(real, 1), join(home, 'umm-command-1.log'));
	t.is(await saveOutput(real, 1), join(home, 'umm-command-1-1.log'));
	t.is((await readFile(join(home, 'umm-command-1.log'), 'utf8')).split('\n').sort().join(), ',err,out');
	await rm(home, {recursive: true});
	await writeFile(home, '');
	t.is(await saveOutput(real, 1), join(dirname(world.paths.runs), 'umm-command-1.log'));
});

test('what the log does not have any more is said', async (t) => {
	const world = await afterRun(t, 'seq 1 200000', 65_536);
	const path = await saveOutput(world, 1);
	t.regex(world.warned.at(-1) ?? '', /^\d+ bytes of the output of command 1 were not kept and are not in /);
	const text = await readFile(path, 'utf8');
	t.true(text.startsWith('1\n2\n'));
	t.true(text.endsWith('\n200000\n'));
});

test('when the output can’t be read nothing is left behind', async (t) => {
	const world = await afterRun(t, 'echo out');
	const directory = runDirectory(world.paths, 1);
	await rm(directory, {recursive: true});
	await writeFile(directory, '');
	const file = join(world.paths.root, 'saved.log');
	await t.throwsAsync(saveOutput(world, 1, file), {
		instanceOf: UmmError,
		message: /^cannot save the output in .*saved.log: ENOTDIR/,
	});
	t.deepEqual(await names(world.paths.root), []);
	await addScheduled(world, {command: 'true', onFailure: 'stop'});
	await t.throwsAsync(saveOutput(world, 2), {instanceOf: UmmError, message: 'command 2 is waiting: it has no output'});
});

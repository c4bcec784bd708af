import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {recorderOf, shellOf} from '../../../src/runs/claim.js';
import {addCommand} from '../../../src/schedule.js';
import {until} from '../runs/node.js';
import {CliNode} from './node.js';

test('a command is stored, shown, listed and cancelled', async (t) => {
	const cli = await CliNode.operational(t);
	t.is(await cli.must('schedule'), "no commands are scheduled; 'umm schedule add' stores one");
	t.is(
		await cli.must('schedule', 'add', '--timeout', '90s', 'apt-get', '-y', 'upgrade'),
		'command 1 waits for maintenance mode',
	);
	t.is(await cli.must('schedule', 'add', '--on-failure', 'continue', 'true'), 'command 2 waits for maintenance mode');
	t.is(
		await cli.must('schedule', 'list'),
		'  1  waits                     apt-get -y upgrade\n  2  waits                     true',
	);
	const shown = await cli.must('schedule', 'show', '1');
	t.regex(
		shown,
		/^command 1: waits\n {2}"apt-get -y upgrade"\n {2}stored .* by .*\n {2}timeout 1 min 30 s\n {2}when it fails: those behind it wait$/,
	);
	t.is(await cli.must('schedule', 'cancel', '1'), 'command 1 is cancelled');
	const again = await cli.umm(['schedule', 'cancel', '1']);
	t.like(again, {status: 1, stderr: 'umm: command 1 is cancelled: there is nothing to cancel'});
	t.like(await cli.umm(['schedule', 'log', '2']), {status: 0, stdout: '', stderr: 'umm: command 2 has not run yet'});
});

test('on a paused node a command runs at once, and its log is its output byte for byte', async (t) => {
	const cli = await CliNode.paused(t);
	t.is(
		await cli.must('schedule', 'add', 'printf "out\\033[31m\\n"; printf "err" >&2; exit 3'),
		'command 1 runs now, or after those before it',
	);
	t.like((await cli.ended(1)).run, {outcome: 'exited', status: 3});
	t.is(await cli.must('schedule', 'log', '1'), 'out\u001b[31m\nerr');
	t.regex(
		await cli.must('schedule', 'log', '-t', '1'),
		/^\d{4}-\d\d-\d\d [\d:]{8} out {2}out.*\n\d{4}-\d\d-\d\d [\d:]{8} err {2}err$/,
	);
	t.regex(await cli.must('schedule', 'list'), /^ {2}1 {2}exit status 3 after 0 s/);
});

test('a log is followed until the command ends', async (t) => {
	const cli = await CliNode.paused(t);
	await cli.must('schedule', 'add', 'echo first; while [ ! -e "$UMM_ROOT/go" ]; do sleep 0.02; done; echo last');
	const following = cli.umm(['schedule', 'log', '-f', '1']);
	await until(async () => (await cli.umm(['schedule', 'log', '1'])).stdout === 'first');
	await writeFile(join(cli.paths.root, 'go'), '');
	t.deepEqual(await following, {status: 0, stdout: 'first\nlast', stderr: ''});
});

test('a command that runs is stopped by cancel', async (t) => {
	const cli = await CliNode.paused(t);
	await cli.must('schedule', 'add', 'echo begun; sleep 1000');
	await until(async () => (await cli.umm(['schedule', 'log', '1'])).stdout === 'begun');
	t.is(await cli.must('schedule', 'cancel', '1'), 'command 1 is stopped');
	t.is((await cli.ended(1)).run?.outcome, 'interrupted');
});

test('a command whose recorder was killed is stopped too', async (t) => {
	const cli = await CliNode.paused(t);
	await cli.must('schedule', 'add', 'echo begun; while :; do sleep 0.1; done');
	await until(async () => (await cli.umm(['schedule', 'log', '1'])).stdout === 'begun');
	process.kill((await recorderOf(cli.paths, 1)) as number, 'SIGKILL');
	await until(async () => (await recorderOf(cli.paths, 1)) === undefined);
	t.like(await cli.json(t, ['schedule', 'stop', '1']), {command: {state: 'done', run: {outcome: 'interrupted'}}});
	t.is(await shellOf(cli.paths, 1), undefined);
});

test('commands of umm on run in the boot that is held, then the node leaves by itself', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.must('on', '--then', 'off', 'echo done >"$UMM_ROOT/done"');
	await cli.node.powerOn();
	t.is(await cli.must('status'), 'umm');
	await cli.must('schedule', 'run-queue');
	t.is(await cli.must('status'), 'runlevel N 5');
	t.like(await cli.json(t, ['schedule', 'show', '1']), {command: {state: 'done', run: {status: 0}}});
});

test('when a command fails the node does not leave by itself, and says why', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.must('on', '--then', 'reboot', 'false');
	await cli.must('schedule', 'add', 'true');
	await cli.node.powerOn();
	const {stderr} = await cli.umm(['schedule', 'run-queue']);
	t.regex(stderr, /umm: this node stays paused: 1 of its commands failed, 1 have not run/);
	t.is(await cli.must('status'), 'umm');
});

test('commands that a withdrawn request left are cancelled, and do not run', async (t) => {
	const cli = await CliNode.operational(t);
	await cli.must('on', 'echo never >"$UMM_ROOT/never"');
	await cli.must('off');
	await cli.must('on', 'true');
	await cli.node.powerOn();
	await cli.must('schedule', 'run-queue');
	t.deepEqual(
		(await cli.json(t, ['schedule', 'list']))['commands'].map(({state}: {state: string}) => state),
		['cancelled', 'done'],
	);
});

test('a command whose request is gone is cancelled, also where power loss came before that was written down', async (t) => {
	const cli = await CliNode.paused(t);
	const by = {user: 'anna'};
	await addCommand(cli.paths, {command: 'true', created: 1, by, onFailure: 'stop', request: 'one that is gone'});
	t.is((await cli.json(t, ['schedule', 'list']))['commands'][0].state, 'cancelled');
});

test('commands that wait are changed and moved, and run in the new order', async (t) => {
	const cli = await CliNode.operational(t);
	for (const word of ['a', 'b', 'c']) await cli.must('schedule', 'add', `echo ${word} >>"$UMM_ROOT/ran"`);
	t.is(await cli.must('schedule', 'edit', '2', '--', 'echo', '-B', '>>"$UMM_ROOT/ran"'), 'command 2 is changed');
	t.is(await cli.must('schedule', 'move', '3', 'up'), 'command 3 is moved up');
	t.like(await cli.umm(['schedule', 'move', '1', 'up']), {
		status: 1,
		stderr: 'umm: command 1 is the first of those that wait',
	});
	const {commands} = (await cli.json(t, ['schedule', 'list'])) as never as {commands: {id: number}[]};
	t.deepEqual(
		commands.map(({id}) => id),
		[1, 3, 2],
	);
	t.like(await cli.json(t, ['schedule', 'move', '1', 'down']), {command: {id: 1}});
	// What comes behind the number is the command, --json too.
	const edit = ['schedule', 'edit', '--json', '1', '--', 'echo A >>"$UMM_ROOT/ran" #'];
	t.like(await cli.json(t, edit), {command: {id: 1, state: 'waiting', command: `${edit.at(-1)} --json`}});
	await cli.node.request();
	await cli.node.powerOn();
	await cli.must('schedule', 'run-queue');
	t.is(await readFile(join(cli.paths.root, 'ran'), 'utf8'), 'c\nA\n-B\n');
	t.like(await cli.umm(['schedule', 'edit', '1', 'ls']), {
		status: 1,
		stderr: 'umm: command 1 is done: there is nothing to change',
	});
});

test('a command that runs is stopped, one that has ended is run again, and its output is saved', async (t) => {
	const cli = await CliNode.paused(t);
	await cli.must('schedule', 'add', 'printf "\\000\\377"; echo begun; sleep 1000');
	await until(async () => (await cli.umm(['schedule', 'log', '1'])).stdout.endsWith('begun'));
	t.like(await cli.umm(['schedule', 'again', '1']), {status: 1, stderr: 'umm: command 1 still runs'});
	t.like(await cli.json(t, ['schedule', 'stop', '1']), {command: {state: 'done', run: {outcome: 'interrupted'}}});
	t.like(await cli.umm(['schedule', 'stop', '1']), {
		status: 1,
		stderr: 'umm: command 1 is done: there is nothing to stop',
	});
	t.like(await cli.json(t, ['schedule', 'again', '1']), {command: {id: 2}});
	const path = await cli.must('schedule', 'save', '1');
	t.is(path, join(cli.paths.root, 'var/lib/umm/umm-command-1.log'));
	t.deepEqual(await readFile(path), Buffer.from([0, 255, ...Buffer.from('begun\n')]));
	t.is((await stat(path)).mode & 0o777, 0o600);
	t.true((await cli.must('schedule', 'save', '1')).endsWith('umm-command-1-1.log'));
	const file = join(cli.paths.root, 'mine');
	t.like(await cli.json(t, ['schedule', 'save', '1', file]), {id: 1, file});
	t.like(await cli.umm(['schedule', 'save', '1', file]), {
		status: 1,
		stderr: `umm: ${file} exists already: it is not overwritten`,
	});
	t.is((await cli.umm(['schedule', 'save', '1', join(cli.paths.root, 'none/file')])).status, 4);
	await cli.must('schedule', 'stop', '2');
	const actions = (await cli.json(t, ['audit']))['entries'].map(({action}: {action: string}) => action);
	t.is(actions[0], 'command 2: stop');
	t.true(actions.includes('command 1: again as command 2'));
	t.true(actions.includes(`command 1: save to ${path}`));
	t.is(actions.at(-1), 'command 1: add');
});

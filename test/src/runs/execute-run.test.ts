import {mkdir, readFile, rename, unlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {processStat} from '../../../src/runs/process-stat.js';
import {readCommand} from '../../../src/schedule.js';
import {collect, startRecorder, testNode, textOf, thisBoot, until} from './node.js';

/** Ended, or a zombie that PID 1 of a container has yet to notice. */
const isGone = async (pid: number) => ((await processStat(pid))?.state ?? 'Z') === 'Z';

test('an exit status is kept, with the times of start and end', async (t) => {
	const node = await testNode(t);
	const before = Date.now();
	const {state, run} = await node.scheduleAndRun('exit 7');
	t.is(state, 'done');
	t.like(run, {boot: thisBoot, outcome: 'exited', status: 7});
	t.true((run?.started ?? 0) >= before && (run?.ended ?? 0) >= (run?.started ?? 0));
	t.deepEqual((await readCommand(node.paths, 1)).run, run);
});

test('a signal is kept by its name', async (t) => {
	const node = await testNode(t);
	t.like((await node.scheduleAndRun('kill -USR1 $$')).run, {
		outcome: 'signalled',
		signal: 'SIGUSR1',
		status: undefined,
	});
});

test('the duration is the command’s own', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun('sleep 0.3');
	t.true((run?.seconds ?? 0) >= 0.3 && (run?.seconds ?? 0) < 5);
});

test('both streams are kept apart, each with its time', async (t) => {
	const node = await testNode(t);
	const before = Date.now();
	await node.scheduleAndRun('echo out; echo err >&2');
	const items = await collect(node.log(1));
	t.is(textOf(items, 'stdout'), 'out\n');
	t.is(textOf(items, 'stderr'), 'err\n');
	t.true(items.every((item) => 'time' in item && item.time >= before && item.time <= Date.now()));
});

test('bytes are kept as they are', async (t) => {
	const node = await testNode(t);
	await node.scheduleAndRun(String.raw`printf '\000\377@1 o 5\nab\r\n\033[31m'`);
	t.is(textOf(await collect(node.log(1))), '\0\xff@1 o 5\nab\r\n\x1b[31m');
});

test('the environment is a clean one, at /, with nothing on standard input', async (t) => {
	const node = await testNode(t);
	process.env['UMM_TEST_LEAK'] = 'leaked';
	await node.scheduleAndRun('env; pwd; cat; echo end');
	const text = textOf(await collect(node.log(1)));
	t.regex(text, /^UMM_RUN=1$/m);
	t.regex(text, /^LANG=C\.UTF-8$/m);
	t.regex(text, /^PATH=\/usr\/local\/sbin:/m);
	t.notRegex(text, /leaked|NODE_/);
	t.regex(text, /\n\/\nend\n$/);
});

test('a command may open /dev/stdout and /dev/stderr by name', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun('echo one >/dev/stdout && echo two >/dev/stderr');
	t.is(run?.status, 0);
	t.is(textOf(await collect(node.log(1))), 'one\ntwo\n');
});

test('a command that was run is not run again', async (t) => {
	const node = await testNode(t);
	const file = join(node.paths.root, 'ran');
	await node.scheduleAndRun(`echo x >>'${file}'`);
	await t.throwsAsync(node.run(1), {message: /does not wait to be run: it is done/});
	t.is(await readFile(file, 'utf8'), 'x\n');
});

test('a command that can’t be marked as running is not run', async (t) => {
	const node = await testNode(t);
	const file = join(node.paths.root, 'ran');
	const {id} = await node.schedule(`echo x >>'${file}'`);
	// The record is replaced by way of a temporary file beside it; its directory is away while the mark is due.
	await rename(node.paths.schedule, `${node.paths.schedule}.away`);
	await t.throwsAsync(node.run(id));
	await rename(`${node.paths.schedule}.away`, node.paths.schedule);
	t.is((await readCommand(node.paths, id)).state, 'waiting');
	await t.throwsAsync(readFile(file), {code: 'ENOENT'});
});

test('a shell that can’t be started is told in the record and in the log', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun('true', {shell: '/nonexistent/sh'});
	t.is(run?.outcome, 'failed-to-start');
	t.regex(textOf(await collect(node.log(1)), 'stderr'), /^umm: \/nonexistent\/sh could not be started: .*ENOENT/);
});

test('a command as long as no process can take fails to start', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun(`: ${'x'.repeat(200_000)}`);
	t.is(run?.outcome, 'failed-to-start');
});

test('a timeout ends the whole group with SIGTERM', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun('sleep 1000 & echo $!; sleep 1000', {timeout: 0.3});
	t.like(run, {outcome: 'timeout', signal: 'SIGTERM'});
	t.true(await isGone(Number(textOf(await collect(node.log(1))))));
});

test('a command that ignores SIGTERM gets SIGKILL', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun("trap '' TERM; echo on; while :; do sleep 0.05; done", {
		timeout: 0.3,
		patience: {kill: 200},
	});
	t.like(run, {outcome: 'timeout', signal: 'SIGKILL'});
	t.true((run?.seconds ?? 0) < 10);
});

test('a child that ignores SIGTERM gets SIGKILL, though the shell is gone', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun("(trap '' TERM; while :; do sleep 0.05; done) & echo $!; wait", {
		timeout: 0.3,
		patience: {kill: 200},
	});
	t.is(run?.outcome, 'timeout');
	const pid = Number(textOf(await collect(node.log(1))));
	await t.notThrowsAsync(until(() => isGone(pid)));
});

test('what a command does at SIGTERM is kept, and its status', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun("trap 'echo cleaned; exit 5' TERM; while :; do sleep 0.05; done", {
		timeout: 0.3,
	});
	t.like(run, {outcome: 'timeout', status: 5});
	t.is(textOf(await collect(node.log(1)), 'stdout'), 'cleaned\n');
});

test('a child in the background that keeps the pipes does not keep the run', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun('sleep 1000 & echo $!; exit 3', {patience: {drain: 100}});
	t.like(run, {outcome: 'exited', status: 3});
	t.true((run?.seconds ?? 9) < 5);
	const pid = Number(textOf(await collect(node.log(1))));
	t.false(await isGone(pid));
	process.kill(pid);
});

test('a child in the background that never stops writing does not keep the run', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun('yes & echo $! >&2; exit 3', {patience: {drain: 100}});
	t.like(run, {outcome: 'exited', status: 3});
	const pid = Number(textOf(await collect(node.log(1)), 'stderr'));
	await t.notThrowsAsync(until(() => isGone(pid)));
});

test('told to stop, a command that ends by itself within the grace is recorded as it ended', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun('sleep 0.5; exit 4', {stop: AbortSignal.timeout(200)});
	t.like(run, {outcome: 'exited', status: 4});
});

test('told to stop, a command that goes on is ended and recorded as interrupted', async (t) => {
	const node = await testNode(t);
	const {run} = await node.scheduleAndRun('sleep 1000', {stop: AbortSignal.timeout(100), patience: {stop: 50}});
	t.like(run, {outcome: 'interrupted', signal: 'SIGTERM'});
});

test('a recorder that gets SIGTERM ends the command and records it', async (t) => {
	const node = await testNode(t);
	const {id} = await node.schedule('echo on; sleep 1000');
	const recorder = startRecorder(node.paths, id);
	await until(async () => (await collect(node.log(id))).length > 0);
	recorder.kill('SIGTERM');
	await recorder;
	t.like(await readCommand(node.paths, id), {state: 'done', run: {outcome: 'interrupted', signal: 'SIGTERM'}});
});

test('of two recorders one runs the command', async (t) => {
	const node = await testNode(t);
	const {id} = await node.schedule('echo on; sleep 1000');
	const recorder = startRecorder(node.paths, id);
	await until(async () => (await collect(node.log(id))).length > 0);
	await t.throwsAsync(node.run(id), {message: /is being run already/});
	recorder.kill('SIGTERM');
	await recorder;
});

test('an end that can’t be recorded is recorded as soon as it can', async (t) => {
	const node = await testNode(t);
	const {id} = await node.schedule('mv "$UMM_ROOT/etc/umm/state/schedule" "$UMM_ROOT/away"; exit 6');
	const running = node.run(id);
	await until(() =>
		node.warnings.some((warning) => warning.includes("the end of scheduled command 1 can't be recorded")),
	);
	await rename(join(node.paths.root, 'away'), node.paths.schedule);
	t.like(await running, {state: 'done', run: {status: 6, holds: 1}});
	t.like(await readCommand(node.paths, id), {state: 'done', run: {status: 6, holds: 1}});
	t.is(node.warnings.length, 1);
});

test('told to stop, an end that can’t be recorded is given up', async (t) => {
	const node = await testNode(t);
	const {id} = await node.schedule('mv "$UMM_ROOT/etc/umm/state/schedule" "$UMM_ROOT/away"');
	await t.throwsAsync(node.run(id, {stop: AbortSignal.timeout(300)}), {message: /cannot write/});
});

test('a command runs though its output can’t be kept, and the loss is said', async (t) => {
	const node = await testNode(t);
	await mkdir(join(node.paths.runs, '..'), {recursive: true});
	await writeFile(node.paths.runs, 'in the way');
	t.like((await node.scheduleAndRun('echo said; exit 5')).run, {outcome: 'exited', status: 5});
	t.true(node.warnings.some((warning) => warning.includes('5 bytes of its output were lost')));
});

test('output of an earlier command with the same number stays, out of the way', async (t) => {
	const node = await testNode(t);
	await node.scheduleAndRun('echo old');
	await unlink(join(node.paths.schedule, '0001'));
	await node.scheduleAndRun('echo new');
	t.is(textOf(await collect(node.log(1))), 'new\n');
});

test('a flood does not fill the memory or lose the exit status', async (t) => {
	const node = await testNode(t);
	const {id} = await node.schedule('yes "a short line" | head -c 200000000; exit 9');
	const {stdout} = await startRecorder(node.paths, id);
	t.like(await readCommand(node.paths, id), {run: {outcome: 'exited', status: 9}});
	t.true(Number(stdout) < 200, `${stdout} MiB`);
	const sizes = (await collect(node.log(id))).map((item) => ('gap' in item ? item.gap : item.bytes.length));
	t.is(
		sizes.reduce((a, b) => a + b),
		200_000_000,
	);
});

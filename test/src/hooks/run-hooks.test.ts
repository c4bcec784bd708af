import {chmod, mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {hookNames} from '../../../src/hooks/list.js';
import {hookError, hookSucceeded} from '../../../src/hooks/result.js';
import {type HookOptions, runHooks} from '../../../src/hooks/run-hooks.js';
import {readLog} from '../../../src/runs/log-reader.js';
import {decodeRecord} from '../../../src/state/record.js';
import {collect, testNode, textOf} from '../runs/node.js';

async function testHooks(t: ExecutionContext) {
	const {paths, warnings, warn} = await testNode(t);
	const directory = join(paths.hooks, 'before-on.d');
	await mkdir(directory, {recursive: true});
	const progress: string[] = [];
	return {
		paths,
		directory,
		warnings,
		progress,
		async hook(name: string, script: string, mode = 0o755) {
			const path = join(directory, name);
			await writeFile(path, `#!/bin/sh\n${script}\n`);
			await chmod(path, mode);
			return path;
		},
		run: (options: Partial<HookOptions> = {}) =>
			runHooks({paths, point: 'before-on', env: {}, warn, progress: (line) => progress.push(line), ...options}),
	};
}

test('names are taken and ordered as run-parts does', (t) => {
	t.deepEqual(hookNames(['b', '10-a', 'B', '9_z', 'a.sh', 'x~', 'README.txt', 'a.dpkg-new', '.hidden', 'ä']), [
		'10-a',
		'9_z',
		'B',
		'b',
	]);
});

test('a point without a directory has no hooks', async (t) => {
	const {run} = await testHooks(t);
	t.deepEqual(await run({point: 'after-off'}), []);
});

test('hooks run in order, one after the other', async (t) => {
	const {hook, run, paths, progress} = await testHooks(t);
	for (const name of ['20-b', '10-a', '30-c']) await hook(name, `sleep 0.05; echo ${name} >>"$UMM_ROOT/ran"`);
	const results = await run();
	t.is(await readFile(join(paths.root, 'ran'), 'utf8'), '10-a\n20-b\n30-c\n');
	t.true(results.every(hookSucceeded));
	t.is(progress[0], 'before-on hook 10-a runs');
	t.regex(progress[1] ?? '', /^before-on hook 10-a succeeded after [\d.]+ s$/);
});

test('a hook is told who, why and where in its environment', async (t) => {
	const {hook, run} = await testHooks(t);
	await hook('show', 'echo "$UMM_REASON|$UMM_REQUESTED_BY|$UMM_STATE|$UMM_HOOK|$UMM_HOOK_NAME|$PWD"; cat');
	const [result] = await run({
		env: {UMM_REASON: 'disk; $(id)\nswap', UMM_REQUESTED_BY: 'anna', UMM_STATE: 'operational'},
	});
	t.deepEqual(result?.lastLines, ['disk; $(id)', 'swap|anna|operational|before-on|show|/']);
});

test('what a hook prints is kept like a run’s, with how it ended', async (t) => {
	const {hook, run} = await testHooks(t);
	await hook('10-a', 'echo out; echo err >&2; exit 3');
	const [result] = await run();
	t.like(result, {name: '10-a', outcome: 'exited', status: 3});
	const items = await collect(readLog(result?.log ?? ''));
	t.is(textOf(items, 'stdout'), 'out\n');
	t.is(textOf(items, 'stderr'), 'err\n');
	const record = decodeRecord('hook', await readFile(join(result?.log ?? '', 'result'), 'utf8'));
	t.like(record, {point: 'before-on', name: '10-a', status: '3', outcome: 'exited', forced: undefined});
});

test('a failing before hook keeps the next from running, and the error names it and its last lines', async (t) => {
	const {hook, run} = await testHooks(t);
	const path = await hook('10-a', 'seq 1 20; exit 3');
	await hook('20-b', 'true');
	const results = await run();
	t.is(results.length, 1);
	const error = hookError(results[0] ?? t.fail(), 'nothing was changed');
	t.is(error.exitStatus, 3);
	t.true(error.message.startsWith(`the before-on hook ${path} failed with exit status 3 after`));
	t.regex(error.message, /; nothing was changed\n {2}11\n {2}12\n.*\n {2}20$/s);
});

test('forced, the rest runs, and the record says so', async (t) => {
	const {hook, run} = await testHooks(t);
	await hook('10-a', 'exit 3');
	await hook('20-b', 'true');
	const results = await run({force: true});
	t.deepEqual(results.map(hookSucceeded), [false, true]);
	const record = await readFile(join(results[0]?.log ?? '', 'result'), 'utf8');
	t.regex(record, /^forced=yes$/m);
	t.notRegex(await readFile(join(results[1]?.log ?? '', 'result'), 'utf8'), /forced/);
});

test('after the switch all hooks run, whatever one does', async (t) => {
	const {hook, run, directory, paths} = await testHooks(t);
	await hook('10-a', 'exit 3');
	await hook('20-b', 'true');
	await symlink(directory, join(paths.hooks, 'after-on.d'));
	t.deepEqual((await run({point: 'after-on'})).map(hookSucceeded), [false, true]);
});

test('a hook whose time is over is ended, first with SIGTERM, then with SIGKILL', async (t) => {
	const {hook, run} = await testHooks(t);
	await hook('10-a', "trap 'echo cleaning' TERM; while :; do sleep 0.05; done");
	const [result] = await run({timeout: 300, patience: {kill: 200}});
	t.like(result, {outcome: 'timeout', signal: 'SIGKILL'});
	t.true(result?.lastLines.includes('cleaning'));
});

test('a hook that others may write to is refused before any other runs', async (t) => {
	const {hook, run, paths} = await testHooks(t);
	await hook('10-a', 'echo x >>"$UMM_ROOT/ran"');
	const path = await hook('20-b', 'true', 0o775);
	const [result, ...others] = await run();
	t.deepEqual(others, []);
	t.is(result?.outcome, 'refused');
	t.is(result?.reason, `others may write to ${path} (mode 775)`);
	await t.throwsAsync(readFile(join(paths.root, 'ran')), {code: 'ENOENT'});
});

test('a hook that is refused does not run even when forced; the others do', async (t) => {
	const {hook, run, paths} = await testHooks(t);
	await hook('10-a', 'echo a >>"$UMM_ROOT/ran"');
	await hook('20-b', 'echo b >>"$UMM_ROOT/ran"', 0o757);
	t.deepEqual(
		(await run({force: true})).map(({outcome}) => outcome),
		['exited', 'refused'],
	);
	t.is(await readFile(join(paths.root, 'ran'), 'utf8'), 'a\n');
});

test('a file that is not executable is refused, not skipped', async (t) => {
	const {hook, run} = await testHooks(t);
	const path = await hook('10-a', 'true', 0o644);
	const [result] = await run();
	t.is(result?.outcome, 'refused');
	t.true(result?.reason?.startsWith(`${path} is not executable`));
});

test('a link that leads nowhere is refused, a directory is skipped', async (t) => {
	const {run, directory} = await testHooks(t);
	await mkdir(join(directory, '05-dir'));
	await symlink('/nonexistent/hook', join(directory, '10-a'));
	const results = await run();
	t.deepEqual(
		results.map(({name, outcome}) => [name, outcome]),
		[['10-a', 'refused']],
	);
});

test('a link is followed, and what it leads to must be trusted all the way', async (t) => {
	const {hook, run, directory, paths} = await testHooks(t);
	const elsewhere = join(paths.root, 'elsewhere');
	await mkdir(elsewhere);
	await writeFile(join(elsewhere, 'script'), '#!/bin/sh\necho linked\n', {mode: 0o755});
	await symlink(join(elsewhere, 'script'), join(directory, '10-a'));
	await hook('20-b', 'true');
	t.deepEqual((await run())[0]?.lastLines, ['linked']);
	await chmod(elsewhere, 0o777);
	t.regex((await run())[0]?.reason ?? '', /others may write to .*elsewhere \(mode 777\)/);
});

test('a directory that others may write to is refused as a whole', async (t) => {
	const {hook, run, directory} = await testHooks(t);
	await hook('10-a', 'true');
	await chmod(directory, 0o777);
	await t.throwsAsync(run(), {message: /the before-on hooks are refused: others may write to .*before-on\.d/});
	await chmod(directory, 0o755);
	await chmod(join(directory, '..', '..'), 0o775);
	await t.throwsAsync(run(), {message: /others may write to .*\/etc\/umm \(mode 775\)/});
});

test('a hook that can’t be started fails', async (t) => {
	const {run, directory} = await testHooks(t);
	await writeFile(join(directory, '10-a'), '#!/nonexistent/interpreter\n', {mode: 0o755});
	const [result] = await run();
	t.is(result?.outcome, 'failed-to-start');
	t.regex(result?.reason ?? '', /ENOENT/);
});

test('hooks run though their output can’t be kept', async (t) => {
	const {hook, run, paths, warnings} = await testHooks(t);
	await hook('10-a', 'echo said; exit 3');
	await mkdir(join(paths.hookRuns, '..'), {recursive: true});
	await writeFile(paths.hookRuns, 'in the way');
	const [result] = await run();
	t.like(result, {outcome: 'exited', status: 3, lastLines: ['said'], log: undefined});
	t.true(warnings.some((warning) => warning.includes("can't be kept")));
});

test('the outputs of the last hooks are kept, older ones go', async (t) => {
	const {hook, run, paths} = await testHooks(t);
	await hook('10-a', 'true');
	for (let index = 0; index < 5; index++) await run({keep: 3});
	t.is((await readdir(paths.hookRuns)).length, 3);
});

test('told to stop, the hook that runs is interrupted', async (t) => {
	const {hook, run} = await testHooks(t);
	await hook('10-a', 'sleep 1000');
	const [result] = await run({stop: AbortSignal.timeout(100), patience: {stop: 50}});
	t.is(result?.outcome, 'interrupted');
});

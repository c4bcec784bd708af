import {execFile} from 'node:child_process';
import {symlink} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {Sandbox} from './sandbox.js';

/** What there is in place of the runtime. */
type Runtime = 'sound' | 'missing' | 'not executable' | 'empty' | 'zeros' | 'text' | 'cut' | 'without its bundle';

interface Result {
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Call a copy of /usr/bin/umm whose gate and core print their arguments, and whose bundle prints its own and part of the environment. */
async function umm(runtime: Runtime, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
	await using sandbox = await Sandbox.make();
	const launcher = await sandbox.copy('packaging/umm', 'usr/bin/umm');
	await sandbox.write('usr/lib/umm/gate', '#!/bin/sh\necho "gate $*"\n', 0o755);
	await sandbox.write('usr/lib/umm/core/umm', '#!/bin/sh\necho "core $*"\nexit 5\n', 0o755);
	if (runtime !== 'without its bundle') {
		const program =
			'console.log("bundle", ...process.execArgv, ...process.argv.slice(2), process.env.NODE_OPTIONS ?? ""); process.exit(Number(process.env.STATUS))';
		await sandbox.write('usr/lib/umm/js/umm.cjs', program);
	}
	const node = 'usr/lib/umm/node';
	if (runtime === 'sound' || runtime === 'without its bundle')
		await symlink(process.execPath, join(sandbox.root, node));
	if (runtime === 'empty') await sandbox.write(node, '', 0o755);
	if (runtime === 'zeros') await sandbox.write(node, '\0'.repeat(50_000_000), 0o755);
	if (runtime === 'text') await sandbox.write(node, 'echo a script\n', 0o755);
	if (runtime === 'not executable') await sandbox.write(node, '\x7fELF', 0o644);
	if (runtime === 'cut') await sandbox.write(node, '\x7fELF\x02\x01\x01', 0o755);
	return await new Promise((resolve) => {
		execFile(launcher, args, {env: {PATH: '/usr/bin:/bin', STATUS: '0', ...env}}, (error, stdout, stderr) => {
			resolve({status: error === null ? 0 : Number(error.code), stdout, stderr});
		});
	});
}

const broken = ['missing', 'not executable', 'empty', 'zeros', 'text', 'cut', 'without its bundle'] as const;

test('status for scripts is the gate, whatever the runtime is', async (t) => {
	for (const runtime of ['sound', ...broken] as const) {
		t.deepEqual(await umm(runtime, ['status']), {status: 0, stdout: 'gate status\n', stderr: ''}, runtime);
	}
});

test('everything else is the bundle, with its arguments, its exit status and a clean environment', async (t) => {
	const env = {NODE_OPTIONS: '--no-such-option', STATUS: '3'};
	for (const args of [['status', '--json'], ['on', '--', 'echo  a', '*'], ['off'], ['off', 'reboot']]) {
		t.deepEqual(await umm('sound', args, env), {
			status: 3,
			stdout: `${['bundle', ...args, ''].join(' ')}\n`,
			stderr: '',
		});
	}
});

test('the console and the ssh server get a small heap', async (t) => {
	for (const [flags, ...args] of [
		['--max-semi-space-size=2'],
		['--max-semi-space-size=2', 'console', '--login'],
		['--max-semi-space-size=4 --heap-growing-percent=50', 'serve'],
	]) {
		const {stdout} = await umm('sound', args);
		t.is(stdout, `${['bundle', flags, ...args, ''].join(' ')}\n`);
	}
});

test('without a runtime that starts, whatever can be done is left to umm-core', async (t) => {
	const calls = [['off'], ['off', 'reboot', '--force'], ['on', '--', 'echo  a'], ['status', '--json'], ['boots'], []];
	for (const runtime of broken) {
		for (const args of calls) {
			if (runtime === 'cut' && args[0] !== 'off' && args[0] !== 'on') continue;
			const {status, stdout, stderr} = await umm(runtime, args);
			t.deepEqual({status, stdout}, {status: 5, stdout: `core ${args.join(' ')}\n`}, runtime);
			// The shell may say that a program that was cut short is none.
			t.regex(stderr, runtime === 'cut' ? /^(.*Exec format error\n)?$/ : /^$/, runtime);
		}
	}
});

test('what the units call is left to umm-core too, when the loader refuses the runtime', async (t) => {
	for (const args of [
		['schedule', 'run-queue'],
		['schedule', 'run-one', '0003'],
		['hooks', 'run-after-off'],
		['enable'],
	]) {
		t.like(await umm('cut', args), {status: 5, stdout: `core ${args.join(' ')}\n`});
	}
});

test('a runtime that runs is not taken for a broken one', async (t) => {
	t.like(await umm('sound', ['off'], {STATUS: '139'}), {status: 139, stdout: 'bundle off \n'});
});

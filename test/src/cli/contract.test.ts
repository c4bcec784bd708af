/* The compatibility contract (design.md), as scripts see it: exit status, standard output, standard error. */
import {existsSync} from 'node:fs';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {CliNode} from './node.js';

const onlyErrors = /^umm: [^\n]+(\numm: [^\n]+)*$/;

test('the status line in each state is that of the contract and not one word more', async (t) => {
	const cli = await CliNode.operational(t);
	const line = async () => {
		const {status, stdout, stderr} = await cli.umm(['status']);
		t.deepEqual([status, stderr], [0, '']);
		return stdout;
	};
	t.is(await line(), 'runlevel N 5');
	await cli.must('on');
	t.is(await line(), 'rebooting');
	await cli.node.powerOn();
	t.is(await line(), 'umm');
	await cli.must('off');
	t.is(await line(), 'runlevel N 5');
	await cli.must('disable');
	t.is(await line(), 'MM disabled');
});

test('verbs that the state does not allow end with exit status 1 and a message, and change nothing', async (t) => {
	const cli = await CliNode.operational(t);
	const refused = async (...verbs: string[]) => {
		const before = await cli.must('status', '--json');
		for (const verb of verbs) {
			const {status, stdout, stderr} = await cli.umm(verb.split(' '));
			t.is(status, 1, verb);
			t.is(stdout, '', verb);
			t.regex(stderr, onlyErrors, verb);
		}
		const same = ({since: _, ...rest}: Record<string, unknown>) => rest;
		t.deepEqual(same(JSON.parse(await cli.must('status', '--json'))), same(JSON.parse(before)));
	};
	await refused('off', 'off reboot', 'enable');
	await cli.must('on');
	await refused('on', 'on ls', 'enable');
	await cli.node.powerOn();
	await refused('on', 'on ls', 'enable', 'disable', 'uninstall');
	await cli.must('off');
	await cli.must('disable');
	await refused('on', 'on ls', 'off', 'off reboot', 'disable', 'schedule add ls');
	await cli.must('enable');
	t.is(await cli.must('status'), 'runlevel N 5');
});

test('umm on stores the request and asks for the reboot', async (t) => {
	const cli = await CliNode.operational(t);
	const {status, stdout, stderr} = await cli.umm(['on', 'echo', 'hello'], {
		env: {SUDO_USER: 'anna', SSH_CONNECTION: '10.0.0.7 5000 10.0.0.1 22'},
	});
	t.deepEqual([status, stderr], [0, '']);
	t.is(stdout, 'rebooting into maintenance mode; log in again by ssh in a moment');
	t.is(await readFile(join(cli.paths.volatile, 'ending'), 'utf8'), 'reboot\n');
	const {request} = await cli.json(t, ['status']);
	t.like(request, {reason: '', by: {sudoUser: 'anna', sshPeer: '10.0.0.7', tty: null}});
});

test('words from the first one on are the command, whatever they look like', async (t) => {
	const cases: readonly (readonly [args: readonly string[], command: string])[] = [
		[['ls', '-l'], 'ls -l'],
		[['ls', '--json', '--help'], 'ls --json --help'],
		[['--', '--reason', 'x'], '--reason x'],
		[['--reason', 'r', 'ls', '--reason', 'x'], 'ls --reason x'],
		[['--reason=r', 'ls', '-x'], 'ls -x'],
		[['ls', '--', 'x'], 'ls -- x'],
		[['echo "a  b" | cat > /tmp/x; exit 1'], 'echo "a  b" | cat > /tmp/x; exit 1'],
		[['-y', '--force', 'reboot'], 'reboot'],
		[['a', 'b  c', 'd'], 'a b  c d'],
	];
	const cli = await CliNode.operational(t);
	for (const [args, command] of cases) {
		t.regex(
			await cli.must('on', '--dry-run', ...args),
			new RegExp(`^would run there: ${RegExp.escape(command)}$`, 'm'),
		);
	}
	for (const [args, command] of cases.filter(([[first = '']]) => !/^-(y|-reason)/.test(first))) {
		t.is(JSON.parse(await cli.must('schedule', 'add', '--json', ...args)).command.command, command);
	}
});

test('a hook that refuses ends umm on with exit status 3, and nothing is changed', async (t) => {
	const cli = await CliNode.operational(t);
	const hook = join(cli.paths.hooks, 'before-on.d/10-refuse');
	await cli.node.write(hook, '#!/bin/sh\necho because\nexit 1\n', 0o755);
	const {status, stderr} = await cli.umm(['on', 'ls']);
	t.is(status, 3);
	t.regex(
		stderr,
		/^umm: the before-on hook .*10-refuse failed with exit status 1 .*; nothing was changed\n {2}because$/m,
	);
	t.is(await cli.must('status'), 'runlevel N 5');
	t.deepEqual((await cli.json(t, ['schedule', 'list']))['commands'], []);
	t.is((await cli.umm(['on', '--force'])).status, 0);
});

test('a state directory that can’t be used ends umm on with exit status 4, and no reboot is asked for', async (t) => {
	const cli = await CliNode.operational(t);
	await rm(cli.paths.state, {recursive: true});
	await writeFile(cli.paths.state, 'in the way');
	const {status, stdout, stderr} = await cli.umm(['on', 'ls']);
	t.is(status, 4);
	t.is(stdout, '');
	t.true(stderr.includes(cli.paths.state));
	t.notRegex(stderr, /\n\s+at /, 'no stack');
	t.false(existsSync(join(cli.paths.volatile, 'ending')));
	t.is((await cli.umm(['status'])).stdout, 'runlevel N 5');
	t.is((await cli.umm(['status', '--json'])).status, 0);
});

test('--dry-run says what would happen and changes nothing', async (t) => {
	const cli = await CliNode.operational(t);
	const before = await cli.must('status', '--json');
	const plan = await cli.must('on', '--dry-run', '--for', '90min', '--then', 'reboot', 'ls', '-l');
	t.deepEqual(plan.split('\n'), [
		'would store the request, and reboot this node cleanly',
		'would hold its next boot with only the network and sshd up',
		'would run there: ls -l',
		'would reboot by itself if every command succeeds',
		'would you expect to be done in 1 h 30 min',
	]);
	const without = (text: string) => ({...JSON.parse(text), since: null});
	t.deepEqual(without(await cli.must('status', '--json')), without(before));
});

test('a verb that a user other than root may not call says how', async (t) => {
	if (process.geteuid?.() !== 0) {
		const cli = await CliNode.operational(t);
		const {status, stderr} = await cli.umm(['doctor'], {env: {UMM_ROOT: ''}});
		t.is(status, 1);
		t.is(stderr, "umm: only root may 'umm doctor'\numm: try 'sudo umm doctor'");
	} else {
		t.true(true, 'root may');
	}
});

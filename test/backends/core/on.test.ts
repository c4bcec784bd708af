import {chmod, chown, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {readAudit} from '../../../src/audit/read.js';
import {readLog} from '../../../src/runs/log-reader.js';
import {readRequest} from '../../../src/state/request.js';
import {asNobody} from '../../src/permissions.js';
import {collect, textOf} from '../../src/runs/node.js';
import {backends} from '../gate/node.js';
import {CoreNode, nasty, shells} from './node.js';

for (const shell of shells) {
	test(`the request and the command are stored as the full package reads them (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		const started = Math.floor(Date.now() / 1000);
		for (const text of shell === shells[0] ? nasty : [nasty.join('')]) {
			const said = await node.must(
				'on',
				'--reason',
				`r${text}`,
				'--for',
				'2h',
				'--then=reboot',
				'--timeout',
				'90s',
				'--on-failure',
				'continue',
				'--',
				text,
				'and more',
			);
			t.is(said, 'rebooting into maintenance mode; log in again by ssh in a moment');
			t.is(await node.asked(), 'reboot');
			const request = await readRequest(node.paths.request, (message) => t.fail(message));
			t.is(request?.reason, `r${text}`.replaceAll(/\p{Cc}/gu, ' ').trim());
			t.regex(request?.id ?? '', /^[0-9a-f]{16}$/);
			t.like(request, {afterwards: 'reboot', until: (request?.created ?? 0) + 7200});
			t.true((request?.created ?? 0) >= started);
			const command = (await node.commands()).at(-1);
			t.is(command?.command, `${text} and more`);
			t.like(command, {state: 'waiting', request: request?.id, timeout: 90, onFailure: 'continue'});
			const [entry] = await readAudit(node.paths, 1, (message) => t.fail(message));
			t.like(entry, {action: 'on', outcome: 'done', detail: `${request?.reason}: ${text} and more`});
			t.regex(
				await node.must('off'),
				/^the request is withdrawn: the next boot is an ordinary one\ncommand \d+ is cancelled$/,
			);
			t.is(await node.asked(), undefined);
		}
	});

	test(`a hook of before-on is told what happens, and refuses with its last lines (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.hook(
			'before-on.d/10-first',
			'echo "$UMM_HOOK/$UMM_HOOK_NAME $UMM_ACTION $UMM_STATE [$UMM_REASON]"; pwd; env | sort',
		);
		await node.hook('before-on.d/20-drain', 'echo draining; echo "3 left" >&2; exit 9');
		await node.hook('before-on.d/30-next', 'touch "$UMM_ROOT/next"');
		const {status, stdout, stderr} = await node.umm('on', '--reason', "it's new", 'true');
		t.is(status, 3);
		t.regex(
			stdout,
			/^before-on hook 10-first runs\nbefore-on hook 10-first succeeded after [\d.]+ s\nbefore-on hook 20-drain runs\nbefore-on hook 20-drain failed with exit status 9 after [\d.]+ s$/,
		);
		t.regex(
			stderr,
			/^umm: the before-on hook \S+20-drain failed with exit status 9 after [\d.]+ s; nothing was changed\n {2}(draining\n {2}3 left|3 left\n {2}draining)\numm: its whole output is in \S+\numm: '--force' goes on regardless$/,
		);
		const logs = (await readdir(node.paths.hookRuns)).sort();
		t.is(logs.length, 2);
		t.regex(logs[0] ?? '', /^\d{8}T\d{9}Z-before-on-10-first$/);
		const told = textOf(await collect(readLog(join(node.paths.hookRuns, logs[0] ?? ''))));
		t.regex(told, /^before-on\/10-first on operational \[it's new\]\n\/\n(.*\n)*HOME=\S+\nLANG=C.UTF-8\n/);
		t.notRegex(told, /NODE_|SSH_/);
		t.regex(
			await node.file(`var/lib/umm/hooks/${logs[1]}/result`),
			/^umm-hook 1\npoint=before-on\nname=20-drain\n.*outcome=exited\nstatus=9\nseconds=[\d.]+\n\.\n$/s,
		);
		t.deepEqual(await node.states(), []);
		t.is(await node.asked(), undefined);

		t.is((await node.umm('on', '--force', 'true')).status, 0);
		t.true((await readdir(node.paths.root)).includes('next'));
		t.regex(
			await node.file(`var/lib/umm/hooks/${(await readdir(node.paths.hookRuns)).sort()[3]}/result`),
			/forced=yes\n/,
		);
	});

	test(`a hook that others could change, or that can't run, is refused before any runs (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.hook('before-on.d/10-first', 'touch "$UMM_ROOT/first"');
		await node.hook('before-on.d/README.txt', 'exit 1', 0o644);
		await node.hook('before-on.d/20-bad', 'true', 0o644);
		const refused = async () => {
			const {status, stderr} = await node.umm('on');
			t.is(status, 3);
			t.false((await readdir(node.paths.root)).includes('first'));
			return stderr;
		};
		t.regex(await refused(), /hook \S+20-bad is refused: \S+20-bad is not executable; nothing was changed/);
		await chmod(join(node.paths.hooks, 'before-on.d/20-bad'), 0o775);
		t.regex(await refused(), /hook \S+20-bad is refused: others may write to \S+20-bad \(mode 775\)/);
		await rm(join(node.paths.hooks, 'before-on.d/20-bad'));
		await chmod(join(node.paths.hooks, 'before-on.d'), 0o777);
		t.regex(
			await refused(),
			/^umm: the before-on hooks are refused: others may write to \S+before-on.d \(mode 777\)\numm: 'chown root:root'/,
		);
	});
}

test('usage errors have the words of the full package, and change nothing', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	for (const [args, message] of [
		[['--bogus'], "Unknown option '--bogus'"],
		[['--reason'], "Option '--reason <value>' argument missing"],
		[['--for', 'soon'], '--for takes a time such as 600, 90s, 10min or 1h, not "soon"'],
		[['--for', '0'], '--for takes a time such as 600, 90s, 10min or 1h, not "0"'],
		[['--then', 'halt', 'true'], '--then is off or reboot, not "halt"'],
		[['--on-failure', 'x', 'true'], '--on-failure is stop or continue, not "x"'],
		[['--then', 'off'], '--then needs a command: without one there is nothing to wait for'],
		[['--timeout', '1s', ' '], '--timeout needs a command'],
		[['--reason', 'ä'.repeat(4097)], '--reason takes 4096 characters at most, not 4097'],
	] as const) {
		t.deepEqual(await node.umm('on', ...args), {
			status: 2,
			stdout: '',
			stderr: `umm: ${message}\numm: 'umm on --help' shows how it is used`,
		});
	}
	t.deepEqual(await node.states(), []);
	t.regex(await node.must('on', '--help'), /^Usage: umm on /);
});

test('--dry-run says what would happen', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.hook('before-on.d/10-a', 'exit 1');
	t.is(
		await node.must('on', '--dry-run', '--for', '90min', '--then', 'off', 'ls', '-l'),
		[
			'would run the hook 10-a',
			'would store the request, and reboot this node cleanly',
			'would hold its next boot with only the network and sshd up',
			'would run there: ls -l',
			'would resume the boot by itself if every command succeeds',
			'would you expect to be done in 1 h 30 min',
		].join('\n'),
	);
	t.deepEqual(await node.states(), []);
});

test('an init system that refuses to reboot leaves no request, and the command never runs', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await rm(join(node.paths.root, 'lib/sandbox/init.sh'));
	await node.put('lib/sandbox/init.sh', 'init_obstacle() { obstacle=; }; init_reboot() { return 1; }');
	t.like(await node.umm('on', 'true'), {status: 4, stderr: 'umm: the init system refused to reboot'});
	t.deepEqual(await node.states(), ['1 cancelled']);
	t.is(await readRequest(node.paths.request, (message) => t.fail(message)), undefined);
});

(process.geteuid?.() === 0 ? test : test.skip)('only root and its owner act on a simulated node', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	const another = async (...args: string[]) => {
		const [file = '', ...rest] = [...asNobody, ...node.command(...args)];
		const {exitCode, stderr} = await execa(file, rest, {reject: false, stdin: 'ignore', env: node.gate.env});
		return [exitCode, stderr];
	};
	for (const verb of ['on', 'off', 'disable']) {
		t.deepEqual(await another(verb), [1, `umm: only root may 'umm ${verb}'\numm: try 'sudo umm ${verb}'`]);
	}
	await chown(node.paths.root, 65534, 65534);
	t.deepEqual(await another('on', '--dry-run'), [0, '']);
});

test('--test says what would run and what would wait, and changes nothing', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await symlink(join(backends, 'gate/init'), join(node.paths.root, 'lib/init'));
	t.like(await node.umm('on', '--test'), {status: 3, stderr: 'umm: umm on --test does not know sandbox yet'});
	t.like(await node.umm('on', '--test', 'true'), {status: 2, stdout: ''});
	const init = join(node.paths.root, 'lib/sandbox/init.sh');
	const rehearse = "init_rehearse() { printf 'runs %s\\n' a 'b\\x2dc'; echo 'waits d'; }";
	const text = await readFile(init, 'utf8');
	await rm(init);
	await writeFile(init, `${text}\n${rehearse}\n`);
	t.is(
		await node.must('on', '--test'),
		"while this node is paused 2 units run:\n  a\n  b\\x2dc\nuntil 'umm off' 1 units wait:\n  d\nnothing was changed",
	);
	t.is(await node.asked(), undefined);
});

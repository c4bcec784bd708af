import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {idle, must, reaches} from './support/schedule.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack);
});
test.after.always(() => rack.close());

/** Leave only these hooks on the node, by POINT.d/NAME: the lines of a shell script, or all about the file. */
async function hooks(scripts: Readonly<Record<string, string | {text: string; mode?: number; owner?: string}>>) {
	for (const point of ['before-on', 'after-on', 'before-off', 'after-off']) {
		await node.ssh(`find /etc/umm/hooks/${point}.d -type f -delete`);
	}
	for (const [path, script] of Object.entries(scripts)) {
		const file = typeof script === 'string' ? {text: script} : script;
		await node.files.write(`/etc/umm/hooks/${path}`, {mode: 0o755, ...file, text: `#!/bin/sh\n${file.text}`});
	}
}

/** The results of the hooks that ran or were refused, oldest first, as their records tell. */
async function results(): Promise<readonly string[]> {
	const {stdout} = await node.ssh('cd /var/lib/umm/hooks 2>/dev/null && cat */result');
	return stdout.split('umm-hook 1\n').slice(1);
}

/** The node is as it was before `umm on`, and is not about to reboot. */
async function unchanged(boot: string): Promise<readonly unknown[]> {
	return [
		await status(node),
		(await node.bootId()) === boot,
		(await node.ssh('systemctl is-active umm-reboot.service reboot.target')).stdout,
		await node.files.exists('/etc/umm/state/request'),
		(await node.ssh('umm schedule list')).stdout.includes('echo never'),
	];
}

const asBefore = ['runlevel N 5', true, 'inactive\ninactive', false, false];

/* What a hook is told, and what it sees: a line of its own for each. */
const tell =
	'echo "$UMM_HOOK/$UMM_HOOK_NAME $UMM_ACTION $UMM_STATE [$UMM_REASON] [$UMM_REQUESTED_BY] $(umm status)" >>/root/told\n';

test.serial('the hooks of all four points run in order, once each, and are told what happens', async (t) => {
	const points = ['before-on', 'after-on', 'before-off', 'after-off'];
	await hooks(Object.fromEntries(points.flatMap((at) => [10, 20].map((n) => [`${at}.d/${n}-tell`, tell]))));
	const line = (at: string, action: string, state: string, sees: string) =>
		[10, 20].map((n) => `${at}/${n}-tell ${action} ${state} [new disks] [root from 10.77.0.254] ${sees}`);
	const told = async () => (await node.files.read('/root/told')).split('\n').filter(Boolean);

	const boot = await pause(node, "--reason 'new disks'");
	await idle(node);
	const on = [...line('before-on', 'on', 'operational', 'runlevel N 5'), ...line('after-on', 'on', 'paused', 'umm')];
	t.deepEqual(await told(), on);
	await resume(node);
	const off = [
		...line('before-off', 'resume', 'paused', 'umm'),
		...line('after-off', 'resume', 'operational', 'runlevel N 5'),
	];
	await until(async () => (await told()).length >= 8, {timeout: 60, what: 'the after-off hooks have run'});
	t.deepEqual(await told(), [...on, ...off]);
	t.is(await node.bootId(), boot);

	await node.files.remove('/root/told');
	await pause(node, "--reason 'new disks'");
	await idle(node);
	await node.waitReboot(() => must(node, 'umm off reboot'));
	await operational(node);
	const reboot = [
		...line('before-off', 'reboot', 'paused', 'umm'),
		...line('after-off', 'reboot', 'operational', 'runlevel N 5'),
	];
	await until(async () => (await told()).length >= 8, {timeout: 60, what: 'the after-off hooks have run'});
	t.deepEqual(await told(), [...on, ...reboot]);

	await node.waitReboot(() => node.ssh('systemctl reboot'));
	await operational(node);
	await until(async () => (await node.ssh('systemctl is-active umm-after-off.service')).stdout === 'inactive', {
		timeout: 60,
		what: 'umm-after-off.service has ended',
	});
	t.is((await told()).length, 8, 'not again at the next boot');
});

test.serial('a before-on hook that fails keeps the node as it is; --force goes on, and that is recorded', async (t) => {
	const boot = await node.bootId();
	await hooks({
		'before-on.d/10-drain': 'echo draining; echo "there are 3 volumes left" >&2; exit 9\n',
		'before-on.d/20-next': 'touch /root/next\n',
	});
	const refused = await node.ssh("umm on -- 'echo never'");
	t.is(refused.status, 3);
	t.regex(refused.stderr, /before-on hook \/etc\/umm\/hooks\/before-on\.d\/10-drain failed with exit status 9/);
	t.regex(refused.stderr, /nothing was changed/);
	t.regex(refused.stderr, /draining\n +there are 3 volumes left/);
	t.regex(refused.stderr, /--force/);
	t.deepEqual(await unchanged(boot), asBefore);
	t.false(await node.files.exists('/root/next'), 'the hook behind it does not run');
	t.regex((await results()).at(-1) ?? '', /name=10-drain\n.*outcome=exited\nstatus=9\n/s);
	t.notRegex((await results()).at(-1) ?? '', /forced/);

	t.not(await pause(node, '--force'), boot);
	t.true(await node.files.exists('/root/next'));
	const [drain, next] = (await results()).slice(-2);
	t.regex(drain ?? '', /name=10-drain\n.*status=9\n.*forced=yes\n/s);
	t.regex(next ?? '', /name=20-next\n.*status=0\n/s);
	t.notRegex(next ?? '', /forced/);
});

test.serial('a before-off hook that fails keeps the node paused; --force resumes it', async (t) => {
	const boot = await node.bootId();
	t.is(await status(node), 'umm');
	await hooks({'before-off.d/check': 'echo "the disks are not back"; kill -KILL $$\n'});
	for (const command of ['umm off', 'umm off reboot']) {
		const refused = await node.ssh(command);
		t.is(refused.status, 3, command);
		t.regex(refused.stderr, /before-off hook \S+check was ended by SIGKILL.*the node stays paused/);
		t.regex(refused.stderr, /the disks are not back/);
		t.is(await status(node), 'umm');
		t.is(await node.bootId(), boot);
		t.is((await node.ssh('systemctl is-active umm.target umm-reboot.service')).stdout, 'active\ninactive');
	}

	const {status: forced, stderr} = await node.ssh('umm off --force', {timeout: 120});
	t.is(forced, 0, stderr);
	t.regex(stderr, /the disks are not back/);
	await operational(node);
	t.is(await node.bootId(), boot);
	t.regex((await results()).at(-1) ?? '', /signal=SIGKILL\n.*forced=yes\n/s);
});

test.serial('a hook that takes too long and ignores SIGTERM is ended with all it started', async (t) => {
	const boot = await node.bootId();
	await must(node, 'umm config set HOOK_TIMEOUT=1s');
	await hooks({'before-on.d/stuck': "trap '' TERM\necho stuck\nsleep 98765 &\nwhile :; do sleep 98764; done\n"});
	const refused = await node.ssh("umm on -- 'echo never'", {timeout: 120});
	t.is(refused.status, 3);
	t.regex(refused.stderr, /hook \S+stuck was ended after [\d.]+ s, its time was over.*\n +stuck/s);
	t.deepEqual(await unchanged(boot), asBefore);
	t.is((await node.exec('pgrep -f "sleep [9]876"')).stdout, '');
	await must(node, 'umm config set HOOK_TIMEOUT=5min');
});

test.serial(
	'a hook that others could change, or that can not run, stops the switch before any hook runs',
	async (t) => {
		const boot = await node.bootId();
		const first = {'before-on.d/10-first': 'touch /root/first\n'};
		const bad = {
			'belongs to the user 1000, not to root': {text: '', owner: 'anna'},
			'others may write to': {text: '', mode: 0o775},
			'is not executable': {text: '', mode: 0o644},
		};
		for (const [why, file] of Object.entries(bad)) {
			await hooks({...first, 'before-on.d/20-bad': file});
			const {status, stderr} = await node.ssh("umm on -- 'echo never'");
			t.is(status, 3, why);
			t.regex(stderr, new RegExp(`before-on hook /etc/umm/hooks/before-on.d/20-bad is refused.*${why}`));
			t.deepEqual(await unchanged(boot), asBefore, why);
		}

		await hooks(first);
		await must(node, 'chmod g+w /etc/umm/hooks/before-on.d');
		const {status, stderr} = await node.ssh("umm on -- 'echo never'");
		await must(node, 'chmod g-w /etc/umm/hooks/before-on.d');
		t.is(status, 3);
		t.regex(stderr, /before-on hooks are refused: others may write to \/etc\/umm\/hooks\/before-on\.d/);
		t.deepEqual(await unchanged(boot), asBefore);
		t.false(await node.files.exists('/root/first'));

		// What run-parts(8) would not take is no hook.
		await hooks({'before-on.d/README.txt': {text: 'exit 1\n', mode: 0o644}, 'before-on.d/10-old.dpkg-old': 'exit 1\n'});
		await pause(node);
		await resume(node);
	},
);

test.serial('a hook of after-on or after-off that fails stops nothing', async (t) => {
	await hooks({
		'after-on.d/10-bad': 'exit 1\n',
		'after-on.d/20-good': 'touch /root/after-on\n',
		'after-off.d/10-bad': 'exit 1\n',
		'after-off.d/20-good': 'touch /root/after-off\n',
	});
	await pause(node, "-- 'test -e /root/after-on'");
	const [{id}] = JSON.parse(await must(node, 'umm schedule list --json')).commands.slice(-1);
	t.like(await reaches(node, id, 'done'), {run: {outcome: 'exited', status: 0}});
	await resume(node);
	await until(() => node.files.exists('/root/after-off'), {timeout: 60, what: 'the after-off hooks have run'});
	t.regex((await node.ssh('journalctl -b --no-pager -u umm-queue -u umm-after-off')).stdout, /10-bad.*exit status 1/);
});

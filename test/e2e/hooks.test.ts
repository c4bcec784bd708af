import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {operational, pause, status, ummNode} from './support/umm.js';

const directory = (point: string) => `/etc/umm/hooks/${point}.d`;

/** A hook that writes its name, its environment and what else it is told to /root/hooks.log. */
const recording = (more = '') =>
	`#!/bin/sh\necho "$UMM_HOOK/\${0##*/} $UMM_ACTION $UMM_STATE $UMM_REQUESTED_BY: $UMM_REASON" >>/root/hooks.log\n${more}\n`;

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack);
});
test.after.always(() => rack.close());

async function hook(point: string, name: string, text: string, mode = 0o755): Promise<void> {
	await node.files.add({[`${directory(point)}/${name}`]: {text, mode}});
}

/** Forget all hooks and what they wrote. */
async function forget(): Promise<void> {
	await node.exec('rm -f /etc/umm/hooks/*/* /root/hooks.log');
}

async function log(): Promise<readonly string[]> {
	const {stdout} = await node.exec('cat /root/hooks.log 2>/dev/null');
	return stdout === '' ? [] : stdout.split('\n');
}

/** The lines of the log once there are so many. */
async function lines(count: number): Promise<readonly string[]> {
	await until(async () => (await log()).length >= count, {timeout: 60, what: `${count} hooks have run`});
	return log();
}

test.serial('hooks of all four points run in order, and are told who, why and what', async (t) => {
	await forget();
	for (const point of ['before-on', 'after-on', 'before-off', 'after-off']) {
		await hook(point, '20-second', recording());
		await hook(point, '10-first', recording());
		await hook(point, 'README.txt', recording());
	}
	await pause(node, "--reason 'new disk'");
	const on = await lines(4);
	t.deepEqual(
		on.map((line) => line.split(' ').slice(0, 3).join(' ')),
		[
			'before-on/10-first on operational',
			'before-on/20-second on operational',
			'after-on/10-first on paused',
			'after-on/20-second on paused',
		],
	);
	for (const line of on) t.regex(line, /root from 10\.77\.0\.254: new disk$/);
	t.is((await node.ssh('umm off', {timeout: 120})).status, 0);
	const off = (await lines(8)).slice(4);
	t.deepEqual(
		off.map((line) => line.split(' ').slice(0, 3).join(' ')),
		[
			'before-off/10-first resume paused',
			'before-off/20-second resume paused',
			'after-off/10-first resume operational',
			'after-off/20-second resume operational',
		],
	);
});

test.serial('the hooks after maintenance run once, also when it ended by a reboot', async (t) => {
	await forget();
	await hook('after-off', '10-once', recording());
	await pause(node);
	await node.waitReboot(() => node.ssh('umm off reboot'));
	await operational(node);
	t.regex((await lines(1))[0] as string, /^after-off\/10-once reboot operational/);
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	await operational(node);
	await until(async () => (await node.exec('systemctl is-active graphical.target')).stdout === 'active', {
		timeout: 60,
		what: 'the boot has ended',
	});
	t.is((await log()).length, 1);
	t.false(await node.files.exists('/etc/umm/state/leaving'));
});

test.serial('a failing before-on hook stops umm on before anything changed, with its last lines', async (t) => {
	await forget();
	await hook('before-on', '10-drain', recording('echo the cluster has no quorum >&2; exit 7'));
	await hook('before-on', '20-never', recording());
	const boot = await node.bootId();
	const {status: exit, stderr} = await node.ssh("umm on 'touch /root/ran'");
	t.is(exit, 3);
	t.regex(stderr, /10-drain failed with exit status 7/);
	t.regex(stderr, /the cluster has no quorum/);
	t.is(await status(node), 'runlevel N 5');
	t.is(await node.bootId(), boot);
	t.false(await node.files.exists('/etc/umm/state/request'));
	t.is((await node.ssh('umm schedule list --json')).stdout.includes('touch /root/ran'), false);
	t.is((await log()).length, 1);
});

test.serial('a failing before-off hook leaves the node paused, and --force goes on and records it', async (t) => {
	await forget();
	await hook('before-off', '10-check', recording('echo storage still rebuilds; exit 1'));
	await pause(node);
	const refused = await node.ssh('umm off');
	t.is(refused.status, 3);
	t.regex(refused.stderr, /10-check failed with exit status 1/);
	t.regex(refused.stderr, /storage still rebuilds/);
	t.is(await status(node), 'umm');
	const forced = await node.ssh('umm off --force', {timeout: 120});
	t.is(forced.status, 0);
	t.regex(forced.stderr, /10-check failed with exit status 1.*--force/s);
	t.is(await status(node), 'runlevel N 5');
	const {stdout} = await node.exec('cat /var/lib/umm/hooks/*before-off-10-check*/result');
	t.regex(stdout, /forced=yes/);
});

test.serial('a hook that runs too long is ended, also when it ignores SIGTERM', async (t) => {
	await forget();
	await node.exec('umm config set HOOK_TIMEOUT=1s');
	await hook('before-on', '10-hangs', "#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 1; done\n");
	const {status: exit, stderr} = await node.ssh('umm on', {timeout: 120});
	await node.exec('umm config set HOOK_TIMEOUT=5min');
	t.is(exit, 3);
	t.regex(stderr, /10-hangs was ended after .* its time was over/);
	t.is((await node.exec("pgrep -f '[1]0-hangs'")).stdout, '');
	t.is(await status(node), 'runlevel N 5');
});

for (const [what, command, reason] of [
	['of another user', 'chown anna', /belongs to|owner|uid|user/],
	['that others may write', 'chmod 775', /write|writable/],
	['that is not executable', 'chmod 644', /executable/],
] as const) {
	test.serial(`a hook ${what} is refused, and none runs`, async (t) => {
		await forget();
		await hook('before-on', '10-good', recording());
		await hook('before-on', '20-bad', recording());
		await node.exec(`${command} ${directory('before-on')}/20-bad`);
		const {status: exit, stderr} = await node.ssh('umm on');
		t.is(exit, 3);
		t.regex(stderr, /20-bad/);
		t.regex(stderr, reason);
		t.deepEqual(await log(), []);
		t.is(await status(node), 'runlevel N 5');
	});
}

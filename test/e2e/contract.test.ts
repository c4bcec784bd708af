/* Every cell of the compatibility contract (Fuel's `umm`), on a real node. */
import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {asked, holdReboot, pendingReboot, refused, statusJson, succeeds} from './support/calls.js';
import {operational, status, ummNode} from './support/umm.js';

const letGo = '/root/let-go';

/** A service that takes as long to stop as the test wants: so a shutdown that has begun stays visible. */
const stubborn = `[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/true
ExecStop=/bin/sh -c 'until [ -e ${letGo} ]; do sleep 0.1; done'
TimeoutStopSec=10min
`;

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack, {layers: [{'/etc/systemd/system/stubborn.service': stubborn}]});
});
test.after.always(() => rack.close());

const conf = () => node.files.read('/etc/umm.conf');
const commands = async () => (await statusJson(node)).commands.map(({command, state}) => `${command}: ${state}`);
const requested = () => node.files.exists('/etc/umm/state/request');

test.serial('operational: umm status prints the runlevel and not one word more', async (t) => {
	t.deepEqual(await node.ssh('umm status'), {status: 0, stdout: 'runlevel N 5', stderr: ''});
	t.deepEqual(await node.ssh('umm'), {
		status: 0,
		stdout: 'runlevel N 5',
		stderr: "umm: 'umm --help' lists what umm can do",
	});
	t.is((await node.ssh('umm status', {user: 'anna'})).stdout, 'runlevel N 5');
	t.notRegex((await node.ssh('umm status')).stdout, /umm/);
	t.regex((await node.ssh('umm status', {tty: true})).stdout, /operational/);
	t.is((await statusJson(node)).state, 'operational');
});

test.serial('operational: umm off, off reboot and enable change nothing and exit 1', async (t) => {
	await refused(t, node, 'umm off', /not in maintenance mode/);
	await refused(t, node, 'umm off reboot', /not in maintenance mode/);
	await refused(t, node, 'umm enable', /enabled already/);
	t.is(await pendingReboot(node), 'inactive');
});

test.serial('operational: umm disable writes UMM=no and drops the commands that have not run', async (t) => {
	const before = await conf();
	await succeeds(t, node, 'umm schedule add touch /root/never');
	t.deepEqual(await commands(), ['touch /root/never: waiting']);
	t.regex(await succeeds(t, node, 'umm disable'), /^umm is disabled.*\ncommand \d+ is cancelled$/s);
	t.deepEqual(await commands(), ['touch /root/never: cancelled']);
	t.is(await conf(), before.replace('UMM=yes', 'UMM=no'));
});

test.serial('disabled: umm status prints MM disabled', async (t) => {
	t.deepEqual(await node.ssh('umm status'), {status: 0, stdout: 'MM disabled', stderr: ''});
	t.deepEqual(await node.ssh('umm status', {user: 'anna'}), {status: 0, stdout: 'MM disabled', stderr: ''});
	t.is((await statusJson(node)).state, 'disabled');
});

test.serial('disabled: everything but umm enable changes nothing and exits 1', async (t) => {
	await refused(t, node, 'umm on', /umm is disabled/);
	await refused(t, node, 'umm on touch /root/never', /umm is disabled/);
	await refused(t, node, 'umm off', /umm is disabled/);
	await refused(t, node, 'umm off reboot', /umm is disabled/);
	await refused(t, node, 'umm disable', /disabled already/);
	t.is(await pendingReboot(node), 'inactive');
});

test.serial('disabled: umm enable writes UMM=yes, and what was dropped stays dropped', async (t) => {
	const before = await conf();
	t.is(await succeeds(t, node, 'umm enable'), 'umm is enabled');
	t.is(await conf(), before.replace('UMM=no', 'UMM=yes'));
	t.is(await status(node), 'runlevel N 5');
	t.deepEqual(await commands(), ['touch /root/never: cancelled']);
});

test.serial(
	'asked: umm off withdraws the request while the shutdown has not begun, with or without reboot',
	async (t) => {
		await holdReboot(node);
		for (const off of ['umm off', 'umm off reboot']) {
			const boot = await node.bootId();
			await succeeds(t, node, 'umm on --reason trial touch /root/never');
			t.is(await status(node), 'rebooting');
			t.is(await pendingReboot(node), 'activating');
			t.is((await commands()).at(-1), 'touch /root/never: waiting');

			t.regex(await succeeds(t, node, off), /^the request is withdrawn.*\ncommand \d+ is cancelled$/s);
			t.is(await pendingReboot(node), 'inactive');
			t.false(await requested());
			t.is((await commands()).at(-1), 'touch /root/never: cancelled');
			t.is(await status(node), 'runlevel N 5');
			t.is(await node.bootId(), boot);
		}
	},
);

test.serial('asked: umm disable drops the request, the command and the reboot that was to come', async (t) => {
	await succeeds(t, node, 'umm on touch /root/never');
	t.regex(await succeeds(t, node, 'umm disable'), /^umm is disabled.*\ncommand \d+ is cancelled$/s);
	t.is(await pendingReboot(node), 'inactive');
	t.false(await requested());
	t.is((await commands()).at(-1), 'touch /root/never: cancelled');
	t.is(await status(node), 'MM disabled');
	await succeeds(t, node, 'umm enable');
	t.is(await status(node), 'runlevel N 5');
});

test.serial('asked, in a boot that the kernel word umm=off let through: the request stands', async (t) => {
	await asked(node, '--reason trial touch /root/never');
	t.deepEqual(await node.ssh('umm status'), {status: 0, stdout: 'rebooting', stderr: ''});
	t.deepEqual(await node.ssh('umm status', {user: 'anna'}), {status: 0, stdout: 'rebooting', stderr: ''});
	const {state, request} = await statusJson(node);
	t.is(state, 'asked');
	t.is(request?.reason, 'trial');
	await refused(t, node, 'umm on', /asked for already/);
	await refused(t, node, 'umm on touch /root/another', /asked for already/);
	await refused(t, node, 'umm enable', /enabled already/);
	t.is((await commands()).at(-1), 'touch /root/never: waiting');
});

test.serial('asked, in such a boot: umm off, off reboot and disable each take the request away', async (t) => {
	await node.exec('cp /etc/umm/state/request /root/request');
	const boot = await node.bootId();
	for (const call of ['umm off reboot', 'umm disable', 'umm off']) {
		await node.exec('cp /root/request /etc/umm/state/request');
		t.is(await status(node), 'rebooting', call);
		await succeeds(t, node, call);
		t.false(await requested(), call);
		t.is(await pendingReboot(node), 'inactive', call);
		if (call === 'umm disable') await succeeds(t, node, 'umm enable');
		t.is(await status(node), 'runlevel N 5', call);
	}
	t.is((await commands()).at(-1), 'touch /root/never: cancelled');
	t.is(await node.bootId(), boot);
});

test.serial('the boot after a request that was withdrawn is an ordinary one', async (t) => {
	await node.powerOff();
	node.start();
	await node.waitSsh();
	await operational(node);
	t.false(await node.files.exists('/root/never'));
});

test.serial('operational: umm on over ssh exits 0 for the caller, and reboots cleanly', async (t) => {
	await succeeds(t, node, 'systemctl start stubborn.service');
	t.regex(
		await succeeds(t, node, "umm on 'echo a > /root/x && echo b | tee /root/y'"),
		/^rebooting into maintenance mode/,
	);
	t.true(await requested());
	const state = async () => (await node.exec('systemctl is-system-running')).stdout;
	await until(async () => (await state()) === 'stopping', {timeout: 60, what: 'the shutdown begins'});
});

test.serial('asked: once the shutdown has begun, it is too late for umm off', async (t) => {
	const inGuest = (command: string) => node.exec(command);
	t.is((await node.exec('umm status')).stdout, 'rebooting');
	await refused(t, node, 'umm off', /the reboot into maintenance mode has begun/, inGuest);
	await refused(t, node, 'umm off reboot', /the reboot into maintenance mode has begun/, inGuest);
	await refused(t, node, 'umm on', /asked for already/, inGuest);
	await refused(t, node, 'umm on touch /root/never', /asked for already/, inGuest);
	await refused(t, node, 'umm enable', /enabled already/, inGuest);
});

test.serial('paused: the command of umm on is run by a shell', async (t) => {
	await node.waitReboot(() => node.files.write(letGo, ''));
	t.is(node.boots.at(-2)?.why, 'reboot');
	await until(async () => (await commands()).at(-1)?.endsWith(': done'), {timeout: 60, what: 'the command has run'});
	t.is(await node.files.read('/root/x'), 'a');
	t.is(await node.files.read('/root/y'), 'b');
	t.is((await commands()).at(-1), 'echo a > /root/x && echo b | tee /root/y: done');
	t.false(await node.files.exists('/root/never'));
});

test.serial('paused: umm status prints umm', async (t) => {
	t.deepEqual(await node.ssh('umm status'), {status: 0, stdout: 'umm', stderr: ''});
	t.deepEqual(await node.ssh('umm status', {user: 'anna'}), {status: 0, stdout: 'umm', stderr: ''});
	t.is((await statusJson(node)).state, 'paused');
});

test.serial('paused: umm on, enable and disable change nothing and exit 1', async (t) => {
	await refused(t, node, 'umm on', /in maintenance mode already/);
	await refused(t, node, 'umm on touch /root/never', /in maintenance mode already/);
	await refused(t, node, 'umm enable', /enabled already/);
	await refused(t, node, 'umm disable', /umm off/);
	t.is(await pendingReboot(node), 'inactive');
});

test.serial(
	'paused wins over disabled: with UMM=no in the file the node says umm, and umm off resumes the same boot',
	async (t) => {
		const boot = await node.bootId();
		const before = await conf();
		await node.files.write('/etc/umm.conf', before.replace('UMM=yes', 'UMM=no'));
		t.is(await status(node), 'umm');
		t.is((await statusJson(node)).state, 'paused');
		await refused(t, node, 'umm on', /in maintenance mode already/);
		await refused(t, node, 'umm disable', /umm off/);

		t.regex(await succeeds(t, node, 'umm off'), /^the boot goes on\n(started \S+\n)*operational after/);
		t.is(await status(node), 'MM disabled');
		t.is((await node.ssh('systemctl is-active graphical.target')).stdout, 'active');
		t.is((await node.ssh('systemctl is-active umm.target')).stdout, 'inactive');
		t.false(await requested());
		await node.files.write('/etc/umm.conf', before);
		await operational(node);
		t.is(await node.bootId(), boot);
	},
);

test.serial('umm on joins the words of its command by spaces', async (t) => {
	await node.waitReboot(() => succeeds(t, node, "umm on --on-failure continue -- echo one '  ' two '>' /root/words"));
	await until(async () => (await commands()).at(-1)?.endsWith(': done'), {timeout: 60, what: 'the command has run'});
	t.is(await node.files.read('/root/words'), 'one two');
	await succeeds(t, node, 'umm off');
	await operational(node);
});

test.serial('paused: umm off reboot reboots cleanly to operational, and resets the counter', async (t) => {
	await node.crashReboot();
	await node.waitSsh();
	await node.crashReboot();
	await node.waitSsh();
	t.is(await status(node), 'umm');
	const paused = await statusJson(node);
	t.is(paused.why?.kind, 'counter');
	t.is(paused.boot.count, 3);

	const boot = await node.waitReboot(async () => {
		t.is(await succeeds(t, node, 'umm off reboot'), 'rebooting to operational');
	});
	await operational(node);
	t.is(node.boots.at(-2)?.why, 'reboot');
	t.not(boot, paused.boot.id);
	t.is((await statusJson(node)).boot.count, 1);
});

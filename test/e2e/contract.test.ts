/* What of the contract is a matter of moments, on systemd: a reboot that was asked for and has not begun, or has begun. The
   rest is in conformance/contract.ts. */
import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {holdReboot, pendingReboot, refused, releaseReboot, statusJson, succeeds} from './support/calls.js';
import {status, ummNode} from './support/umm.js';

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

const commands = async () => (await statusJson(node)).commands.map(({command, state}) => `${command}: ${state}`);
const requested = () => node.files.exists('/etc/umm/state/request');

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

test.serial('operational: umm on over ssh exits 0 for the caller, and reboots cleanly', async (t) => {
	await releaseReboot(node);
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

test.serial('once it is down it comes back paused', async (t) => {
	await node.waitReboot(() => node.files.write(letGo, ''));
	t.is(node.boots.at(-2)?.why, 'reboot');
	t.is(await status(node), 'umm');
	await until(async () => (await commands()).at(-1)?.endsWith(': done'), {timeout: 60, what: 'the command has run'});
	t.is(await node.files.read('/root/y'), 'b');
	t.false(await node.files.exists('/root/never'));
});

import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {ran, victims, waitAllRan} from './lab/victims.js';
import {configure, cutPower, thisBoot, why} from './support/boots.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack, {layers: [victims.systemd.layer]});
});
test.after.always(() => rack.close());

const netdev = 'tmpfs /mnt/netdev tmpfs _netdev 0 0\n';

/** What runs before the boot falls, or does not wait for sysinit.target: umm was not asked yet. */
const before = [...victims.systemd.early, 'basic', 'no-default-dependencies', 'netdev'];

/** What makes a boot fall into emergency mode, or keeps it from its basic system, and what repairs it. */
const falls = {
	'a mount that fails': {
		unit: 'srv.mount',
		says: /Failed to mount/,
		breaks: async () => node.files.write('/etc/fstab', `${netdev}none /srv nosuchfs defaults 0 0\n`),
		repairs: async () => node.files.write('/etc/fstab', netdev),
	},
	'a unit that the basic system requires and that fails': {
		unit: 'broken.service',
		says: /the array is not complete/,
		breaks: async () =>
			node.files.add({
				'/etc/systemd/system/broken.service':
					'[Unit]\nDefaultDependencies=no\nBefore=sysinit.target\n[Service]\nType=oneshot\nExecStart=/usr/local/bin/broken\n',
				'/etc/systemd/system/sysinit.target.requires/broken.service': {link: '/etc/systemd/system/broken.service'},
				'/usr/local/bin/broken': {text: '#!/bin/sh\necho the array is not complete\nexit 1\n', mode: 0o755},
			}),
		repairs: async () => node.files.write('/usr/local/bin/broken', {text: '#!/bin/sh\n', mode: 0o755}),
	},
};

for (const [what, {unit, says, breaks, repairs}] of Object.entries(falls)) {
	test.serial(`${what} pauses the boot with ssh, and the reason names it; umm off tries it again`, async (t) => {
		await breaks();
		await node.waitReboot(() => node.ssh('systemctl reboot'));
		t.is(await status(node), 'umm');
		const reason = await why(node);
		t.is(reason?.kind, 'emergency');
		t.true(reason?.sentence.includes(`${unit} failed`), reason?.sentence);
		t.regex(reason?.evidence.join('\n') ?? '', says);
		t.like(await thisBoot(node), {held: 'emergency', released: false});
		t.deepEqual(
			(await ran(node)).filter((name) => !before.includes(name)),
			[],
		);
		t.is((await node.ssh('id -un', {user: 'anna'})).stdout, 'anna');

		const boot = await node.bootId();
		const refused = await node.ssh('umm off', {timeout: 120});
		t.is(refused.status, 3);
		t.true(refused.stderr.includes(`${unit} still fails: `), refused.stderr);
		t.is(await status(node), 'umm');

		await repairs();
		await node.exec('systemctl daemon-reload');
		t.is((await node.ssh('umm off', {timeout: 120})).status, 0);
		await operational(node);
		await waitAllRan(node);
		t.is(await node.bootId(), boot);
		t.like(await thisBoot(node), {held: 'emergency', released: true});
	});
}

test.serial('with --force the boot goes on without what fails', async (t) => {
	await falls['a mount that fails'].breaks();
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	t.is(await status(node), 'umm');
	t.is((await node.ssh('umm off --force', {timeout: 120})).status, 0);
	await operational(node);
	t.is((await node.exec('systemctl is-active emergency.target')).stdout, 'inactive');
});

test.serial('a boot that is held anyway is held for its own reason', async (t) => {
	await pause(node);
	t.is((await why(node))?.kind, 'request');
	await falls['a mount that fails'].repairs();
	await node.exec('systemctl daemon-reload');
	await resume(node);
});

test.serial(
	'with ON_EMERGENCY=stay, and with umm=off, a boot stays in emergency mode as it would without umm',
	async (t) => {
		await configure(node, {ON_EMERGENCY: 'stay', REBOOT_COUNT: 9});
		await falls['a mount that fails'].breaks();
		const stays = async () => {
			const active = 'systemctl is-active emergency.target umm-emergency.service';
			await until(async () => /^active\n(inactive|failed)$/.test((await node.exec(active)).stdout), {
				timeout: 60,
				what: 'the boot is in emergency mode',
			});
			t.is((await node.exec('umm status | cat')).stdout, 'runlevel unknown');
		};
		const boots = node.boots.length;
		await node.ssh('systemctl reboot');
		await until(() => node.boots.length > boots, {timeout: 60, what: 'the node reboots'});
		await stays();
		await node.exec('umm config set ON_EMERGENCY=pause');
		await node.crashReboot({words: ['umm=off']});
		await stays();
		await falls['a mount that fails'].repairs();
		await cutPower(node);
		await operational(node);
	},
);

test.serial('emergency mode that somebody asks for is theirs', async (t) => {
	await node.exec('systemctl --no-block emergency');
	await until(async () => (await node.exec('systemctl is-active emergency.target')).stdout === 'active', {
		timeout: 60,
		what: 'emergency mode',
	});
	await until(async () => (await node.exec('systemctl list-jobs --no-legend')).stdout === '', {
		timeout: 60,
		what: 'no job waits',
	});
	t.is((await node.exec('test -e /run/umm/paused')).status, 1);
	await node.exec('systemctl --no-block default');
	await operational(node);
	t.like(await thisBoot(node), {held: 'no'});
});

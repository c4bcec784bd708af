/* Kernel words: of umm's own, of runlevels, and those that send a boot elsewhere. */
import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {active, holdReboot, refused, releaseReboot, statusJson, succeeds} from './support/calls.js';
import {operational, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack);
});
test.after.always(() => rack.close());

/** Switch the node off cleanly, and on again with these words. */
async function restart(...words: string[]): Promise<void> {
	await node.powerOff();
	node.start({wordsOnce: words});
	await node.waitSsh();
}

const isActive = async (unit: string) => (await node.exec(`systemctl is-active ${unit}`)).stdout === 'active';
const conf = (text: string) => node.files.write('/etc/umm.conf', text);
const requested = () => node.files.exists('/etc/umm/state/request');

/** @returns the warnings of umm's in the journal of this boot. */
const warnings = async () =>
	(await node.exec('journalctl --boot --unit=umm-boot.service --priority=warning --output=cat')).stdout;

/** Store a request that nothing has met yet, and cut the power. */
async function requestAndCut(): Promise<void> {
	await holdReboot(node);
	const {status, stderr} = await node.ssh('umm on --reason trial');
	if (status !== 0) throw new Error(stderr);
	await node.powerCut();
	await releaseReboot(node);
}

for (const word of ['umm', 'umm=on']) {
	test.serial(`the word ${word} pauses that one boot`, async (t) => {
		await restart(word);
		t.is(await status(node), 'umm');
		t.is((await statusJson(node)).why?.kind, 'word');
		t.false(await isActive('graphical.target'));
		const boot = await node.bootId();
		await resume(node);
		t.is(await node.bootId(), boot);
		await node.waitReboot(() => node.ssh('systemctl reboot'));
		await operational(node);
	});
}

test.serial('a boot that the word pauses and a power cut ends is followed by an ordinary one', async (t) => {
	await restart('umm');
	t.is(await status(node), 'umm');
	await node.crashReboot();
	await node.waitSsh();
	await operational(node);
	t.is((await statusJson(node)).boot.count, 1);
});

test.serial(
	'umm=off lets a boot through in spite of request, counter and word, and forgets none of them',
	async (t) => {
		await conf('REBOOT_COUNT=0\n');
		await requestAndCut();
		node.start({wordsOnce: ['umm', 'umm=off', 'umm=on']});
		await node.waitSsh();
		await active(node, 'graphical.target');
		t.false(await isActive('umm.target'));
		t.is(await status(node), 'rebooting');

		await node.crashReboot();
		await node.waitSsh();
		t.is(await status(node), 'umm');
		t.is((await statusJson(node)).why?.kind, 'request');
	},
);

test.serial('a request pauses again after a power cut in the pause, until umm off', async (t) => {
	await node.crashReboot();
	await node.waitSsh();
	t.is(await status(node), 'umm');
	t.is((await statusJson(node)).why?.kind, 'request');
	await resume(node);
	t.false(await requested());
});

test.serial('the word comes before the request, which umm off then withdraws too', async (t) => {
	await requestAndCut();
	node.start({wordsOnce: ['umm']});
	await node.waitSsh();
	t.is((await statusJson(node)).why?.kind, 'word');
	t.true(await requested());
	await resume(node);
	t.false(await requested());
});

test.serial('UMM=no comes before word, request and counter', async (t) => {
	await requestAndCut();
	await conf('UMM=no\nREBOOT_COUNT=0\n');
	node.start({wordsOnce: ['umm']});
	await node.waitSsh();
	await active(node, 'graphical.target');
	t.is(await status(node), 'MM disabled');
	t.false(await isActive('umm.target'));
});

test.serial('the counter alone pauses too', async (t) => {
	await node.files.remove('/etc/umm/state/request');
	await conf('REBOOT_COUNT=0\n');
	await restart();
	t.is(await status(node), 'umm');
	t.is((await statusJson(node)).why?.kind, 'counter');
	await resume(node);
	await conf('');
});

test.serial('with the runlevel word 3 a request pauses, and umm off goes on to multi-user.target', async (t) => {
	await requestAndCut();
	node.start({wordsOnce: ['3']});
	await node.waitSsh();
	t.is(await status(node), 'umm');
	t.is((await statusJson(node)).why?.kind, 'request');
	t.false(await isActive('multi-user.target'));
	t.false(await isActive('cron.service'));
	const boot = await node.bootId();

	t.regex(await succeeds(t, node, 'umm off'), /^the boot goes on\n(started \S+\n)*operational after/);
	t.true(await isActive('multi-user.target'));
	t.true(await isActive('cron.service'));
	t.false(await isActive('graphical.target'));
	t.false(await isActive('umm.target'));
	t.is(await status(node), 'runlevel N 3');
	t.is(await node.bootId(), boot);
});

test.serial('with the runlevel word 3 and no request the boot is an ordinary one', async (t) => {
	await restart('3');
	await active(node, 'multi-user.target');
	t.is(await status(node), 'runlevel N 3');
});

test.serial(
	'where systemd.unit= goes past default.target, umm on refuses with exit status 3, and doctor says why',
	async (t) => {
		await restart('systemd.unit=multi-user.target');
		await active(node, 'multi-user.target');
		const on = await node.ssh('umm on touch /root/never');
		t.deepEqual({status: on.status, stdout: on.stdout}, {status: 3, stdout: ''});
		t.regex(on.stderr, /^umm: .*systemd\.unit=multi-user\.target/);
		t.false(await requested());
		t.deepEqual((await statusJson(node)).commands, []);
		t.is(await status(node), 'runlevel N 3');

		const doctor = await node.ssh('umm doctor');
		t.is(doctor.status, 3);
		t.regex(doctor.stdout, /^BROKEN .*systemd\.unit=multi-user\.target/m);
		await refused(t, node, 'umm off', /not in maintenance mode/);
	},
);

test.serial('a request and systemd.unit=: the boot is not held, nor half held, and says so', async (t) => {
	await restart();
	await requestAndCut();
	node.start({wordsOnce: ['systemd.unit=multi-user.target']});
	await node.waitSsh();
	await active(node, 'multi-user.target');
	t.is(await status(node), 'rebooting');
	t.deepEqual(
		(await node.exec('ls /run/umm /run/systemd/generator.early')).stdout
			.split('\n')
			.filter((name) => /^(paused|held|default\.target|local-fs\.target|user@\.service\.d)$/.test(name)),
		[],
	);
	const said = (await warnings()).split('\n').filter((line) => /was to be held/.test(line));
	t.is(said.length, 1, await warnings());

	// The next boot, without the word, is held.
	await node.powerCut();
	node.start();
	await node.waitSsh();
	t.is(await status(node), 'umm');
	await until(() => isActive('umm.target'), {timeout: 60, what: 'umm.target is reached'});
	await resume(node);
});

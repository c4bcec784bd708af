/* Boots that stop at sulogin(8), since a check of the filesystems failed, where there are no units. */
import test from 'ava';
import {installDeb} from './lab/deb.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {thisBoot, why} from './support/boots.js';
import {debPaths, operational, status} from './support/umm.js';

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

/** A filesystem that fsck -a leaves alone, and no device to mount it from: a mount that fails stops none of these boots. */
const image = '/opt/array.img';
const breaks = `mkfs.ext4 -q -F ${image} 2M && debugfs -w -R 'clri <2>' ${image} && debugfs -w -R dirty ${image}`;
const repairs = `e2fsck -y ${image}; [ $? = 1 ]`;

/** Somebody types at the machine itself. */
const types = (node: Node, text: string) =>
	rack.must(['sh', '-c', 'printf %s "$1" >"/run/rack/$0/keyboard"', node.name, text]);

const runs = async (node: Node, name: string) => (await node.exec(`pgrep -x ${name}`)).status === 0;

for (const init of ['sysvinit', 'openrc', 'openrc-init', 'busybox'] as const) {
	test.serial(`${init}: a check that fails pauses the boot with ssh, and umm off makes it again`, async (t) => {
		const node = await rack.node({init});
		node.start();
		await node.waitSsh();
		await installDeb(node, ...(await debPaths()));
		await node.files.write('/etc/fstab', `${image} /srv ext4 defaults 0 2\n`);
		t.is((await node.exec(breaks)).status, 0);

		const boot = await node.waitReboot(() => node.ssh('reboot'));
		await until(async () => (await status(node)) === 'umm', {timeout: 60, what: 'the boot is held'});
		const reason = await why(node);
		t.is(reason?.kind, 'emergency');
		t.regex(reason?.sentence ?? '', /checkfs\.sh failed/);
		t.regex(reason?.evidence.join('\n') ?? '', /array\.img: UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY/);
		t.like(await thisBoot(node), {held: 'emergency', released: false});
		t.is((await node.ssh('id -un', {user: 'anna'})).stdout, 'anna');
		t.true(await runs(node, 'sulogin'));
		t.false(await runs(node, 'cron'));

		const refused = await node.ssh('umm off', {timeout: 120});
		t.is(refused.status, 3);
		t.true(refused.stderr.includes('checkfs.sh still fails: '), refused.stderr);
		t.is(await status(node), 'umm');

		t.is((await node.ssh(repairs)).status, 0);
		t.is((await node.ssh('umm off', {timeout: 120})).status, 0);
		await operational(node);
		t.is(await node.bootId(), boot);
		t.like(await thisBoot(node), {held: 'emergency', released: true});
		await until(() => runs(node, 'cron'), {timeout: 60, what: 'cron runs'});
		t.not((await node.exec('mountpoint -q /srv')).status, 0, 'its mount has failed');

		t.is((await node.exec(breaks)).status, 0);
		await node.waitReboot(() => node.ssh('reboot'));
		await until(async () => (await status(node)) === 'umm', {timeout: 60, what: 'the boot is held'});
		t.is((await node.exec(repairs)).status, 0);
		await node.waitReboot(async () => t.is((await node.ssh('umm off reboot', {timeout: 120})).status, 0));
		await operational(node);
		t.like(await thisBoot(node), {held: 'no', count: 1});
		if (init !== 'sysvinit') return;

		t.is((await node.exec(breaks)).status, 0);
		await node.waitReboot(() => node.ssh('reboot'));
		await until(async () => (await status(node)) === 'umm', {timeout: 60, what: 'the boot is held'});
		// What is typed ahead is thrown away.
		await types(node, '\n');
		await until(() => runs(node, 'bash'), {timeout: 60, what: 'a shell at the machine itself'});
		await types(node, 'sleep 1234\n');
		await until(() => node.exec('pgrep -f "^sleep 1234"').then(({status}) => status === 0), {
			timeout: 60,
			what: 'somebody works at the machine itself',
		});
		const busy = await node.ssh('umm off --force', {timeout: 120});
		t.is(busy.status, 4);
		t.regex(busy.stderr, /for which checkfs\.sh waits, sleep runs: end it first/);
		t.is(await status(node), 'umm');
		await node.exec('pkill -f "^sleep 1234"');
		await types(node, 'exit\n');
		await operational(node);
		t.like(await thisBoot(node), {held: 'emergency', released: true});

		t.is((await node.ssh('umm config set ON_EMERGENCY=stay')).status, 0);
		const boots = node.boots.length;
		await node.ssh('reboot');
		await until(() => node.boots.length > boots, {timeout: 60, what: 'the node reboots'});
		await until(async () => node.on && (await runs(node, 'sulogin')), {timeout: 60, what: 'the check has failed'});
		const watches = async () => (await node.exec('pgrep -f "[b]oot watch"')).status === 0;
		await until(async () => !(await watches()), {timeout: 60, what: 'umm has let it be'});
		t.is((await node.exec('umm status | cat')).stdout, 'runlevel unknown');
		const leaves = async () => {
			await types(node, '\u0004');
			return !(await runs(node, 'sulogin'));
		};
		await until(leaves, {timeout: 60, what: 'the shell is left'});
		await node.waitSsh();
		await operational(node);
		t.like(await thisBoot(node), {held: 'no'});
	});
}

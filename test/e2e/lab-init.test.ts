import {readFile} from 'node:fs/promises';
import test from 'ava';
import {Rack} from './lab/rack.js';
import type {Init} from './lab/rootfs.js';
import {ran, victims, waitAllRan} from './lab/victims.js';

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

const kinds: ReadonlyArray<{init: Init; program: string; openrc: boolean}> = [
	{init: 'sysvinit', program: '/usr/sbin/init', openrc: false},
];

for (const {init, program, openrc} of kinds) {
	test.serial(`${init}: a node boots, reboots and goes off`, async (t) => {
		const node = await rack.node({init});
		node.start({words: ['some.word=1'], wordsOnce: ['umm=off']});
		t.log(`ssh after ${await node.waitSsh()} s`);
		t.is((await node.ssh('readlink /proc/1/exe')).stdout, program);
		t.is((await node.exec('[ -d /run/openrc ] && echo openrc')).stdout, openrc ? 'openrc' : '');
		t.is((await node.ssh('hostname')).stdout, node.name);
		t.regex((await node.exec('cat /proc/cmdline')).stdout, / some\.word=1 umm=off$/);
		const {status, stdout} = await node.ssh('tty; exit 3', {tty: true});
		t.is(status, 3);
		t.regex(stdout, /^\/dev\/pts\//);
		t.is((await node.ssh('sudo id -u', {user: 'anna'})).stdout, '0');

		await node.ssh('echo 1 >/root/kept');
		const first = await node.bootId();
		t.not(await node.waitReboot(() => node.ssh('reboot')), first);
		t.is((await node.ssh('cat /proc/sys/kernel/random/boot_id /root/kept')).stdout, `${await node.bootId()}\n1`);
		t.regex((await node.exec('cat /proc/cmdline')).stdout, / some\.word=1$/);
		await node.powerOff();
		t.deepEqual(
			node.boots.map((boot) => boot.why),
			['reboot', 'poweroff'],
		);
		t.true(await node.files.exists('/root/kept'));
		await node.files.write('/root/kept', 'on a disk that can be written again');
	});

	test.serial(`${init}: nodes reach each other, and a power cut loses what was not synced`, async (t) => {
		const [node, peer] = await Promise.all([rack.node({init, disk: 'ext4'}), rack.node({init})]);
		for (const each of [node, peer]) each.start();
		await Promise.all([node.waitSsh(), peer.waitSsh()]);
		const greet = `bash -c 'exec 3<>/dev/tcp/${peer.address}/22 && head -c 4 <&3'`;
		t.is((await node.exec(greet)).stdout, 'SSH-');
		t.not(await node.bootId(), await peer.bootId());

		const first = await node.bootId();
		await node.ssh('echo 1 >/root/synced; sync; echo 1 >/root/unsynced');
		await node.powerCut({loseUnsynced: true});
		t.regex(await readFile(`${rack.cgroup}/${node.name}/cgroup.events`, 'utf8'), /^populated 0$/m);
		t.is(await rack.must(['sh', '-c', 'mount | grep -c "/run/rack/n[0-9]*/root/" || :']), '0');
		t.is((await rack.run(['ip', 'link', 'show', `vb-${node.name}`])).status, 1);
		t.true(peer.on);
		node.start();
		await node.waitSsh();
		t.is((await node.ssh('ls /root')).stdout, 'synced');
		t.not(await node.bootId(), first);
		await peer.powerOff();
		await node.powerCut();
	});

	test.serial(`${init}: a read-only root stays so`, async (t) => {
		const node = await rack.node({init});
		node.start({readOnlyRoot: true});
		await node.waitSsh();
		t.regex((await node.ssh('touch /etc/umm.conf')).stderr, /Read-only file system/);
		t.is((await node.ssh('touch /var/lib/umm')).status, 0);
		await node.powerCut();
		node.start();
		await node.waitSsh();
		t.is((await node.ssh('touch /etc/umm.conf')).status, 0);
		await node.powerCut();
	});

	test.serial(`${init}: an ordinary boot runs every victim, each boot anew`, async (t) => {
		const {layer, setup, all} = victims[init];
		const node = await rack.node({init, layers: [layer], setup});
		node.start();
		await node.waitSsh();
		await waitAllRan(node);
		t.deepEqual(await ran(node), [...all].sort());
		await node.waitReboot(() => node.ssh('reboot'));
		await waitAllRan(node);
		await node.powerCut();
	});
}

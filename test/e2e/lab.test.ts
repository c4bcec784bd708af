import {execFile} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import test from 'ava';
import {hierarchy} from './lab/cgroup.js';
import {Rack} from './lab/rack.js';
import type {Suite} from './lab/rootfs.js';
import {all, ran, victimPort, victims, waitAllRan} from './lab/victims.js';

/** @returns what a rack could leave behind on this machine. */
async function traces(): Promise<string> {
	const {stdout: processes} = await promisify(execFile)('pgrep', ['-fa', 'holder[.]sh|systemd-nspawn']).catch(() => ({
		stdout: '',
	}));
	const {stdout: loops} = await promisify(execFile)('losetup', [
		'--list',
		'--noheadings',
		'--output',
		'NAME,BACK-FILE',
	]);
	const {stdout: namespaces} = await promisify(execFile)('lsns', ['--noheadings', '--output', 'NS,TYPE']);
	const cgroups = (await readdir(hierarchy)).filter((name) => name.startsWith('umm-e2e-'));
	const mounts = await readFile('/proc/self/mountinfo', 'utf8');
	return [processes, loops, namespaces, cgroups.join(' '), mounts].join('\n');
}

const before = await traces();
let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always('a closed rack leaves nothing behind', async (t) => {
	await rack.close();
	t.is(await traces(), before);
});

for (const [suite, systemd] of [
	['bullseye', '247'],
	['bookworm', '252'],
	['trixie', '257'],
] satisfies Array<[Suite, string]>) {
	test.serial(`a ${suite} node boots, reboots and goes off`, async (t) => {
		const node = await rack.node({suite});
		node.start({words: ['some.word=1']});
		t.log(`ssh after ${await node.waitSsh()} s`);
		t.regex((await node.ssh('systemctl --version')).stdout, new RegExp(`^systemd ${systemd} `));
		t.is((await node.ssh('systemctl is-system-running --wait')).stdout, 'running');
		t.regex((await node.exec('tr "\\0" " " </proc/1/cmdline')).stdout, / some\.word=1 $/);
		t.is((await node.ssh('sudo id -u', {user: 'anna'})).stdout, '0');
		const {status, stdout} = await node.ssh('tty; exit 3', {tty: true});
		t.is(status, 3);
		t.regex(stdout, /^\/dev\/pts\//);

		const first = await node.bootId();
		t.not(await node.waitReboot(() => node.ssh('reboot')), first);
		t.log(`ssh after ${await node.waitSsh()} s`);
		await node.powerOff();
		t.deepEqual(
			node.boots.map((boot) => boot.why),
			['reboot', 'poweroff'],
		);
	});
}

test.serial('an ordinary boot runs every victim, each boot anew', async (t) => {
	for (const suite of ['bullseye', 'bookworm', 'trixie'] as const) {
		const node = await rack.node({suite, layers: [victims]});
		node.start();
		await node.waitSsh();
		await waitAllRan(node);
		t.deepEqual(await ran(node), [...all].sort());
		t.is((await node.exec(`ss -Hltn sport = :${victimPort}`)).stdout.split('\n').length, 1);
		t.is((await node.ssh('systemctl is-system-running --wait')).stdout, 'running');
		await node.crashReboot();
		await node.waitSsh();
		await waitAllRan(node);
		await node.powerCut();
	}
});

test.serial('a power cut loses what was not synced, and nothing else', async (t) => {
	const node = await rack.node({disk: 'ext4'});
	node.start();
	await node.waitSsh();
	await node.ssh('echo 1 >/root/synced; sync; echo 1 >/root/unsynced');
	t.is((await node.ssh('ls /root')).stdout, 'synced\nunsynced');
	await node.crashReboot({loseUnsynced: true});
	await node.waitSsh();
	t.is((await node.ssh('ls /root')).stdout, 'synced');
	await node.ssh('echo 1 >/root/unsynced');
	await node.crashReboot();
	await node.waitSsh();
	t.is((await node.ssh('ls /root')).stdout, 'synced\nunsynced');
	t.deepEqual(
		node.boots.map((boot) => boot.why),
		['powercut', 'powercut', undefined],
	);
});

test.serial('a full disk is really full', async (t) => {
	const node = await rack.node({disk: 'ext4', diskSize: {megabytes: 64, inodes: 2048}});
	node.start();
	await node.waitSsh();
	await node.disk.fillBlocks();
	const write = 'echo 1 >/root/file && sync /root/file';
	t.regex((await node.ssh(write)).stderr, /No space left/);
	await node.crashReboot();
	t.log(`ssh with a full disk after ${await node.waitSsh()} s`);
	await node.disk.free();
	t.is((await node.ssh(write)).status, 0);
	await node.disk.fillInodes();
	t.regex((await node.ssh('echo 1 >/root/another')).stderr, /No space left/);
	await node.disk.free();
	t.is((await node.ssh('echo 1 >/root/another')).status, 0);
});

test.serial('a read-only root stays so', async (t) => {
	const node = await rack.node();
	node.start({readOnlyRoot: true});
	t.log(`ssh with a read-only root after ${await node.waitSsh()} s`);
	t.regex((await node.ssh('touch /etc/umm.conf')).stderr, /Read-only file system/);
	t.is((await node.ssh('systemctl is-system-running --wait')).stdout, 'running');
	await node.powerCut();
	node.start();
	await node.waitSsh();
	t.is((await node.ssh('touch /etc/umm.conf')).status, 0);
});

test.serial('files are seen from both sides', async (t) => {
	const node = await rack.node({
		layers: [{'/etc/one': 'one\n'}, {'/etc/two': {text: '2', mode: 0o600, owner: 'anna'}}],
	});
	await node.files.write('/lib/three', 'three');
	node.start();
	await node.waitSsh();
	t.is((await node.ssh('cat /etc/one /usr/lib/three; stat -c "%U %a" /etc/two')).stdout, 'one\nthreeanna 600');
	await node.ssh('echo four >/etc/four');
	t.is(await node.files.read('/etc/four'), 'four');
	t.true(await node.files.exists('/etc/four'));
	await node.files.remove('/etc/four');
	t.false(await node.files.exists('/etc/four'));
});

test.serial('three nodes, and two racks, at once', async (t) => {
	await using other = await Rack.open();
	const nodes = await Promise.all([rack.node(), rack.node(), other.node()]);
	for (const node of nodes) node.start();
	const seconds = await Promise.all(nodes.map((node) => node.waitSsh()));
	t.log(`ssh after ${seconds.join(', ')} s`);
	t.is(new Set(await Promise.all(nodes.map((node) => node.bootId()))).size, 3);
});

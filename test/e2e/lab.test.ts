import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, readlink, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {installDeb} from './lab/deb.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import type {Suite} from './lab/rootfs.js';
import {must} from './lab/run.js';
import {port} from './lab/victims/systemd.js';
import {ran, victims, waitAllRan} from './lab/victims.js';

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

const kinds = ['mnt', 'net', 'pid', 'cgroup'];

/** @returns the processes of this machine, not of a guest, that are in any of these namespaces. */
async function inside(namespaces: ReadonlySet<string>): Promise<string[]> {
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const found = await Promise.all(
		pids.map(async (pid) => {
			const own = await Promise.all(kinds.map((kind) => readlink(`/proc/${pid}/ns/${kind}`).catch(() => '')));
			return own.some((namespace) => namespaces.has(namespace)) ? [pid] : [];
		}),
	);
	return found.flat();
}

for (const [suite, systemd] of [
	['bullseye', '247'],
	['bookworm', '252'],
	['trixie', '257'],
] satisfies Array<[Suite, string]>) {
	test.serial(`a ${suite} node boots, reboots and goes off`, async (t) => {
		const node = await rack.node({suite});
		node.start({words: ['some.word=1'], wordsOnce: ['another']});
		t.log(`ssh after ${await node.waitSsh()} s`);
		t.regex((await node.ssh('systemctl --version')).stdout, new RegExp(`^systemd ${systemd} `));
		t.is((await node.ssh('systemctl is-system-running --wait')).stdout, 'running');
		const commandLine = 'tr "\\0" " " </proc/1/cmdline';
		t.regex((await node.exec(commandLine)).stdout, / some\.word=1 another $/);
		t.is((await node.ssh('sudo id -u', {user: 'anna'})).stdout, '0');
		const {status, stdout} = await node.ssh('tty; exit 3', {tty: true});
		t.is(status, 3);
		t.regex(stdout, /^\/dev\/pts\//);

		const first = await node.bootId();
		t.not(await node.waitReboot(() => node.ssh('reboot')), first);
		t.regex((await node.exec(commandLine)).stdout, / some\.word=1 $/);
		await node.powerOff();
		t.deepEqual(
			node.boots.map((boot) => boot.why),
			['reboot', 'poweroff'],
		);
	});
}

test.serial('an ordinary boot runs every victim, each boot anew', async (t) => {
	for (const suite of ['bullseye', 'bookworm', 'trixie'] as const) {
		const node = await rack.node({suite, layers: [victims.systemd.layer]});
		node.start();
		await node.waitSsh();
		await waitAllRan(node);
		t.deepEqual(await ran(node), [...victims.systemd.all].sort());
		t.is((await node.exec(`ss -Hltn sport = :${port}`)).stdout.split('\n').length, 1);
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

test.serial('a package is installed over ssh', async (t) => {
	const directory = await mkdtemp(join(tmpdir(), 'umm-e2e-'));
	t.teardown(() => rm(directory, {recursive: true}));
	await mkdir(join(directory, 'tree/DEBIAN'), {recursive: true});
	await writeFile(
		join(directory, 'tree/DEBIAN/control'),
		'Package: example\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: example\n',
	);
	await must(['dpkg-deb', '--build', join(directory, 'tree'), join(directory, 'example.deb')]);

	const node = await rack.node();
	node.start();
	await node.waitSsh();
	await installDeb(node, join(directory, 'example.deb'));
	t.regex((await node.ssh('dpkg --status example')).stdout, /^Status: install ok installed$/m);
});

test.serial('nothing is left of a rack, even when its owner is killed', async (t) => {
	const owner = `
		import {Rack} from ${JSON.stringify(new URL('lab/rack.js', import.meta.url).href)};
		const rack = await Rack.open();
		const nodes = await Promise.all([rack.node({disk: 'ext4'}), rack.node({init: 'sysvinit'})]);
		for (const node of nodes) node.start();
		await Promise.all(nodes.map((node) => node.waitSsh()));
		console.log(rack.pid, rack.cgroup, (await rack.must(['findmnt', '-no', 'SOURCE', '/run/rack/n1/changes'])));
		process.stdin.on('data', () => rack.close().then(() => process.exit()));
	`;
	for (const end of ['close', 'SIGINT', 'SIGKILL'] as const) {
		const child = spawn(process.execPath, ['--input-type=module', '--eval', owner], {
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		t.teardown(() => child.kill('SIGKILL'));
		const exit = once(child, 'exit');
		const [said] = await once(child.stdout, 'data');
		const [pid, cgroup, loop] = String(said).trim().split(' ') as [string, string, string];
		const links = await Promise.all(kinds.map((kind) => readlink(`/proc/${pid}/ns/${kind}`)));
		const image = await must(['losetup', '--list', '--noheadings', '--output', 'BACK-INO,BACK-MAJ:MIN', loop]);
		t.true((await inside(new Set(links))).length > 0);
		t.true(existsSync(cgroup));

		if (end === 'close') child.stdin.write('close');
		else child.kill(end);
		await exit;
		// The cgroup goes last, and only when no process is in it.
		if (end !== 'close') await until(() => !existsSync(cgroup), {timeout: 10, what: `${end}: no cgroup is left`});
		t.false(existsSync(cgroup));
		t.deepEqual(await inside(new Set(links)), []);
		const images = await must(['losetup', '--list', '--noheadings', '--output', 'BACK-INO,BACK-MAJ:MIN']);
		t.false(images.includes(image));
	}
});

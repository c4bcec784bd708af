import test, {type ExecutionContext} from 'ava';
import type {Layer} from './lab/files.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {port} from './lab/victims/systemd.js';
import {ran, victims, waitAllRan} from './lab/victims.js';
import {idle, must} from './support/schedule.js';
import {Session} from './support/session.js';
import {installUmm, operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack, {layers: [victims.systemd.layer]});
	await waitAllRan(node);
});
test.after.always(() => rack.close());

/** Wait until a paused node has done all that it does by itself. */
async function settled(node: Node): Promise<void> {
	const reached = 'systemctl is-active umm.target network-online.target';
	await until(async () => (await node.ssh(reached)).stdout === 'active\nactive', {
		timeout: 60,
		what: `${node.name} has reached umm.target and network-online.target`,
	});
	await idle(node);
	const noJobs = async () => (await node.ssh('systemctl list-jobs --no-legend')).stdout === '';
	await until(noJobs, {timeout: 60, what: `${node.name} has no jobs`});
}

/** The node is paused, and nothing has leaked. */
async function stillHeld(t: ExecutionContext, node: Node, when: string): Promise<void> {
	t.is(await status(node), 'umm', when);
	t.deepEqual(await ran(node), victims.systemd.early, when);
	t.is((await node.ssh('systemctl show --property=Id --value default.target')).stdout, 'umm.target', when);
}

/** Every unit of the node, with its state: what a boot has come to. */
async function units(node: Node): Promise<readonly string[]> {
	await must(node, 'systemctl is-system-running --wait');
	const columns = 'systemctl list-units --all --no-legend --plain --full | while read -r unit load active sub _; do';
	const {stdout} = await node.ssh(`${columns} echo "$unit $load $active $sub"; done`);
	// What only tells of logins and of the moment: sessions, users' services, devices, and umm's own between boots.
	return stdout
		.split('\n')
		.filter((line) => !/^(session-|user-runtime-dir@0|user@0|user-0|run-user-0|dev-|sys-|ssh@|umm)/.test(line))
		.sort();
}

test.serial('while a boot is held, only what sysinit.target itself wants runs', async (t) => {
	const boot = await pause(node);
	await settled(node);
	await stillHeld(t, node, 'when all is settled');
	t.is(await node.bootId(), boot);
	t.is((await node.exec(`ss -Hltn sport = :${port}`)).stdout, '', 'no socket listens');
	const {stdout} = await node.ssh('systemctl is-active basic.target multi-user.target sockets.target timers.target');
	t.is(stdout, 'inactive\ninactive\ninactive\ninactive');
	const timers = 'systemctl list-units --type=timer --state=active --no-legend --plain';
	t.is((await node.ssh(timers)).stdout, '');
});

test.serial('a paused node lets its users in', async (t) => {
	t.is((await node.ssh('id -un; sudo -n id -un', {user: 'anna'})).stdout, 'anna\nroot');
	t.is((await node.ssh('ls /run/nologin /etc/nologin')).stdout, '');
});

test.serial('packages are installed on a paused node, and it stays paused', async (t) => {
	const script = '#!/bin/sh\nset -e\nsystemctl daemon-reload\nsystemctl start example.service\n';
	await node.files.add({
		'/root/example/DEBIAN/control':
			'Package: example\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: example\n',
		'/root/example/DEBIAN/postinst': {text: script, mode: 0o755},
		'/root/example/lib/systemd/system/example.service': '[Service]\nExecStart=/bin/sleep infinity\n',
	});
	await must(node, 'dpkg-deb --build /root/example /root/example.deb');
	await must(node, 'dpkg -i /root/example.deb');
	await stillHeld(t, node, 'after dpkg -i');
	await must(node, 'apt-get install -y --reinstall /root/example.deb');
	await stillHeld(t, node, 'after apt-get');
	t.is((await node.ssh('systemctl is-active example.service')).stdout, 'active');
	await must(node, 'apt-get remove -y example');
	await stillHeld(t, node, 'after apt-get remove');
});

test.serial('systemctl daemon-reload and daemon-reexec change nothing on a paused node', async (t) => {
	for (const command of ['daemon-reload', 'daemon-reexec', 'daemon-reload']) {
		await must(node, `systemctl ${command}`);
		await settled(node);
		await stillHeld(t, node, `after ${command}`);
	}
});

test.serial('a lingering user has to wait while the node is paused, also when logind runs', async (t) => {
	await must(node, 'systemctl start systemd-logind.service');
	t.is((await node.ssh('loginctl show-user anna --property=Linger')).stdout, 'Linger=yes');
	t.is((await node.ssh('id -un', {user: 'anna'})).stdout, 'anna');
	await node.ssh('loginctl disable-linger anna; loginctl enable-linger anna');
	t.is((await node.ssh('systemctl start user@1000.service')).status, 0);
	await settled(node);
	t.is((await node.ssh('systemctl is-active user@1000.service')).stdout, 'inactive');
	await stillHeld(t, node, 'with logind');
});

test.serial('a resume starts all the rest in the same boot, and leaves alone what was there', async (t) => {
	const boot = await node.bootId();
	using session = await Session.open(node);
	using hers = await Session.open(node, 'anna');
	const job = await session.run('sleep 100000 >/dev/null 2>&1 & echo $!');
	const herJob = await hers.run('sleep 100000 >/dev/null 2>&1 & echo $!');
	await must(node, 'systemctl start cron.service && systemd-run --unit=by-hand sleep infinity');
	await stillHeld(t, node, 'with units started by hand');
	const byHand =
		'systemctl show --property=MainPID,ActiveState,InvocationID cron.service by-hand.service systemd-logind.service';
	const started = await must(node, byHand);
	t.is(started.match(/ActiveState=active/g)?.length, 3);

	await resume(node);
	await waitAllRan(node);
	t.deepEqual(await ran(node), [...victims.systemd.all].sort());
	t.is(await node.bootId(), boot);
	t.is(await must(node, byHand), started);
	t.is(await session.run(`kill -0 ${job} && echo alive`), 'alive');
	t.is(await hers.run(`kill -0 ${herJob} && echo alive`), 'alive');
	t.is((await node.ssh('systemctl is-system-running --wait')).stdout, 'running');
	t.is((await node.ssh('systemctl is-active user@1000.service umm.target')).stdout, 'active\ninactive');

	for (const command of ['daemon-reload', 'daemon-reexec', 'daemon-reload']) {
		await must(node, `systemctl ${command}`);
		t.is((await node.ssh('systemctl is-system-running --wait')).stdout, 'running', command);
		t.is(await status(node), 'runlevel N 5', command);
		t.is((await node.ssh('systemctl show --property=Id --value default.target')).stdout, 'graphical.target', command);
	}
	t.is(await must(node, byHand), started);
	t.is(await session.run(`kill -0 ${job} && echo alive`), 'alive');
	t.is(await session.end(), 0);
});

test.serial('a boot that was paused comes to the same units in the same states as an ordinary one', async (t) => {
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	await operational(node);
	await waitAllRan(node);
	const ordinary = await units(node);
	await pause(node);
	await settled(node);
	await resume(node);
	await waitAllRan(node);
	await until(async () => (await node.ssh('ls /run/systemd/generator.early')).stdout === '', {
		timeout: 60,
		what: 'the generator has nothing to say any more',
	});
	t.deepEqual(await units(node), ordinary);
});

test.serial('a node that loses its power or is rebooted while paused is paused again', async (t) => {
	await pause(node);
	for (const again of ['a power cut', 'a second one', 'a reboot']) {
		const before = await node.bootId();
		if (again === 'a reboot') {
			await node.waitReboot(() => node.ssh('reboot'));
		} else {
			await node.crashReboot();
			await node.waitSsh();
		}
		t.not(await node.bootId(), before);
		await settled(node);
		await stillHeld(t, node, `after ${again}`);
	}
	await resume(node);
	await waitAllRan(node);
	await node.waitReboot(() => node.ssh('reboot'));
	await operational(node);
});

test.serial('a local mount that fails does not keep ssh down, nor the resume of a repaired node', async (t) => {
	const fstab = await node.files.read('/etc/fstab');
	const broken = 'tmpfs /mnt/x tmpfs size=nonsense 0 0\n';
	await node.files.write('/etc/fstab', `${fstab}\n${broken}`);
	await pause(node);
	await settled(node);
	await stillHeld(t, node, 'with a mount that failed');
	t.is((await node.ssh('systemctl is-failed mnt-x.mount')).stdout, 'failed');
	t.is((await node.ssh('systemctl is-active emergency.target local-fs.target')).stdout, 'inactive\ninactive');
	await node.files.write('/etc/fstab', `${fstab}\n${broken.replace('nonsense', '1m')}`);
	await must(node, 'systemctl daemon-reload');
	await stillHeld(t, node, 'after fstab was repaired');
	await resume(node);
	await waitAllRan(node);
	t.is(
		(await node.ssh('systemctl is-active mnt-x.mount local-fs.target emergency.target')).stdout,
		'active\nactive\ninactive',
	);
	t.is((await node.ssh('mountpoint -q /mnt/x && systemctl is-system-running --wait')).stdout, 'running');

	// The other way: it is taken out, and systemd is told nothing.
	await node.files.write('/etc/fstab', `${fstab}\n${broken}`);
	await pause(node);
	await node.files.write('/etc/fstab', fstab);
	await resume(node);
	await waitAllRan(node);
	t.is((await node.ssh('systemctl is-active emergency.target')).stdout, 'inactive');
});

const links = (directory: string, ...names: readonly string[]): Layer =>
	Object.fromEntries(
		names.map((name) => [`/etc/systemd/system/${directory}/${name}`, {link: `/lib/systemd/system/${name}`}]),
	);

test.serial('where ssh is activated by its socket, it is so on a paused node too', async (t) => {
	const other = await ummNode(rack, {layers: [links('sockets.target.wants', 'ssh.socket')]});
	await must(other, 'systemctl disable ssh.service');
	const boot = await pause(other);
	await settled(other);
	// Whoever asks has come in by the socket, which has started the service then.
	const active = 'systemctl is-active ssh.socket ssh.service basic.target';
	t.is((await other.ssh(active)).stdout, 'active\nactive\ninactive');
	const wants = await must(other, 'systemctl show --property=Wants --value umm.target');
	t.regex(wants, /\bssh\.socket\b/);
	t.notRegex(wants, /\bssh\.service\b/);
	using session = await Session.open(other);
	await resume(other);
	t.is(await session.run('cat /proc/sys/kernel/random/boot_id'), boot);
	t.is((await other.ssh(active)).stdout, 'active\nactive\nactive');
	await other.powerOff();
});

for (const [waits, wanted] of [
	['waits for it', ['systemd-networkd-wait-online.service']],
	['does not wait for it', []],
] as const) {
	test.serial(`a node whose network is of systemd-networkd and that ${waits} is reached while paused`, async (t) => {
		const name = waits === 'waits for it' ? 'networkd' : 'nowait';
		const other = await rack.node({
			name,
			layers: [
				links('multi-user.target.wants', 'systemd-networkd.service'),
				links('network-online.target.wants', ...wanted),
			],
		});
		await other.files.remove('/etc/network/interfaces.d/host0');
		await other.files.remove('/etc/systemd/system/multi-user.target.wants/networking.service');
		await other.files.remove('/etc/systemd/system/network-online.target.wants/networking.service');
		await other.files.write(
			'/etc/systemd/network/10-host0.network',
			`[Match]\nName=host0\n[Network]\nAddress=${other.address}/24\n`,
		);
		await installUmm(other);
		const boot = await pause(other);
		await settled(other);
		const active = 'systemctl is-active systemd-networkd.service networking.service basic.target';
		t.is((await other.ssh(active)).stdout, 'active\ninactive\ninactive');
		using session = await Session.open(other);
		await resume(other);
		t.is(await session.run('cat /proc/sys/kernel/random/boot_id'), boot);
		await other.powerOff();
	});
}

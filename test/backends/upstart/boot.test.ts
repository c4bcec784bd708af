/* Boots under upstart, played by a model of its events (model/upstart.ts) with umm's real scripts: no real upstart. */
import {existsSync} from 'node:fs';
import {readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {encodeRecord} from '../../../src/state/record.js';
import {Machine} from './model/machine.js';
import {type Kind, put} from './model/tree.js';

const level = {trusty: '2', centos6: '3'} as const;

async function installed(t: ExecutionContext, kind: Kind): Promise<Machine> {
	const machine = await Machine.create(t, kind);
	const {status, stderr} = await machine.call('wire', 'install');
	t.is(status, 0, stderr);
	return machine;
}

const request = encodeRecord('request', {id: '0123456789abcdef', created: '1', reason: 'new kernel', user: 'root'});

const ask = (machine: Machine) => put(join(machine.root, 'etc/umm/state/request'), request);

/** A node whose boot is held by a request. */
async function held(t: ExecutionContext, kind: Kind): Promise<Machine> {
	const machine = await installed(t, kind);
	await ask(machine);
	await machine.boot();
	t.is((await machine.call('gate', 'status')).stdout, 'umm', machine.kernelLog());
	return machine;
}

/** What an ordinary boot of the node reaches, without umm. */
async function ordinary(
	t: ExecutionContext,
	kind: Kind,
	prepare: (machine: Machine) => Promise<void> = async () => {},
) {
	const machine = await Machine.create(t, kind);
	await prepare(machine);
	await machine.boot();
	return {states: machine.states(), ran: machine.ran(), running: machine.running()};
}

for (const kind of ['trusty', 'centos6'] as const) {
	test(`${kind}: an ordinary boot reaches what it reaches without umm, and is in the ledger`, async (t) => {
		const without = await ordinary(t, kind);
		const machine = await installed(t, kind);
		await machine.boot();
		t.deepEqual(machine.states(), without.states);
		t.deepEqual(machine.ran(), without.ran);
		t.is((await machine.call('gate', 'status')).stdout, `runlevel N ${level[kind]}`);
		t.is((await machine.call('gate', 'operational')).status, 0);
		t.like(machine.ledger()[0], {held: 'no', released: true, end: '-'});
		t.is(machine.kernelLog(), '');
	});

	test(`${kind}: a held boot comes to ssh, with what that needs`, async (t) => {
		const machine = await held(t, kind);
		t.is((await machine.call('runlevel')).stdout, 'unknown');
		if (kind === 'trusty') {
			t.deepEqual(
				machine.running().filter((name) => !/^(umm|udev|upstart-udev|ureadahead)/.test(name)),
				['ssh', 'tty1'],
			);
			t.deepEqual(machine.ran(), []);
		} else {
			t.deepEqual(machine.running(), ['readahead', 'umm-queue', 'umm-tty']);
			t.deepEqual(machine.ran(), [
				'rc.sysinit',
				...['ip6tables', 'iptables', 'network', 'sshd'].map((name) => `${name} start`),
			]);
		}
		t.true(machine.running().includes('umm-queue'));
		t.regex(machine.kernelLog(), /umm: this boot is held \(request\)/);
		t.like(machine.ledger()[0], {held: 'request', released: false, end: '-'});
		t.is((await machine.call('gate', 'operational')).status, 1);
	});

	test(`${kind}: umm off lets the same boot reach what an ordinary one reaches; sshd stays`, async (t) => {
		const without = await ordinary(t, kind);
		const machine = await held(t, kind);
		const before = machine.upstart.log.length;
		const {status, stderr} = await machine.call('gate', 'resume');
		t.is(status, 0, stderr);
		t.deepEqual(machine.states(), without.states);
		t.deepEqual([...machine.ran()].sort(), [...without.ran].sort());
		t.is((await machine.call('gate', 'status')).stdout, `runlevel N ${level[kind]}`);
		t.deepEqual(
			machine.upstart.log.slice(before).filter((line) => /^ssh /.test(line)),
			[],
		);
		t.like(machine.ledger()[0], {held: 'request', released: true});
		t.false(existsSync(join(machine.root, 'etc/umm/state/request')));
	});

	test(`${kind}: a shutdown while paused goes its way, and starts nothing`, async (t) => {
		const machine = await held(t, kind);
		const before = machine.ran();
		await machine.call('shutdown', '-r', 'now');
		t.regex((await machine.call('runlevel')).stdout, / 6$/);
		const since = machine.ran().slice(before.length);
		t.is(since[0], 'rc 6');
		t.true(
			since.length > 1 && since.slice(1).every((line) => /^(sendsigs|umountfs|reboot|killall) /.test(line)),
			since.join(),
		);
		t.false(machine.upstart.log.includes('event runlevel RUNLEVEL=2 PREVLEVEL=6'));
		t.false(machine.running().includes('rsyslog'));
		t.like(machine.ledger()[0], {held: 'request', released: false, end: 'reboot'});
		// Asked for with 'umm on': it stays until 'umm off'.
		await machine.boot();
		t.is((await machine.call('gate', 'status')).stdout, 'umm');
	});

	test(`${kind}: umm off reboot reboots, and the next boot is an ordinary one`, async (t) => {
		const machine = await held(t, kind);
		t.is((await machine.call('gate', 'resume', 'reboot')).status, 0);
		t.like(machine.ledger()[0], {end: 'reboot', proof: 'off'});
		await machine.boot();
		t.is((await machine.call('gate', 'status')).stdout, `runlevel N ${level[kind]}`);
	});

	test(`${kind}: a clean shutdown is proof of health, a power cut is none`, async (t) => {
		const machine = await installed(t, kind);
		await machine.boot();
		await machine.call('shutdown', '-h', 'now');
		t.like(machine.ledger()[0], {end: 'poweroff'});
		t.regex(machine.ran().join(), kind === 'trusty' ? /sendsigs stop/ : /killall start/);
		for (const count of [1, 2]) {
			await machine.boot();
			t.like(machine.ledger()[0], {held: 'no', count});
		}
		await machine.boot();
		t.is((await machine.call('gate', 'status')).stdout, 'umm');
		t.like(machine.ledger()[0], {held: 'counter', count: 3});
	});

	for (const [what, breakIt] of [
		['without its files', (root: string) => rm(join(root, 'usr/lib/umm'), {recursive: true})],
		[
			'with programs that end with status 127',
			async (root: string) => {
				await rm(join(root, 'usr/lib/umm'), {recursive: true});
				for (const name of ['gate', 'upstart/boot', 'upstart/hold', 'wire', 'upstart/end']) {
					await put(join(root, 'usr/lib/umm', name), '#!/nowhere\n', 0o755);
				}
			},
		],
		[
			'with a gate that fails',
			async (root: string) => {
				await rm(join(root, 'usr/lib/umm/gate'));
				await put(join(root, 'usr/lib/umm/gate'), '#!/bin/sh\nexit 127\n', 0o755);
			},
		],
		['with its job removed by hand', (root: string) => rm(join(root, 'etc/init/umm.conf'))],
	] as const) {
		test(`${kind}: umm ${what} lets a boot go on, though one was to be held`, async (t) => {
			const without = await ordinary(t, kind);
			const machine = await installed(t, kind);
			await ask(machine);
			await breakIt(machine.root);
			await machine.boot();
			t.is((await machine.call('runlevel')).stdout, `N ${level[kind]}`);
			t.deepEqual(machine.states(), without.states);
		});
	}

	test(`${kind}: umm=off on the kernel's command line passes a request, single user mode is not held`, async (t) => {
		const machine = await installed(t, kind);
		await ask(machine);
		await put(join(machine.root, 'proc/cmdline'), 'ro quiet umm=off\n');
		await machine.boot();
		t.is((await machine.call('runlevel')).stdout, `N ${level[kind]}`);
		await put(join(machine.root, 'proc/cmdline'), 'ro quiet single\n');
		await machine.boot();
		t.is((await machine.call('runlevel')).stdout, 'N S');
		t.regex(machine.kernelLog(), /this boot was to be held \(request\) and is not/);
	});

	test(`${kind}: with UMM=no nothing is held`, async (t) => {
		const machine = await installed(t, kind);
		await ask(machine);
		await put(join(machine.root, 'etc/umm.conf'), 'UMM=no\n');
		await machine.boot();
		t.is((await machine.call('runlevel')).stdout, `N ${level[kind]}`);
		t.is((await machine.call('gate', 'status')).stdout, 'MM disabled');
	});
}

test('trusty: jobs of others that start with disks, network or ssh wait, and start when the boot goes on', async (t) => {
	const prepare = async (machine: Machine) => {
		for (const [name, on] of [
			['nmbd', '(local-filesystems and net-device-up IFACE!=lo)'],
			['alba', '(local-filesystems and started networking)'],
			['web', 'static-network-up'],
			['tunnel', 'started ssh'],
			['after-log', 'stopped rsyslog'],
		] as const) {
			await put(join(machine.root, `etc/init/${name}.conf`), `start on ${on}\nstop on runlevel [06]\nexec ${name}\n`);
		}
	};
	const without = await ordinary(t, 'trusty', prepare);
	const machine = await Machine.create(t, 'trusty');
	await prepare(machine);
	t.is((await machine.call('wire', 'install')).status, 0);
	await ask(machine);
	await machine.boot();
	t.deepEqual(
		machine.running().filter((name) => !/^(umm|udev|upstart-udev|ureadahead)/.test(name)),
		['ssh', 'tty1'],
	);
	t.is((await machine.call('gate', 'resume')).status, 0);
	t.deepEqual(
		machine.running().filter((name) => name !== 'umm-window' && name !== 'umm-queue'),
		without.running,
	);
});

test('trusty: a job that needs what its events say is blocked, and has it when the boot goes on', async (t) => {
	const machine = await Machine.create(t, 'trusty');
	await put(
		join(machine.root, 'etc/init/per-device.conf'),
		'start on net-device-up IFACE=eth*\ninstance $IFACE\nexec per-device $IFACE\n',
	);
	await machine.call('wire', 'install');
	await ask(machine);
	await machine.boot();
	t.true(machine.upstart.list().includes('per-device (eth0) start/starting'));
	t.is((await machine.call('gate', 'resume')).status, 0);
	t.true(machine.running().includes('per-device (eth0)'));
	t.true(machine.upstart.find('per-device', 'eth0').env.includes('METHOD=static'));
});

test('trusty: a job that waits can be started and restarted by hand, and stays so', async (t) => {
	const machine = await held(t, 'trusty');
	t.is((await machine.call('initctl', 'start', 'rsyslog')).status, 0);
	t.true(machine.running().includes('rsyslog'));
	for (const verb of ['stop', 'start']) t.is((await machine.call('initctl', verb, 'rsyslog')).status, 0);
	const before = machine.upstart.log.length;
	t.is((await machine.call('gate', 'resume')).status, 0);
	t.deepEqual(
		machine.upstart.log.slice(before).filter((line) => line.startsWith('rsyslog ')),
		[],
	);
});

test('trusty: without a network the boot is held after two minutes, and what comes with the network still waits', async (t) => {
	const machine = await Machine.create(t, 'trusty');
	await put(join(machine.root, 'etc/init/web.conf'), 'start on static-network-up\nexec web\n');
	await machine.call('wire', 'install');
	await ask(machine);
	machine.cable = false;
	await machine.boot();
	t.is((await machine.call('gate', 'status')).stdout, 'umm');
	t.true(machine.running().includes('ssh'));
	machine.cable = true;
	machine.ifup('eth0');
	await machine.quiet();
	t.false(machine.running().includes('web'));
	t.is((await machine.call('gate', 'resume')).status, 0);
	t.true(machine.running().includes('web'));
});

test('trusty: single user mode leads to the default runlevel, as without umm', async (t) => {
	const machine = await installed(t, 'trusty');
	await put(join(machine.root, 'proc/cmdline'), 'ro single\n');
	await machine.boot();
	await machine.call('initctl', 'stop', 'rcS');
	t.regex((await machine.call('runlevel')).stdout, / 2$/);
});

test('centos6: where /run is on the disk, what an earlier boot left there counts for nothing', async (t) => {
	const machine = await held(t, 'centos6');
	// Power goes; the request is withdrawn from another system.
	await rm(join(machine.root, 'etc/umm/state/request'));
	await machine.boot();
	t.is((await machine.call('gate', 'status')).stdout, 'runlevel N 3');
	t.false(existsSync(join(machine.root, 'run/umm/paused')));
});

test('centos6: with NetworkManager in the default runlevel, that and its bus are started', async (t) => {
	const machine = await Machine.create(t, 'centos6');
	const directory = join(machine.root, 'etc/rc.d');
	await put(join(directory, 'init.d/NetworkManager'), await readFile(join(directory, 'init.d/network'), 'utf8'), 0o755);
	await put(join(directory, 'rc3.d/S23NetworkManager'), '', 0o755);
	await rm(join(directory, 'rc3.d/S10network'));
	await machine.call('wire', 'install');
	await ask(machine);
	await machine.boot();
	t.deepEqual(
		machine.ran().filter((line) => /start$/.test(line)),
		['ip6tables start', 'iptables start', 'messagebus start', 'network start', 'sshd start'],
	);
});

test('a boot that has lived long enough is proof of health', async (t) => {
	const machine = await installed(t, 'trusty');
	await put(join(machine.root, 'etc/umm.conf'), 'COUNTER_RESET_TIME=0\n');
	await machine.boot();
	while (machine.ledger()[0]?.proof !== 'window') await setTimeout(20);
	t.like(machine.ledger()[0], {proof: 'window', end: '-'});
});

test('what an unclean boot left is kept, in the boot after it', async (t) => {
	const machine = await installed(t, 'trusty');
	await machine.boot();
	await machine.boot();
	t.true(machine.upstart.log.includes('umm-evidence start/spawned'));
	t.is(machine.ledger()[1]?.id, (await readFile(join(machine.root, 'run/umm/unclean'), 'utf8')).trim());
});

test('a shutdown that has begun is not turned round by umm off', async (t) => {
	const machine = await held(t, 'trusty');
	await machine.call('shutdown', '-r', 'now');
	const {status, stderr} = await machine.call('gate', 'resume');
	t.is(status, 4);
	t.regex(stderr, /refused to let the boot go on/);
	t.regex((await machine.call('runlevel')).stdout, / 6$/);
});

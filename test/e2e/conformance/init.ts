/* What the init systems that umm holds without units of their own must do, beside the contract: nothing leaks while a boot
   is held, a plain reboot works there, and what is removed was never there. */
import test from 'ava';
import {installDeb} from '../lab/deb.js';
import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';
import {Rack} from '../lab/rack.js';
import type {Init} from '../lab/rootfs.js';
import {ran, victims, waitAllRan} from '../lab/victims.js';
import {readFields} from '../support/records.js';
import {coreDeb, operational, pause, resume, status} from '../support/umm.js';

/** Every file below /etc with its content or target, but for what the package system itself writes. */
async function etc(node: Node): Promise<string> {
	const left = "! -path '/etc/umm*' ! -name 'ld.so.cache' ! -name '*.dpkg-*' ! -name '.pwd.lock'";
	const files = `find /etc -type f ${left} -exec sha256sum {} +`;
	return (await node.exec(`{ ${files}; find /etc ! -type f ${left} -printf '%p %l\\n'; } | sort -k 2`)).stdout;
}

/** Register the tests for one kind of node, with umm-core. */
export function holds(init: Exclude<Init, 'systemd'>): void {
	const {layer, setup, early} = victims[init];
	let rack: Rack;
	test.before(async () => {
		rack = await Rack.open();
	});
	test.after.always(() => rack.close());

	test.serial(`${init}: nothing leaks while paused, reboot works, and all starts when the boot goes on`, async (t) => {
		const node = await rack.node({init, layers: [layer], setup});
		node.start();
		await node.waitSsh();
		const before = await etc(node);
		await installDeb(node, await coreDeb());
		await node.waitReboot(() => node.ssh('reboot'));
		await operational(node);
		await waitAllRan(node);

		const held = await pause(node);
		t.deepEqual(await ran(node), [...early].sort());
		t.is((await node.ssh('id -un', {user: 'anna'})).stdout, 'anna');
		const again = await node.waitReboot(() => node.ssh('reboot'));
		t.not(again, held);
		t.is(await status(node), 'umm', 'maintenance mode that was asked for stays');
		t.deepEqual(await ran(node), [...early].sort());
		t.is(node.boots.at(-2)?.why, 'reboot');
		await resume(node);
		await waitAllRan(node);
		t.is(await node.bootId(), again);

		// Of Debian's rsyslog the lab's other two kinds lack what it needs.
		const hasSyslog = init === 'sysvinit' || init === 'openrc';
		if (hasSyslog) {
			await node.ssh("logger -p daemon.err 'mdadm: error: the array is on fire'");
			const said = async () => (await node.exec('tail -n 3 /var/log/syslog')).stdout.includes('on fire');
			await until(said, {timeout: 30, what: 'syslog has written it'});
		}
		await node.crashReboot();
		await node.waitSsh();
		for (const kind of hasSyslog ? ['errors', 'syslog'] : []) {
			const kept = `/var/lib/umm/evidence/${again}/${kind}`;
			await until(() => node.files.exists(kept), {timeout: 60, what: 'the evidence is kept'});
			t.regex(await node.files.read(kept), /mdadm: error: the array is on fire/);
		}
		await operational(node);

		await node.powerOff();
		node.start({wordsOnce: ['umm']});
		await node.waitSsh();
		t.is(await status(node), 'umm', 'the kernel word holds this one boot');
		await resume(node);
		t.like(await readFields(node, 'boot', '/run/umm/boot'), {held: 'word', count: '1'});

		for (const verb of ['uninstall', 'install']) t.is((await node.ssh(`umm ${verb}`)).status, 0);
		const name = init === 'sysvinit' ? init : 'openrc';
		t.is((await node.ssh('umm install')).stdout, `nothing to do: ${name} is as it should be`);
		t.is((await node.ssh('dpkg --purge umm-core', {timeout: 120})).status, 0);
		t.is(await etc(node), before);
		await node.waitReboot(() => node.ssh('reboot'));
		await waitAllRan(node);
	});
}

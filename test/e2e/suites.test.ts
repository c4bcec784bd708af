import test from 'ava';
import type {Node} from './lab/node.js';
import {Rack} from './lab/rack.js';
import {ran, victims, waitAllRan} from './lab/victims.js';
import {why} from './support/boots.js';
import {containerConsole, logIn, setPassword} from './support/consoles.js';
import {idle, show} from './support/schedule.js';
import {Session} from './support/session.js';
import {Terminal} from './support/terminal.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

/* Debian 12 is what every other file runs on. */
for (const suite of ['bullseye', 'trixie'] as const) {
	let node: Node;

	test.serial(`${suite}: from the package's installation to operational again`, async (t) => {
		node = await ummNode(rack, {suite, layers: [victims.systemd.layer]});
		await waitAllRan(node);
		t.is((await node.ssh('umm doctor')).status, 0);

		const {runs, waits} = JSON.parse((await node.ssh('umm on --test --json')).stdout);
		const held = [
			...victims.systemd.early.map((name) => `victim-${name}.service`),
			'networking.service',
			'ssh.service',
		];
		t.deepEqual(
			held.filter((name) => !runs.includes(name)),
			[],
		);
		t.deepEqual(
			['victim-multi-user.service', 'victim-timer.timer', 'victim-socket.socket', 'mnt-netdev.mount'].filter(
				(name) => !waits.includes(name),
			),
			[],
		);

		const boot = await pause(node, "--reason 'new disks' -- 'echo done; uname -s'");
		await idle(node);
		t.deepEqual(await ran(node), victims.systemd.early, 'nothing but what sysinit.target wants runs');
		t.is((await node.ssh('id -un', {user: 'anna'})).stdout, 'anna');
		t.like(await show(node, 1), {state: 'done', run: {boot, outcome: 'exited', status: 0}});
		t.is((await node.ssh('umm schedule log 1')).stdout, 'done\nLinux');

		using terminal = Terminal.open(node);
		await terminal.sees(/MAINTENANCE MODE.*root from .* asked for maintenance mode.*new disks.*echo done/);
		await terminal.leaves();
		t.is(await terminal.ended(), 0);

		{
			await setPassword(node);
			using own = containerConsole(node);
			await logIn(own);
			await own.sees(/MAINTENANCE MODE.*new disks/);
			own.types('q');
			await own.sees(/Leave the console\?/);
			own.types('y');
			await own.sees(/The node stays paused\..*login:$/);
		}
		t.deepEqual(await ran(node), victims.systemd.early, 'a login at its own console starts nothing else');

		using session = await Session.open(node);
		await resume(node);
		await waitAllRan(node);
		t.is(await node.bootId(), boot);
		t.is(await session.run('echo still here'), 'still here');
		t.is((await node.ssh('systemctl is-system-running --wait')).stdout, 'running');
	});

	test.serial(
		`${suite}: a mount that fails pauses the boot, and the reason names it; umm off tries it again`,
		async (t) => {
			const fstab = await node.files.read('/etc/fstab');
			// Not a device, which systemd passes over in a container.
			await node.files.write('/etc/fstab', `${fstab}\n/nowhere.img /srv ext4 loop 0 0\n`);
			await node.crashReboot();
			await node.waitSsh();
			t.is(await status(node), 'umm');
			const reason = await why(node);
			t.is(reason?.kind, 'emergency');
			t.true(reason?.sentence.includes('srv.mount failed'), reason?.sentence);
			t.is((await node.ssh('id -un', {user: 'anna'})).stdout, 'anna');
			t.false((await ran(node)).includes('multi-user'));

			const boot = await node.bootId();
			const refused = await node.ssh('umm off', {timeout: 120});
			t.is(refused.status, 3);
			t.true(refused.stderr.includes('srv.mount still fails: '), refused.stderr);
			t.is(await status(node), 'umm');

			await node.files.write('/etc/fstab', `${fstab}\n`);
			await node.exec('systemctl daemon-reload');
			t.is((await node.ssh('umm off', {timeout: 120})).status, 0);
			await operational(node);
			await waitAllRan(node);
			t.is(await node.bootId(), boot);
		},
	);

	test.serial(`${suite}: removed, it leaves nothing behind`, async (t) => {
		const purge = await node.ssh('dpkg --purge umm umm-core', {timeout: 120});
		t.is(purge.status, 0, purge.stderr);
		t.notRegex(purge.stderr, /not empty so not removed/);
		const elsewhere = ['/proc', '/sys', '/var/log', '/root'].map((path) => `-path ${path}`).join(' -o ');
		const find = `find / /run -xdev '(' ${elsewhere} ')' -prune -o '(' -name 'umm*' -o -lname '*umm*' ')' -print`;
		t.is((await node.ssh(find)).stdout, '', 'nothing is left of it');
		t.is((await node.ssh('systemctl list-unit-files "umm*" --no-legend')).stdout, '');
		await node.waitReboot(() => node.ssh('systemctl reboot'));
		await waitAllRan(node);
		t.is((await node.ssh('systemctl is-system-running --wait')).stdout, 'running');
	});
}

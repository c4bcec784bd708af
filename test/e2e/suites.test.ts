import test from 'ava';
import {Rack} from './lab/rack.js';
import {ran, victims, waitAllRan} from './lab/victims.js';
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
	test.serial(`${suite}: from the package's installation to its removal`, async (t) => {
		const node = await ummNode(rack, {suite, layers: [victims.systemd.layer]});
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

		await node.waitReboot(() => node.ssh('systemctl reboot'));
		await operational(node);
		await node.crashReboot();
		await node.waitSsh();
		await operational(node);
		await node.crashReboot();
		await node.waitSsh();
		t.is(await status(node), 'umm', 'the third boot in a row with no proof of health is held');
		t.deepEqual(await ran(node), victims.systemd.early);
		using again = Terminal.open(node);
		await again.sees(/MAINTENANCE MODE.*2 boots in a row ended uncleanly/);

		const third = await node.bootId();
		const fourth = await node.waitReboot(async () => {
			t.is((await node.ssh('umm off reboot')).status, 0);
		});
		t.not(fourth, third);
		await operational(node);
		await waitAllRan(node);
		await node.crashReboot();
		await node.waitSsh();
		await operational(node);

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

import test from 'ava';
import {TestTerminal} from '../terminal.js';

test.serial('Resume says what it will do, resumes, and the node is operational', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	await node.types('r');
	await node.sees('Resume node-07?');
	await node.sees('alice (sudo, from 192.0.2.17) asked for maintenance mode.');
	await node.sees('The boot goes on to multi-user.target');
	await node.sees('▸[ Cancel ]   [ Resume ]');
	await node.types('y');
	await node.sees('Resuming node-07');
	await node.sees('running hook 10-drain');
	await node.sees('waiting for multi-user.target');
	await node.sees('FAILED mysql.service');
	await node.sees('Resumed: node-07 is operational');
	t.regex(node.screen()[0] ?? '', /OPERATIONAL/);
	await node.types('enter');
	await node.sees('left for: leave');
	t.is((await node.exited).exitCode, 0);
});

test.serial('Reboot is confirmed by Tab and Enter', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	await node.types('tab', 'enter');
	await node.sees('Reboot node-07?');
	await node.types('tab');
	await node.sees('▸[ Reboot ]');
	await node.types('enter');
	await node.sees('node-07 reboots now');
	await node.types('q');
	await node.sees('left for: leave');
	t.pass();
});

test.serial('a reboot counts down, and can be called off or begun at once', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	await node.types('b');
	await node.sees('The node shuts down cleanly');
	await node.types('y');
	await node.sees(/node-07 reboots in [45] s/);
	await node.sees('Nothing has happened yet.');
	await node.sees('▸[ Call it off ]');
	await node.types('enter');
	await node.sees('Scheduled commands');
	await node.types('b', 'y', 'y');
	await node.sees('node-07 reboots now');
	t.pass();
});

test.serial('Enter on a fresh dialog cancels it, and so do n, Escape and Ctrl-C', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	for (const key of ['enter', 'n', 'escape', 'ctrl+c']) {
		await node.sees('Scheduled commands');
		await node.types('b');
		await node.sees('Reboot node-07?');
		await node.types(key);
		await node.nolonger('Reboot node-07?');
	}
	await node.sees('Scheduled commands');
	t.pass();
});

test.serial('Shell is confirmed, and the caller opens it', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	await node.types('s');
	await node.sees('A root shell opens here; the node stays paused.');
	await node.types('y');
	await node.sees('left for: shell');
	t.is((await node.exited).exitCode, 0);
});

test.serial('leaving says that the node stays paused', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	await node.types('q');
	await node.sees('node-07 stays in maintenance mode');
	await node.types('n');
	await node.nolonger('Leave the console?');
	await node.types('ctrl+d', 'y');
	await node.sees('left for: leave');
	t.pass();
});

test.serial('an action that fails says why and what to try, and the console goes on', async (t) => {
	const node = TestTerminal.open(t, 'failing');
	await node.sees('Next:');
	await node.types('r');
	await node.sees('What this will do could not be found out');
	await node.types('y');
	await node.sees('node-07 was not resumed');
	await node.sees('10-drain refused: exit status');
	await node.sees("'umm off --no-hooks' resumes without hooks");
	await node.sees('running hook 10-drain');
	await node.types('enter');
	await node.sees('Scheduled commands');
	await node.types('b', 'y', 'y');
	await node.sees('connect ENOENT /run/dbus/system_bus_socket');
	t.pass();
});

test.serial('Ctrl-C does not end the console, it tells how to', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	await node.types('ctrl+c');
	await node.sees('Ctrl-C does not end the console: q leaves it, s opens a shell.');
	await node.types('tab');
	await node.sees('q Leave');
	t.pass();
});

test.serial('Ctrl-C while an action runs says that it goes on', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	await node.types('r');
	await node.sees('The boot goes on to');
	await node.types('y');
	await node.sees('running hook 10-drain');
	await node.types('ctrl+c');
	await node.sees('This is not cut short from here');
	await node.sees('Resumed: node-07 is operational');
	t.pass();
});

test.serial('what is pasted presses nothing', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	node.write('\x1b[200~ry reboot\r\x1b[201~');
	await node.sees('What is pasted presses no keys');
	await node.types('tab');
	await node.sees('▸[ Reboot ]');
	t.false(node.text().includes('Cancel'));
});

test.serial('a key that was split on its way is still that key', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('▸ 2 ●');
	node.write('\x1b');
	setTimeout(() => node.write('[B'), 30);
	await node.sees('▸ 3 ○');
	t.pass();
});

test.serial('what somebody else does while it is asked is said, and the safe button has the focus again', async (t) => {
	const node = TestTerminal.open(t, 'contested');
	await node.sees('1 other here too');
	await node.types('r');
	await node.sees('Resume node-07?');
	await node.sees('! This is not what it was when you asked: read it again.');
	await node.sees('Command 4 (mkfs.ext4 /dev/sdb1) runs now and goes on.');
	await node.sees('▸[ Cancel ]');
	t.pass();
});

import test from 'ava';
import {TestTerminal} from '../terminal.js';

const sizes = [
	[40, 12],
	[80, 24],
	[120, 40],
	[200, 60],
] as const;

for (const [columns, rows] of sizes) {
	test.serial(`at ${columns}x${rows} the digits lead to every pane, and to the overview back`, async (t) => {
		const node = TestTerminal.open(t, 'whole', {columns, rows});
		await node.sees('Next:');
		await node.types('2');
		await node.sees('Boots, newest first');
		await node.sees(/▸ 91b2f004 .*41 s {2}✗ (ended uncleanly|unclean)/);
		await node.sees('Kernel panic - not syncing');
		await node.types('3');
		await node.sees('This node');
		await node.sees('192.0.2.7/24');
		await node.types('4');
		await node.sees('Scheduled commands');
		await node.sees('Output of 2');
		await node.types('5');
		await node.sees('bob (root by sudo) from 198.51.100.4');
		await node.sees('smartctl -t long');
		await node.types('6');
		await node.sees(/REBOOT_COUNT +two {2}\(default 2\)/);
		await node.types('7');
		await node.sees('✗ BROKEN');
		await node.sees(/systemctl\s+enable ssh.service/);
		await node.types('1');
		await node.sees(/3 boots in a row ended uncleanly/);
		await node.types(']');
		await node.sees('Boots, newest first');
		await node.types('[', '[');
		await node.sees('Doctor');
		// No row is broken: the ways on stand where they always stand.
		t.regex(node.screen().at(-1) ?? '', /^ r Resume {2}b Reboot {2}s Shell {2}q Leave/);
		t.regex(
			node.screen().at(-2) ?? '',
			/\[ ?Resume ?\] +\[ ?Reboot ?\] *▸\[ ?Shell ?\] +\[ ?Run( a command)? ?\] +\[ ?Leave ?\]/,
		);
	});
}

test.serial('all that a boot left behind can be read to its end', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('Next:');
	await node.types('2');
	await node.sees('1-12 of 65');
	await node.types('G');
	await node.sees('mysql.service');
	await node.types('g');
	await node.sees('Call Trace line 1');
	await node.types('down');
	await node.sees('What boot 0c3e9d17 left behind');
	await node.sees('Nothing was found.');
	await node.types('k', 'k');
	await node.sees('This boot still runs.');
	t.pass();
});

test.serial('a nearly full disk and an interface without link are said in words', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('[ Resume ]');
	await node.types('3');
	await node.sees('/: 97 % used, 36 GiB of 37 GiB, inodes 12 % - NEARLY FULL');
	await node.sees('eno2 down no address');
	await node.sees('SHA256:7mKfW2pXo1Vb9Zq4tRyU8sDhJ3nLcE6gAa0iBwTxYzM');
	t.pass();
});

test.serial('a wide screen has the boots and the node beside the overview', async (t) => {
	const node = TestTerminal.open(t, 'whole', {columns: 200, rows: 60});
	await node.sees(/3 boots in a row.* {3}5d0c11aa/);
	await node.sees('default route  192.0.2.1 dev eno1');
	t.pass();
});

test.serial('who else is here stands in the header', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('1 other here too');
	t.regex(node.screen()[0] ?? '', /1 other here too$/);
});

test.serial('a command is added, changed, cancelled and run again', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('Next:');
	await node.types('4', 'a');
	await node.sees('Command to run:');
	await node.types('d', 'f', ' ', '-', 'x', 'backspace', 'h', 'enter');
	await node.sees('Command 4 is added.');
	await node.sees(/▸ 4 ○ waiting +df -h/);
	await node.types('c', 'i', 'enter');
	await node.sees('Command 4 is changed.');
	await node.sees('df -hi');
	await node.types('x');
	await node.sees('It has not run, and will not run: df -hi');
	await node.types('y');
	await node.sees('Command 4 is cancelled.');
	await node.types('A');
	await node.sees('Run command 4 again?');
	await node.types('y');
	await node.sees('Command 4 runs again as command 5.');
	t.pass();
});

test.serial('a command can be pasted where one is asked for, and is not run by that', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('Next:');
	await node.types('4', 'a');
	await node.sees('Command to run:');
	node.write('\x1b[200~fsck -y\n/dev/sdb1 # ü\r\n\x1b[201~');
	await node.sees('Command to run: fsck -y /dev/sdb1 # ü');
	await node.types('enter');
	await node.sees('Command 4 is added.');
	t.pass();
});

test.serial('what a command does not allow is said', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('Next:');
	await node.types('4', 'up', 'c');
	await node.sees('Command 1 does not wait');
	await node.types('x');
	await node.sees('Command 1 has ended already.');
	await node.types('down', 'A');
	await node.sees('Command 2 has not ended yet.');
	await node.types('down', 'K');
	await node.sees('command 3 is the first that waits');
	await node.types('S');
	await node.sees('There is no output to save.');
	await node.types('a', 'b', 'a', 'd', 'enter');
	await node.sees('Command to run: bad   the command is not good');
	await node.types('ctrl+c');
	await node.nolonger('Command to run');
	t.pass();
});

test.serial('one that runs is stopped, after it was said how', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('Next:');
	await node.types('4', 'x');
	await node.sees('Stop command 2?');
	await node.sees('It is sent TERM, and KILL if it has not ended');
	await node.types('tab', 'enter');
	await node.sees('Command 2 is stopped.');
	t.pass();
});

test.serial('the help has every key of now, and closes with Escape', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('[ Resume ]');
	await node.types('?');
	await node.sees('Keys');
	await node.sees(/r +resume: let this boot go on/);
	await node.types('G');
	await node.sees(/Ctrl-L +draw the screen again/);
	await node.types('r');
	t.false(node.text().includes('Resume node-07?'));
	await node.types('escape');
	await node.sees('[ Resume ]');
	t.pass();
});

test.serial('the palette finds an action by the beginnings of its words', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('[ Resume ]');
	await node.types(':', 'd', 'o', 'c');
	await node.sees(/▸ 7 +Doctor/);
	await node.types('enter');
	await node.sees('systemctl enable ssh.service');
	await node.types(':', 'z', 'z');
	await node.sees('No action has these words.');
	await node.types('ctrl+c');
	await node.sees('[ Resume ]');
	await node.types(':', 'r', 'e', 'b', 'enter');
	await node.sees('Reboot node-07?');
	t.pass();
});

test.serial('a click chooses a pane, a row or a button, and the wheel scrolls', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('Next:');
	const click = (column: number, row: number) => node.write(`\x1b[<0;${column};${row}M\x1b[<0;${column};${row}m`);
	click(16, 2);
	await node.sees('Boots, newest first');
	click(10, 6);
	await node.sees('What boot 0c3e9d17 left behind');
	await node.sees('Nothing was found.');
	click(10, 5);
	await node.sees('1-12 of 65');
	node.write('\x1b[<65;10;15M');
	await node.sees('4-15 of 65');
	click(18, 23);
	await node.sees('Reboot node-07?');
	await node.sees('▸[ Cancel ]   [ Reboot ]');
	const row = node.screen().findIndex((text) => text.includes('[ Cancel ]'));
	click((node.screen()[row]?.indexOf('[ Cancel ]') ?? 0) + 2, row + 1);
	await node.nolonger('Reboot node-07?');
	click(16, 2);
	await node.sees('Boots, newest first');
	click(66, 2);
	await node.sees('Configuration');
	await node.sees('REBOOT_COUNT');
	click(10, 6);
	await node.sees('▸ REBOOT_COUNT');
	t.pass();
});

test.serial('a click on the menu or on the list of commands of the overview does what the keys do', async (t) => {
	const menu = TestTerminal.open(t, 'menu');
	await menu.sees('7  Doctor');
	const row = menu.screen().findIndex((text) => text.includes('7  Doctor'));
	menu.write(`\x1b[<0;12;${row + 1}M\x1b[<0;12;${row + 1}m`);
	await menu.sees('BROKEN');
	const list = TestTerminal.open(t, 'whole');
	await list.sees('3 ○ waiting');
	const command = list.screen().findIndex((text) => text.includes('3 ○ waiting'));
	list.write(`\x1b[<0;12;${command + 1}M\x1b[<0;12;${command + 1}m`);
	await list.sees('▸ 3 ○ waiting');
	t.pass();
});

test.serial('a command is run from any pane', async (t) => {
	const node = TestTerminal.open(t, 'whole');
	await node.sees('Next:');
	await node.types('3', 'a', ...'sync', 'enter');
	await node.sees('Command 4 is added.');
	await node.types('1');
	await node.sees(/▸ 4 ○ waiting +sync/);
	t.pass();
});

test.serial('an operational node is a menu: maintenance mode with all that goes with it', async (t) => {
	const node = TestTerminal.open(t, 'menu');
	await node.sees(/▸ m {2}Enter maintenance mode/);
	await node.types('enter');
	await node.sees('Enter maintenance mode on node-07');
	await node.types(...'new disk', 'enter', ...'fsck', 'enter', 'enter', ...'2h', 'enter', 'right', 'enter');
	await node.sees('Reboot node-07 into maintenance mode?');
	await node.sees('The hook 10-drain runs first.');
	await node.types('y', 'y');
	await node.sees('node-07 reboots into maintenance mode');
	await node.types('escape');
	await node.sees('MAINTENANCE MODE ASKED FOR');
	await node.types('w', 'y');
	await node.sees('The request is withdrawn.');
	await node.sees('OPERATIONAL');
	t.pass();
});

test.serial('umm is disabled and enabled from the menu', async (t) => {
	const node = TestTerminal.open(t, 'menu');
	await node.sees('OPERATIONAL');
	await node.types('D');
	await node.sees('Disable umm on node-07?');
	await node.sees('No boot of this node is held any more.');
	await node.types('y');
	await node.sees('UMM IS DISABLED');
	await node.types('down', 'up', 'enter');
	await node.sees('Enable umm on node-07?');
	await node.sees('umm acts on this node again.');
	await node.types('y');
	await node.sees('umm is enabled.');
	t.pass();
});

test.serial('a value that is no good is not taken, and says why', async (t) => {
	const node = TestTerminal.open(t, 'menu');
	await node.sees('OPERATIONAL');
	await node.types('6');
	await node.sees('▸ UMM ');
	await node.types('down', 'c');
	await node.sees('REBOOT_COUNT= two');
	await node.types('ctrl+u', ...'many', 'enter');
	await node.sees('REBOOT_COUNT: not a whole number');
	await node.types('ctrl+u', '3', 'enter');
	await node.sees('REBOOT_COUNT is 3.');
	t.pass();
});

import test from 'ava';
import {TestTerminal} from '../terminal.js';

for (const [columns, rows] of [
	[80, 24],
	[120, 40],
	[200, 60],
	[40, 12],
] as const) {
	test.serial(`at ${columns}x${rows} it says which node, why, what runs and what can be done`, async (t) => {
		const node = TestTerminal.open(t, 'by-request', {columns, rows});
		await node.sees('stripes');
		const screen = node.screen();
		t.regex(screen[0] ?? '', /node-07 .*PAUSED|node-07 .*MAINTENANCE MODE \(paused\)/);
		await node.sees(/asked\s+for\s+maintenance mode/);
		await node.sees(/2 ● running +48 s/);
		await node.sees('Next: ');
		await node.sees(
			columns < 50 ? '▸[Resume]  [Reboot]  [Shell]  [Leave]' : '▸[ Resume ]   [ Reboot ]   [ Shell ]   [ Leave ]',
		);
		t.regex(screen.at(-1) ?? '', /r Resume {2}b Reboot {2}s Shell {2}q Leave/);
		if (columns >= 80) await node.sees('· since 03:12:44, 4 min');
	});
}

test.serial('paused by the counter: the boots that failed are the evidence', async (t) => {
	const node = TestTerminal.open(t, 'by-counter');
	await node.sees('3 boots in a row ended uncleanly; the limit is 2.');
	await node.sees('· boot 0c3e9d17 ended uncleanly after 38 s');
	await node.sees('No commands are scheduled.');
	await node.sees('Next: Find out why boots fail in a Shell; then Resume.');
	await node.sees('▸[ Shell ]');
	t.pass();
});

test.serial('paused by the kernel word', async (t) => {
	const node = TestTerminal.open(t, 'by-word');
	await node.sees('The kernel command line of this boot has the word umm.');
	t.pass();
});

test.serial('while the state is still being read it is said, and the console can be left', async (t) => {
	const node = TestTerminal.open(t, 'hung');
	await node.sees('Reading the state of this node');
	await node.types('q');
	await node.sees('left for: leave');
	t.pass();
});

test.serial('commands in all states have a word each', async (t) => {
	const node = TestTerminal.open(t, 'states', {rows: 40});
	for (const words of [
		/1 ✓ done, exit 0 +0 s +true/,
		/2 ✗ failed, exit 2 +2 min 5 s +make -C \/srv check/,
		/3 ✗ killed, SIGTERM +12 s/,
		/4 ✗ timed out/,
		/5 ✗ interrupted/,
		/6 ✗ did not start/,
		/7 – cancelled/,
		/10 ○ waiting .* echo later echo and later/,
	]) {
		await node.sees(words);
	}
	t.pass();
});

test.serial('the output is that of the chosen command', async (t) => {
	const node = TestTerminal.open(t, 'states', {rows: 40});
	await node.sees('Output of 6');
	await node.sees('output of 6');
	await node.types('up');
	await node.sees('output of 5');
	await node.types('down', 'down');
	await node.sees('Output of 7');
	await node.sees('It was cancelled before it ran.');
	await node.types('down');
	await node.sees('It has not run yet.');
	node.write('\u001b[A'.repeat(8));
	await node.sees('Output of 1 ');
	await node.sees('It printed nothing.');
	t.pass();
});

test.serial('output comes while it is looked at', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees(/verified \d of 100/);
	await node.sees('following');
	await node.sees('the array is complete');
	t.false(node.text().includes('verified 50 of'));
});

test.serial('a command that is silent says so', async (t) => {
	const node = TestTerminal.open(t, 'quiet');
	await node.sees('It has printed nothing yet.');
	t.pass();
});

test.serial('PgUp looks back, End follows again', async (t) => {
	const node = TestTerminal.open(t, 'long');
	await node.sees('line 9000');
	await node.types('pageup');
	await node.nolonger('line 9000');
	await node.sees('of 9000 (');
	await node.types('pageup', 'pagedown', 'pagedown');
	await node.sees('line 9000');
	await node.types('pageup', 'end');
	await node.sees('line 9000');
	t.pass();
});

test.serial('an operational node says so and offers a menu', async (t) => {
	const node = TestTerminal.open(t, 'operational');
	await node.sees('This node is operational');
	await node.sees(/▸ m {2}Enter maintenance mode/);
	await node.sees(/q {2}Leave/);
	t.false(node.text().includes('Resume'));
	await node.types('r', 'b');
	t.false(node.text().includes('Cancel'));
	await node.types('q');
	await node.sees('left for: leave');
	t.is((await node.exited).exitCode, 0);
});

test.serial('asked and disabled are said in words', async (t) => {
	const asked = TestTerminal.open(t, 'asked');
	await asked.sees('MAINTENANCE MODE ASKED FOR');
	await asked.sees(/▸ w {2}Withdraw/);
	const disabled = TestTerminal.open(t, 'disabled');
	await disabled.sees('umm is disabled on this node: no boot will be held.');
	t.pass();
});

test.serial('warnings stand under the evidence', async (t) => {
	const node = TestTerminal.open(t, 'warnings');
	await node.sees('! /etc/umm.conf line 3: REBOOT_COUNT=two is no number');
	t.pass();
});

test.serial('a state that can’t be read any more leaves the rest alive', async (t) => {
	const node = TestTerminal.open(t, 'unreadable');
	await node.sees("! The state can't be read: /etc/umm/state/ledger: input/output error");
	await node.sees('rebuild-array');
	await node.types('r');
	await node.sees('Resume node-07?');
	t.pass();
});

test.serial('a state that was never known offers every way out', async (t) => {
	const node = TestTerminal.open(t, 'unknown');
	await node.sees('/run/umm/boot: permission denied');
	await node.sees('[ Resume ]   [ Reboot ]  ▸[ Shell ]   [ Leave ]');
	await node.sees('Next: Open a Shell and look');
	t.pass();
});

test.serial('output that can’t be read says so in its place', async (t) => {
	const node = TestTerminal.open(t, 'unreadable-output');
	await node.sees("Its output can't be read: /var/lib/umm/runs/0002: input/output error");
	t.pass();
});

test.serial('a fault of one part leaves the others', async (t) => {
	const node = TestTerminal.open(t, 'fault');
	await node.sees("A fault of umm: the list of commands can't be drawn");
	await node.sees('[ Resume ]');
	t.pass();
});

test.serial('a resize draws the screen anew', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('[ Resume ]');
	for (const [columns, rows] of [
		[120, 40],
		[40, 12],
		[10, 3],
		[200, 60],
		[80, 24],
	] as const) {
		node.resize(columns, rows);
		await node.sees(columns < 40 ? 'r Resume' : /\[ ?Shell ?\]/);
	}
	await node.sees(/^ r Resume .* q Leave.*$(?!\n)/m);
	await node.sees('[ Resume ]');
	t.is(node.text().split('[ Resume ]').length, 2);
});

test.serial('a terminal without a size is taken for 80x24', async (t) => {
	const node = TestTerminal.open(t, 'by-request', {script: 'stty cols 0 rows 0; exec "$0" "$@"'});
	await node.sees('[ Resume ]');
	t.regex(node.screen()[23] ?? '', /q Leave/);
});

test.serial('it does not mind CI=true', async (t) => {
	const node = TestTerminal.open(t, 'by-request', {env: {CI: 'true'}});
	await node.sees('[ Resume ]');
	t.pass();
});

test.serial('NO_COLOR leaves no colour, and the words say it all', async (t) => {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: it is the Escape of an SGR sequence
	const colour = /\x1b\[[\d;]*(?:3[0-7]|4[0-7])m/;
	const plain = TestTerminal.open(t, 'states', {env: {NO_COLOR: '1'}});
	await plain.sees('✗ did not start');
	t.notRegex(plain.raw, colour);
	const coloured = TestTerminal.open(t, 'states');
	await coloured.sees('✗ did not start');
	t.regex(coloured.raw, colour);
});

test.serial('hostile output leaves the screen as it is', async (t) => {
	const node = TestTerminal.open(t, 'hostile', {columns: 200, rows: 60});
	await node.sees('last line, no end');
	await node.sees('plain after escapes');
	await node.sees('red by C1');
	await node.sees(/^ downloading 100 %$/m);
	await node.sees('部品を交換しました 한국어 🙂 end of wide');
	await node.sees('a       b       tabs');
	await node.sees('link and colour');
	await node.sees('after the unfinished sequence');
	t.false(node.raw.includes('\x1b]'));
	t.false(node.raw.includes('a title'));
	t.regex(node.screen()[0] ?? '', /MAINTENANCE MODE/);
	t.regex(node.screen().at(-1) ?? '', /q Leave/);
});

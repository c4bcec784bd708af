import test from 'ava';
import type {ScenarioName} from '../fixtures/scenarios.js';
import {TestTerminal} from '../terminal.js';

interface State {
	readonly scenario: ScenarioName;
	readonly keys?: readonly string[];
	/** What is said at every size. */
	readonly says: readonly string[];
	/** What is said besides from 80x24 on. */
	readonly saysToo?: readonly string[];
	/** The last row, from its beginning. */
	readonly foot: string;
}

const ways = 'r Resume b Reboot s Shell q Leave';
const question = (confirm: string) => `y ${confirm} n/Esc Cancel`;

const states: Readonly<Record<string, State>> = {
	'a node paused by request': {
		scenario: 'by-request',
		says: ['alice (sudo, from 192.0.2.17) asked for maintenance mode.', '2 ● running', 'Next: Wait: command 2'],
		saysToo: ['Reason: replace the disk behind /dev/sdb.', '1 ✓ done, exit 0', '3 ○ waiting', '1 h 43 min left'],
		foot: ways,
	},
	'a node paused by the counter': {
		scenario: 'whole',
		says: ['3 boots in a row ended uncleanly; the limit is 2.', '· panic: Kernel panic'],
		saysToo: ['failed units: mysql.service', '1 other here too'],
		foot: ways,
	},
	'a node paused by the kernel word': {
		scenario: 'by-word',
		says: ['The kernel command line of this boot has the word umm.', 'Next: Resume, when you are done'],
		foot: ways,
	},
	'a node whose announced end has passed': {scenario: 'late', says: ['late by 15 min'], foot: ways},
	'an operational node': {
		scenario: 'menu',
		says: [
			'OPERATIONAL',
			'This node is operational',
			'▸ m Enter maintenance mode',
			'3 Node',
			'Next: Nothing has to be done',
		],
		saysToo: ['7 Doctor whether umm will work', 'Boots, newest first', '✗ ended uncleanly'],
		foot: 'm Maintenance s Shell q Leave',
	},
	'a node asked to pause': {
		scenario: 'asked',
		says: ['ASKED FOR', '▸ w Withdraw', '1 ○ waiting'],
		foot: 'w Withdraw s Shell q Leave',
	},
	'a node on which umm is disabled': {
		scenario: 'disabled',
		says: ['DISABLED', 'no boot will be held.', '▸ e Enable umm'],
		foot: 'e Enable s Shell q Leave',
	},
	'a node that is still read': {scenario: 'hung', says: ['Reading the state of this node'], foot: ways},
	'a node that can not be read': {
		scenario: 'unknown',
		says: ["The state can't be read: /run/umm/boot", 'Next: Open a Shell and look'],
		foot: ways,
	},
	'a configuration with a mistake': {
		scenario: 'warnings',
		says: ['! /etc/umm.conf line 3:'],
		saysToo: ['REBOOT_COUNT=two is no number; 2 holds'],
		foot: ways,
	},
	'commands in every state': {
		scenario: 'states',
		keys: ['4', 'up', 'up'],
		says: ['✗ timed out', 'Output of 4'],
		foot: ways,
	},
	'the boots': {
		scenario: 'whole',
		keys: ['2'],
		says: ['▸ 91b2f004', '41 s ✗', 'What boot 91b2f004 left behind', 'Kernel panic'],
		saysToo: ['‖', 'held ● paused, runs now', 'a full bar is the window of 10 min', '✓ clean reboot'],
		foot: ways,
	},
	'the node itself': {
		scenario: 'whole',
		keys: ['3'],
		says: ['eno1 up 192.0.2.7/24', 'default route'],
		saysToo: ['/: 97 % used', 'NEARLY FULL', 'eno2 down no address', 'ED25519 SHA256:', 'systemd 252', 'uptime'],
		foot: ways,
	},
	'the commands': {
		scenario: 'whole',
		keys: ['4'],
		says: ['▸ 2 ● running', 'Output of 2', 'following'],
		foot: ways,
	},
	'the people': {
		scenario: 'whole',
		keys: ['5'],
		says: ['bob (root by sudo) from 198.51.100.4', 'schedule add: smartctl'],
		saysToo: ['20 s ago: looked at command 2', 'off (refused): the hook 10-drain failed'],
		foot: ways,
	},
	'the settings': {
		scenario: 'whole',
		keys: ['6', 'down'],
		says: ['▸ REBOOT_COUNT', '! not a whole number; the default holds'],
		foot: ways,
	},
	'the doctor': {
		scenario: 'whole',
		keys: ['7'],
		says: ['✗ BROKEN ssh while paused', 'what to do: systemctl enable ssh.service'],
		saysToo: ['umm would not work', '! warning', '✓ ok'],
		foot: ways,
	},
	'the help': {scenario: 'whole', keys: ['?'], says: ['Keys', 'Up, k'], foot: 'Esc Close'},
	'the palette': {scenario: 'whole', keys: [':', ...'reb'], says: ['Find an action', '▸ b'], foot: ': reb'},
	'the question before Resume': {
		scenario: 'by-request',
		keys: ['r'],
		says: ['Resume node-07?', 'The command that still runs, 2, is left running.', '▸[ Cancel ] [ Resume ]'],
		foot: question('Resume'),
	},
	'the question before Reboot': {
		scenario: 'by-request',
		keys: ['b'],
		says: ['Reboot node-07?', 'The command that still runs, 2, is ended.', '▸[ Cancel ] [ Reboot ]'],
		foot: question('Reboot'),
	},
	'the question before a command is stopped': {
		scenario: 'whole',
		keys: ['4', 'x'],
		says: ['Stop command 2?', 'It is sent TERM, and KILL', '▸[ Cancel ] [ Stop the command ]'],
		foot: question('Stop the command').slice(0, 18),
	},
	'an action that failed': {
		scenario: 'failing',
		keys: ['r', 'y'],
		says: ['node-07 was not resumed', 'refused: exit status 3', '▸[ Close ]'],
		saysToo: ['the hook /etc/umm/hooks/before-off.d/10-drain refused', "'umm off --no-hooks' resumes without hooks"],
		foot: 'Enter Back to the console',
	},
	'the form of maintenance mode': {
		scenario: 'menu',
		keys: ['m', ...'disk', 'enter', ...'fsck', 'enter', ...'sync', 'enter'],
		says: ['Enter maintenance mode on node-07', 'Command fsck sync ▸ Command', 'Enter next Esc give up'],
		saysToo: ['Reason disk', 'Done in', 'Then stay paused until it is resumed'],
		foot: '',
	},
	'a command that is typed': {
		scenario: 'whole',
		keys: ['a', ...'df -h'],
		says: ['Run'],
		foot: 'Command to run: df -h',
	},
};

const sizes = [
	[80, 24],
	[40, 12],
	[120, 40],
	[200, 60],
] as const;

const header =
	/^(node-07 (PAUSED|MAINTENANCE MODE|OPERATIONAL|ASKED|UMM IS|DISABLED)|Reading the state|The state of this node is not known)/;

for (const [what, {scenario, keys = [], says, saysToo = [], foot}] of Object.entries(states)) {
	test.serial(`${what}: at every size it says what matters, and everything is in its place`, async (t) => {
		const node = TestTerminal.open(t, scenario);
		await node.shows(scenario === 'hung' ? 'Reading' : 'Next:');
		await node.types(...keys);
		for (const [columns, rows] of sizes) {
			if (columns !== 80) node.resize(columns, rows);
			const squeezed = (row: number) => (node.screen().at(row) ?? '').trim().replaceAll(/\s+/g, ' ');
			const isThere = () => squeezed(-1).startsWith(foot) && header.test(squeezed(0));
			await node.until(isThere, `the header, or the last row '${foot}', is not in its place`);
			await node.shows(...says, ...(columns === 40 ? [] : saysToo));
			if (foot === ways) t.regex(squeezed(-2), /\[ ?Resume ?\].*\[ ?Reboot ?\].*\[ ?Shell ?\].*\[ ?Leave ?\]$/);
			t.false(node.hasTornRow, `${columns}x${rows}: a row is too long`);
		}
	});
}

const looks = ['whole', 'menu', 'states', 'by-request'] as const;
const strange = '\u001b\\[[\\d;]*';

for (const scenario of looks) {
	test.serial(
		`${scenario}: 16 colours do, and none of text is one that a light or a dark ground swallows`,
		async (t) => {
			const node = TestTerminal.open(t, scenario, {columns: 120, rows: 40});
			await node.shows('Next:');
			await node.types('2', '3', '7', 'r', 'escape');
			await node.settles();
			t.notRegex(node.raw, new RegExp(`${strange}\\b(?:38|48|9[0-7]|10[0-7])\\b[\\d;]*m`));
			t.notRegex(
				node.raw,
				new RegExp(`${strange}\\b3[34567]m`),
				'only red and green, and black on a ground of its own',
			);
		},
	);

	test.serial(`${scenario}: in the locale C it is drawn in ASCII alone, its dialogs too`, async (t) => {
		const node = TestTerminal.open(t, scenario, {columns: 60, rows: 24, env: {LANG: 'C'}});
		await node.shows('Next:');
		for (const key of ['', '2', '4', '1', scenario === 'menu' ? 'm' : 'r']) {
			if (key !== '') await node.types(key);
			await node.settles();
			// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
			t.regex(node.text(), /^[\x00-\x7f]*$/);
		}
	});
}

test.serial('a text console keeps the letters of others, and gets signs that its font has', async (t) => {
	const node = TestTerminal.open(t, 'hostile', {columns: 200, rows: 60, env: {TERM: 'linux'}});
	await node.sees('部品を交換しました');
	await node.sees('> 1 + done');
	t.notRegex(node.text(), /[▸●○✓✗…─]/u);
});

test.serial('in the locale C each cell of a letter that can’t be written is a question mark', async (t) => {
	const node = TestTerminal.open(t, 'hostile', {columns: 200, rows: 60, env: {LANG: 'C'}});
	await node.sees(`${'?'.repeat(18)} ${'?'.repeat(6)} ?? end of wide`);
	t.pass();
});

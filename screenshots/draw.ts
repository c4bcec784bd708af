/* Draws the console's screens as pictures, from the terminal that the tests look at, and docs/keys.md. */
import {writeFile} from 'node:fs/promises';
import type {ScenarioName} from '../test/ui/fixtures/scenarios.js';
import {TestTerminal} from '../test/ui/terminal.js';
import {keysPage} from '../ui/keys-page.js';
import {svgOf} from './svg.js';

interface Picture {
	readonly scenario: ScenarioName;
	readonly title: string;
	/** What is on the screen before the keys. */
	readonly first?: string | RegExp;
	readonly keys?: readonly string[];
	/** What is on the screen when it is to be drawn. */
	readonly until: string | RegExp;
	/** Columns and rows; 80x24 when absent. */
	readonly size?: readonly [number, number];
	readonly env?: Readonly<Record<string, string>>;
}

const usual: readonly [number, number] = [80, 24];
const done = 'the array is complete';

const pictures: Readonly<Record<string, Picture>> = {
	'paused-by-request': {
		scenario: 'by-request',
		title: 'A node paused by request, with scheduled commands and the live output of one',
		until: done,
	},
	'paused-by-counter': {
		scenario: 'whole',
		title: 'A node paused because its last boots ended uncleanly',
		until: done,
	},
	boots: {
		scenario: 'whole',
		title: 'The last boots to scale, and the last words of one that died',
		keys: ['2'],
		until: 'Kernel panic',
	},
	node: {scenario: 'whole', title: 'Addresses, host keys, disks and load', keys: ['3'], until: 'NEARLY FULL'},
	commands: {scenario: 'whole', title: 'The scheduled commands and all of the output', keys: ['4'], until: done},
	search: {
		scenario: 'whole',
		title: 'A search in the output of a command',
		first: done,
		keys: ['4', '/', '9', '9', 'enter'],
		until: /1 (of 1|found)/,
	},
	people: {scenario: 'whole', title: 'Who else is here, and what was done', keys: ['5'], until: 'bob (root by sudo)'},
	settings: {scenario: 'whole', title: 'The configuration, with a value that is no good', keys: ['6'], until: 'no'},
	doctor: {scenario: 'whole', title: 'What would keep umm from working', keys: ['7'], until: 'BROKEN'},
	help: {scenario: 'whole', title: 'The keys that mean something now', keys: ['?'], until: 'Everywhere'},
	palette: {scenario: 'whole', title: 'Finding an action by its name', keys: [':', 'r', 'e'], until: 'Find an action'},
	confirm: {
		scenario: 'by-request',
		title: 'The dialog that confirms Resume',
		keys: ['r'],
		until: 'The boot goes on',
	},
	failed: {
		scenario: 'failing',
		title: 'An action that failed, why, and what to try',
		keys: ['r', 'y'],
		until: 'was not resumed',
	},
	'add-command': {
		scenario: 'whole',
		title: 'Adding a command',
		keys: ['4', 'a', ...'fsck -y /dev/sdb1'],
		until: /fsck -y .dev.sdb1/,
	},
	states: {scenario: 'states', title: 'Commands in every state', until: 'did not start', size: [100, 30]},
	warnings: {scenario: 'warnings', title: 'A configuration with a mistake', until: 'REBOOT_COUNT=two'},
	unknown: {scenario: 'unknown', title: 'A state that can not be read', until: 'permission denied'},
	operational: {scenario: 'menu', title: 'An operational node: the menu', until: 'Doctor'},
	maintenance: {
		scenario: 'menu',
		title: 'Entering maintenance mode',
		keys: ['m', ...'replace the disk', 'enter', ...'fsck -y /dev/sdb1', 'enter', ...'2h'],
		until: '2h',
	},
	small: {scenario: 'whole', title: 'All that matters at 40x12', until: done, size: [40, 12]},
	wide: {scenario: 'whole', title: 'A large screen', until: done, size: [200, 60]},
	'no-colour': {scenario: 'states', title: 'Without colours', until: 'did not start', env: {NO_COLOR: '1'}},
	'text-console': {scenario: 'whole', title: 'A text console without Unicode', until: done, env: {TERM: 'linux'}},
};

/** The keys of the recorded session, and what is waited for after each. */
const session: ReadonlyArray<readonly [key: string, until: string | RegExp]> = [
	['', 'the array is complete'],
	['2', 'Kernel panic'],
	['pagedown', 'Call Trace line 20'],
	['3', 'NEARLY FULL'],
	['4', 'Output of 2'],
	['1', 'Next:'],
	['r', 'The boot goes on'],
	['y', 'boot of node-07 goes on'],
];

const folder = new URL('../../screenshots/', import.meta.url);
const ends: Array<() => void> = [];
const open = (scenario: ScenarioName, size: readonly [number, number], env: Readonly<Record<string, string>>) =>
	TestTerminal.open({teardown: (end) => ends.push(end)}, scenario, {columns: size[0], rows: size[1], env});

for (const [
	name,
	{scenario, title, first = /Next:|not known/, keys = [], until, size = usual, env = {}},
] of Object.entries(pictures)) {
	const node = open(scenario, size, env);
	await node.sees(first);
	await node.types(...keys);
	await node.sees(until);
	await node.settles();
	await writeFile(new URL(`${name}.svg`, folder), svgOf(node.emulator, title));
}

/* A recording (asciicast v2): what each key brings comes at once, a second and a half after the one before. */
const node = open('whole', [80, 24], {});
const events: string[] = [JSON.stringify({version: 2, width: 80, height: 24, title: 'umm: a paused node is resumed'})];
for (const [index, [key, until]] of session.entries()) {
	const from = node.raw.length;
	if (key !== '') await node.types(key);
	await node.sees(until);
	await node.settles();
	events.push(JSON.stringify([index * 1.5, 'o', node.raw.slice(from)]));
}
await writeFile(new URL('session.cast', folder), `${events.join('\n')}\n`);

await writeFile(new URL('../docs/keys.md', folder), keysPage());
for (const end of ends) end();

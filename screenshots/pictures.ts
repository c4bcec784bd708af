import type {ScenarioName} from '../test/ui/fixtures/scenarios.js';
import type {Ground} from './svg.js';

/** A screen that is drawn. */
export interface Picture {
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
	/** The ground of the terminal; dark when absent. */
	readonly ground?: Ground;
	/** Whether the screen never rests: it is drawn at once when `until` is there. */
	readonly isMoving?: true;
}

const done = 'the array is complete';

/** Each screen in each interesting state, by the name of its file. */
export const pictures: Readonly<Record<string, Picture>> = {
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
		keys: [
			'm',
			...'replace the disk',
			'enter',
			...'fsck -y /dev/sdb1',
			'enter',
			...'mount /srv',
			'enter',
			'enter',
			...'2h',
		],
		until: '2h',
	},
	small: {scenario: 'whole', title: 'All that matters at 40x12', until: done, size: [40, 12]},
	wide: {scenario: 'whole', title: 'A large screen', until: done, size: [200, 60]},
	'no-colour': {scenario: 'states', title: 'Without colours', until: 'did not start', env: {NO_COLOR: '1'}},
	'text-console': {scenario: 'whole', title: 'A text console without Unicode', until: done, env: {TERM: 'linux'}},
	'paused-by-word': {scenario: 'by-word', title: 'A node paused by the kernel word umm', until: 'kernel command line'},
	reading: {scenario: 'hung', title: 'Before anything is known of the node', first: 'Reading', until: 'Reading'},
	asked: {scenario: 'asked', title: 'Maintenance mode is asked for', until: 'Withdraw'},
	disabled: {scenario: 'disabled', title: 'A node on which umm is disabled', until: 'Enable umm'},
	countdown: {
		scenario: 'by-request',
		title: 'A reboot that can still be called off',
		keys: ['b', 'y'],
		until: 'reboots in 5 s',
		isMoving: true,
	},
	resumed: {
		scenario: 'by-request',
		title: 'The services as they started, and the one that failed',
		keys: ['r', 'y'],
		until: 'Resumed',
	},
	stop: {scenario: 'whole', title: 'Stopping a command that runs', keys: ['4', 'x'], until: 'Stop command 2?'},
	late: {scenario: 'late', title: 'The announced end has passed', keys: ['3'], until: 'it is late'},
	news: {
		scenario: 'contested',
		title: 'Somebody else did something while it was asked',
		keys: ['r'],
		until: 'not what it was',
	},
	'confirm-maintenance': {
		scenario: 'menu',
		title: 'What maintenance mode will do',
		keys: ['m', 'tab', 'tab', 'tab', 'enter'],
		until: 'runs first',
	},
	'set-value': {
		scenario: 'menu',
		title: 'A value that is not taken',
		keys: ['6', 'down', 'c', 'ctrl+u', ...'many', 'enter'],
		until: 'not a whole number',
	},
	'small-operational': {scenario: 'menu', title: 'The menu at 40x12', until: 'Settings', size: [40, 12]},
	'small-confirm': {
		scenario: 'whole',
		title: 'A dialog at 40x12',
		keys: ['r'],
		until: 'Resume node-07?',
		size: [40, 12],
	},
	'small-form': {scenario: 'menu', title: 'The form at 40x12', keys: ['m'], until: 'Reason', size: [40, 12]},
	'small-boots': {scenario: 'whole', title: 'The boots at 40x12', keys: ['2'], until: 'Kernel panic', size: [40, 12]},
	medium: {scenario: 'whole', title: 'A screen of 120x40', until: done, size: [120, 40]},
	'wide-operational': {scenario: 'menu', title: 'The menu on a large screen', until: 'init system', size: [200, 60]},
	'light-paused': {scenario: 'whole', title: 'On a light background', until: done, ground: 'light'},
	'light-boots': {
		scenario: 'whole',
		title: 'The boots on a light background',
		keys: ['2'],
		until: 'Kernel panic',
		ground: 'light',
	},
	'light-operational': {scenario: 'menu', title: 'The menu on a light background', until: 'Doctor', ground: 'light'},
	'light-doctor': {
		scenario: 'whole',
		title: 'The checks on a light background',
		keys: ['7'],
		until: 'BROKEN',
		ground: 'light',
	},
	ascii: {scenario: 'states', title: 'In the locale C', until: 'did not start', env: {LANG: 'C'}},
};

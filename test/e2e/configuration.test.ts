/* Whatever is in /etc/umm.conf, or is not: the node boots, says once what is wrong, and can be paused. */
import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {statusJson, succeeds} from './support/calls.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

const conf = '/etc/umm.conf';

let rack: Rack;
let node: Node;
let packaged: string;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack);
	packaged = `${await node.files.read(conf)}\n`;
});
test.after.always(() => rack.close());

/** @returns what the journal of this boot says of the configuration, once all that reads it at a boot has done so. */
async function said(): Promise<string[]> {
	if ((await status(node)) !== 'umm') {
		const waits = 'pgrep -P "$(systemctl show --property=MainPID --value umm-window.service)" sleep';
		await until(async () => (await node.exec(waits)).status === 0, {timeout: 60, what: 'the window is waited for'});
	}
	const {stdout} = await node.exec('journalctl --boot --output=cat');
	return stdout.split('\n').filter((line) => line.includes(conf));
}

const loudly = async () =>
	(await node.exec(`journalctl --boot --unit=umm-boot.service --priority=warning --output=cat`)).stdout
		.split('\n')
		.filter((line) => line.includes(conf));

interface Case {
	/** What the file is. */
	what: string;
	/** Makes it. */
	make: () => Promise<unknown>;
	/** The lines in the journal of each boot. */
	says: readonly RegExp[];
	/** Exit status of `umm config check`, and what it says. */
	check: readonly [status: number, stderr: RegExp];
	/** REBOOT_COUNT that holds; its default where nothing is said. */
	limit?: number;
}

const text = (content: string | Uint8Array) => async () => {
	await node.exec(`rm -rf ${conf}`);
	await node.exec(`cat >${conf}`, {input: content});
};
const packagedWith = (command: string) => async () => {
	await text(packaged.replace('REBOOT_COUNT=2', 'REBOOT_COUNT=7'))();
	await node.exec(command);
};

/** Of each kind of line that can be wrong one, a value that is right, and no newline at the end. */
const garbage = `this is not a setting
REBOOT_COUNT=many
COUNTER_RESET_TIME = "soon"
COLOUR=blue
REBOOT_COUNT
=3
HOOK_TIMEOUT=1min`;

/** 400 lines of what is no text. */
const bytes = Buffer.from(
	Array.from({length: 4000}, (_, index) => (index % 10 === 9 ? 10 : ([127, 0, 1, 254, 69, 128, 255][index % 7] ?? 0))),
);

const cases: readonly Case[] = [
	{
		what: 'garbage',
		make: text(garbage),
		says: [/:1: /, /:2: REBOOT_COUNT: /, /:3: COUNTER_RESET_TIME: /, /:5: /, /:6: /],
		check: [2, /:2: error: REBOOT_COUNT: .*\n.*:3: error: COUNTER_RESET_TIME: /],
	},
	{what: 'empty', make: text(''), says: [], check: [0, /^$/]},
	{what: 'missing', make: () => node.exec(`rm -rf ${conf}`), says: [], check: [0, /^$/]},
	{
		what: 'a directory',
		make: () => node.exec(`rm -rf ${conf} && mkdir ${conf}`),
		says: [/is not a regular file; it is ignored/],
		check: [2, /umm\.conf is ignored: it is not a regular file/],
	},
	{
		what: 'of mode 000, which root reads all the same',
		make: packagedWith(`chmod 000 ${conf}`),
		says: [],
		check: [0, /^$/],
		limit: 7,
	},
	{
		what: 'writable by a group',
		make: packagedWith(`chmod 664 ${conf}`),
		says: [/others may write to .* \(mode 664\); it is ignored/],
		check: [2, /umm\.conf is ignored: others may write to it/],
	},
	{
		what: "anna's",
		make: packagedWith(`chown anna ${conf}`),
		says: [/belongs to another user; it is ignored/],
		check: [2, /umm\.conf is ignored: it belongs to the user 1000/],
	},
	{
		what: 'binary',
		make: text(bytes),
		says: [/:1: not KEY=value/, /:2: /, /:3: /, /:4: /, /:5: /, /more lines are wrong/],
		check: [2, /umm\.conf:400: error: not KEY=value/],
	},
	{
		what: '1 MB',
		make: text(Buffer.concat(Array(250).fill(bytes))),
		says: [/is too large \(\d+ bytes\); it is ignored/],
		check: [2, /umm\.conf is ignored: it has 1000000 bytes/],
	},
	{
		what: 'one long line of blanks',
		make: text(`REBOOT_COUNT=${' '.repeat(32_000)}7${' '.repeat(32_000)}`),
		says: [/:1: longer than 4096 bytes/],
		check: [2, /:1: error: longer than 4096 bytes/],
	},
];

for (const {what, make, says, check, limit = 2} of cases) {
	test.serial(
		`with a configuration that is ${what} the node boots, pauses and resumes, and says what is wrong`,
		async (t) => {
			const saysIt = async () => {
				const lines = await loudly();
				t.is(lines.length, says.length, lines.join('\n'));
				for (const [index, line] of lines.entries()) t.regex(line, says[index] as RegExp);
				t.deepEqual(await said(), lines, 'it is said once a boot');
			};
			await make();
			t.is(await status(node), 'runlevel N 5');
			const checked = await node.ssh('umm config check');
			t.is(checked.status, check[0]);
			t.regex(checked.stderr, check[1]);
			const {config, state} = await statusJson(node);
			t.is(config.rebootCount, limit);
			t.is(state, 'operational');

			await pause(node);
			t.is((await statusJson(node)).boot.limit, limit);
			await saysIt();
			await resume(node);

			await node.waitReboot(() => node.ssh('systemctl reboot'));
			await operational(node);
			t.is((await node.ssh('id -un', {user: 'anna'})).stdout, 'anna');
			t.is((await node.ssh('umm status', {user: 'anna'})).stdout, 'runlevel N 5');
			await saysIt();
			t.is((await statusJson(node)).boot.limit, limit);
		},
	);
}

test.serial('edits take effect with no restart', async (t) => {
	await text(packaged)();
	await succeeds(t, node, 'umm config check');
	const edit = (from: string, to: string) => succeeds(t, node, `sed -i s/^${from}/${to}/ ${conf}`);
	t.is(await status(node), 'runlevel N 5');
	await edit('UMM=yes', 'UMM=no');
	t.is(await status(node), 'MM disabled');
	t.is((await statusJson(node)).state, 'disabled');
	await edit('UMM=no', 'UMM=yes');
	t.is(await status(node), 'runlevel N 5');

	await edit('REBOOT_COUNT=2', 'REBOOT_COUNT=9');
	t.is((await statusJson(node)).config.rebootCount, 9);
	t.regex(await succeeds(t, node, '/usr/lib/umm/gate decide'), / limit=9 /);

	const proof = async () =>
		/ proof=window /.test((await node.files.read('/etc/umm/state/ledger')).replaceAll('\t', ' '));
	t.false(await proof());
	await edit('COUNTER_RESET_TIME=10min', 'COUNTER_RESET_TIME=1s');
	await until(proof, {timeout: 60, what: 'this boot has proved healthy'});
});

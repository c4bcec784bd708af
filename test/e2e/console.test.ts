/* The console on a real paused node, by keys: over sshd and through the embedded server. */
import test, {type ExecutionContext} from 'ava';
import type {Layer} from './lab/files.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {pendingReboot} from './support/calls.js';
import {add, idle, must, reaches, show} from './support/schedule.js';
import {Terminal, type TerminalOptions} from './support/terminal.js';
import {installUmm, operational, pause, status} from './support/umm.js';

const served = 2222;

/** Ordinary services, as the node starts them when it goes on: one that takes a while, and one that fails. */
const services: Layer = Object.fromEntries(
	[
		['slow', 'Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sleep 1'],
		['hopeless', 'ExecStart=/bin/false\nType=oneshot'],
	].flatMap(([name, lines]): Array<[string, Layer[string]]> => {
		const unit = `/etc/systemd/system/${name}.service`;
		return [
			[unit, `[Unit]\nBefore=multi-user.target\n[Service]\n${lines}\n`],
			[`/etc/systemd/system/multi-user.target.wants/${name}.service`, {link: unit}],
		];
	}),
);

let rack: Rack;
let node: Node;
let boot: string;
test.before(async () => {
	rack = await Rack.open();
	node = await rack.node({layers: [services]});
	await installUmm(node);
	await must(node, 'umm config set SSH_SERVE=always');
	boot = await pause(node, "--reason 'new disks' -- 'echo the work is done'");
	await idle(node);
});
test.after.always(() => rack.close());

/** Open a console, and wait until it shows all of its first screen. */
async function openConsole(options: TerminalOptions = {}): Promise<Terminal> {
	const terminal = Terminal.open(node, options);
	await terminal.sees(/ r Resume b Reboot s Shell q Leave/);
	return terminal;
}

/** Type text as a person does, and wait until it is there. */
async function enters(terminal: Terminal, text: string): Promise<void> {
	terminal.types(text);
	await terminal.sees(new RegExp(text.slice(-12).replaceAll(/[$()|]/g, '\\$&')));
	terminal.types('\r');
}

/** Choose the command before. */
async function goesUp(terminal: Terminal, id: number): Promise<void> {
	terminal.types('k');
	await terminal.sees(new RegExp(`▸ ${id} `));
}

async function leaves(t: ExecutionContext, terminal: Terminal): Promise<void> {
	await terminal.leaves();
	t.is(await terminal.ended(), 0);
	t.false(terminal.fullScreen);
}

for (const [columns, rows] of [
	[40, 12],
	[80, 24],
	[120, 40],
	[200, 60],
] as const) {
	for (const [way, port] of [
		['sshd', 22],
		['the embedded server', served],
	] as const) {
		test.serial(`at ${columns}x${rows} every pane is reached by its digit, over ${way}`, async (t) => {
			using terminal = await openConsole({columns, rows, port});
			await terminal.sees(/asked for maintenance mode.*new disks/);
			for (const [digit, wanted] of [
				['2', new RegExp(`Boots, newest first.*▸ ${boot.slice(0, 8)} .*What boot ${boot.slice(0, 8)} left behind`)],
				['3', new RegExp(`This node.*host0 .*${node.address.replaceAll('.', '\\.')}/24`)],
				['4', /Scheduled commands.*▸ 1 . .*echo the work.*Output of 1.*the work is done/],
				['5', /Others on a console now .*What was done, newest first.*console opened/],
				['6', /REBOOT_COUNT 2.*COUNTER_RESET_TIME 10min/],
				['7', /Doctor.*ok wiring: \/etc\/systemd/],
				['1', /asked for maintenance mode.*new disks/],
			] as const) {
				terminal.types(digit);
				await terminal.sees(wanted);
				t.is(terminal.text().split('\n').length, rows);
			}
			await leaves(t, terminal);
		});
	}
}

test.serial(
	'commands are added, changed, moved, cancelled, stopped and run again by keys, and the queue goes on',
	async (t) => {
		const stubborn = await add(node, 'trap "" TERM; echo stubborn; sleep 98761 & wait; wait', '--on-failure continue');
		using terminal = await openConsole({columns: 120, rows: 40});
		terminal.types('4');
		await terminal.sees(new RegExp(`▸ ${stubborn} . .*Output of ${stubborn}.* stubborn`));
		const [first, second, third] = [stubborn + 1, stubborn + 2, stubborn + 3];
		for (const [id, text] of [
			[first, 'echo one >>/root/order'],
			[second, 'echo two >>/root/order'],
			[third, 'echo three >>/root/order'],
		] as const) {
			terminal.types('a');
			await terminal.sees(/Command to run:/);
			await enters(terminal, text);
			await terminal.sees(new RegExp(`▸ ${id} . waiting ${text}.*Command ${id} is added`));
		}
		terminal.types('K');
		await terminal.sees(new RegExp(` ${third} . waiting .* ${second} . waiting `));
		terminal.types('c');
		await terminal.sees(/echo three >>\/root\/order/);
		await enters(terminal, ' # changed');
		await terminal.sees(new RegExp(`Command ${third} is changed\\.`));
		await goesUp(terminal, first);
		terminal.types('x');
		await terminal.sees(new RegExp(`Cancel command ${first}\\?.*It has not run, and will not run: echo one`));
		terminal.types('y');
		await terminal.sees(new RegExp(`Command ${first} is cancelled\\.`));

		await goesUp(terminal, stubborn);
		terminal.types('x');
		await terminal.sees(new RegExp(`Stop command ${stubborn}\\?.*It is sent TERM, and KILL`));
		terminal.types('y');
		await terminal.sees(new RegExp(`Command ${stubborn} is stopped\\.`));
		const {run} = await show(node, stubborn);
		t.like(run, {boot, outcome: 'interrupted'});
		t.true((run?.seconds ?? 0) >= 10, 'it had ten seconds to end by itself');
		t.is((await node.exec('pgrep -f "sleep [9]8761"')).stdout, '');

		t.like(await reaches(node, second, 'done'), {run: {outcome: 'exited', status: 0}});
		t.is(await node.files.read('/root/order'), 'three\ntwo');
		t.like(await show(node, first), {state: 'cancelled', run: null});
		t.like(await show(node, third), {command: 'echo three >>/root/order # changed', state: 'done'});

		terminal.types('A');
		await terminal.sees(new RegExp(`Run command ${stubborn} again\\?`));
		terminal.types('n');
		await terminal.sees(new RegExp(`▸ ${stubborn} .*Output of ${stubborn}`));
		terminal.types('j');
		await terminal.sees(new RegExp(`▸ ${first} `));
		terminal.types('A');
		await terminal.sees(new RegExp(`Run command ${first} again\\?`));
		terminal.types('y');
		await terminal.sees(new RegExp(`Command ${first} runs again as command ${third + 1}\\.`));
		await reaches(node, third + 1, 'done');
		t.is(await node.files.read('/root/order'), 'three\ntwo\none');
		await leaves(t, terminal);
	},
);

test.serial('by verbs it is the same, and the audit log says who did it', async (t) => {
	const endless = await add(node, 'echo endless; exec sleep 98762', '--on-failure continue');
	const first = await add(node, 'echo 1 >>/root/verbs');
	const second = await add(node, 'echo 2 >>/root/verbs');
	await reaches(node, endless, 'running');
	await must(node, `umm schedule move ${second} up && umm schedule edit ${first} 'echo changed >>/root/verbs'`);
	t.is((await node.ssh(`umm schedule edit ${endless} true`)).status, 1, 'one that runs stays what it is');
	const third = await add(node, 'echo 3 >>/root/verbs');
	await must(node, `sudo umm schedule cancel ${third}`);
	t.regex(await must(node, `umm schedule stop ${endless}`), new RegExp(`command ${endless} is stopped`));
	t.like(await show(node, endless), {state: 'done', run: {outcome: 'interrupted'}});
	await reaches(node, first, 'done');
	t.is(await node.files.read('/root/verbs'), '2\nchanged');
	t.like(await show(node, third), {state: 'cancelled'});
	const audit = await must(node, 'umm audit');
	for (const line of [`${second}: move up`, `${first}: edit`, `${third}: cancel`, `${endless}: stop`]) {
		t.true(audit.includes(`command ${line}`), line);
	}
	await idle(node);
});

test.serial('two administrators see each other, and are told of each other before they act', async (t) => {
	using mine = await openConsole({columns: 120, rows: 40});
	using hers = Terminal.open(node, {user: 'anna', columns: 80, rows: 24});
	await hers.tells('sudo umm');
	await hers.sees(/1 other here too/);
	await mine.sees(/1 other here too/);
	mine.types('5');
	await mine.sees(/Others on a console now .*anna \(root by sudo\).* on \/dev\/pts\/\d+, since/);
	hers.types('5');
	await hers.sees(/Others on a console now .*root from 10\.77\.0\.254 on \/dev\/pts\/\d+, since/);

	for (const [key, question] of [
		['r', `Resume ${node.name}\\?`],
		['b', `Reboot ${node.name}\\?`],
	] as const) {
		mine.types(key);
		await mine.sees(new RegExp(`${question}.*anna \\(root by sudo\\).* has a console open too`));
		mine.types('n');
		hers.types(key);
		await hers.sees(new RegExp(`${question}.*root from 10\\.77\\.0\\.254 .*has a console open too`));
		hers.types('n');
	}
	mine.types('4');
	await mine.sees(/Scheduled commands.*Output of/);
	mine.types('a');
	await mine.sees(/Command to run:/);
	await enters(mine, 'echo mine');
	await hers.sees(/root from .* ago: added command \d+/);
	mine.drop();
	await until(() => !/other here too/.test(hers.words()), {timeout: 60, what: 'she is alone'});
	await hers.leaves();
	await until(() => !hers.fullScreen, {timeout: 60, what: 'her console is left'});
	t.is(await status(node), 'umm');
});

test.serial('a reboot that is counted down is called off, and nothing has happened', async (t) => {
	using terminal = await openConsole();
	const boots = node.boots.length;
	for (const key of ['\r', '\x1b', 'q']) {
		terminal.types('b');
		await terminal.sees(new RegExp(`Reboot ${node.name}\\?.*boots all the way`));
		terminal.types('y');
		await terminal.sees(new RegExp(`${node.name} reboots in [2-5] s.*Nothing has happened yet`));
		terminal.types(key);
		await terminal.sees(/Scheduled commands/);
	}
	t.is(await pendingReboot(node), 'inactive');
	t.is(await status(node), 'umm');
	await leaves(t, terminal);
	t.is(node.boots.length, boots);
	t.notRegex(await must(node, 'umm audit'), /off reboot/);
});

test.serial(
	'a resume names the units as they start and those that fail, until the default target is reached',
	async (t) => {
		using mine = await openConsole({columns: 120, rows: 40});
		using other = await openConsole({port: served});
		mine.types('r');
		await mine.sees(/root from 10\.77\.0\.254 .*has a console open too/);
		mine.types('y');
		await mine.sees(new RegExp(`Resuming ${node.name}.*started [a-z].*\\.service`));
		await mine.sees(new RegExp(`Resumed: ${node.name} is operational`), 120);
		await mine.sees(
			/FAILED hopeless\.service.*started slow\.service.*operational after [\d.]+ s.*failed units: hopeless\.service/,
		);
		await operational(node);
		t.is(await node.bootId(), boot);
		await other.sees(new RegExp(`${node.name} OPERATIONAL`));
		mine.types('\r');
		await mine.does('echo $((40 + 2)) $0', /42 -bash/);
	},
);

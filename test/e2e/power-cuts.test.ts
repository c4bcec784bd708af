import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import type {Ext4Disk} from './lab/ext4.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {configure, ledger, thisBoot} from './support/boots.js';
import {holdReboot, releaseReboot} from './support/calls.js';
import {Random} from './support/random.js';
import {idle, list} from './support/schedule.js';
import {operational, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node<Ext4Disk>;
const random = new Random();
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack, {disk: 'ext4'});
	// Many power cuts are to come: the counter has tests of its own.
	await configure(node, {REBOOT_COUNT: 1000});
	await node.exec('sync');
});
test.after.always(() => rack.close());

/** The commands of the test, by their numbers in the test: whether `umm on` told that it had stored them. */
const promised = new Map<number, boolean>();
let last = 0;

/** @returns a command that leaves a trace each time it runs, on the disk before it goes on. */
function traced(number: number): string {
	return `echo ran-${number}- >>/root/ran; sync /root/ran; sleep 1`;
}

/** Call `umm on` with a new command. @returns when the call has ended, be it by a power cut. */
async function callOn(): Promise<number> {
	const number = ++last;
	promised.set(number, false);
	const {status} = await node.ssh(`umm on '${traced(number)}'`);
	if (status === 0) promised.set(number, true);
	return status;
}

const kinds: ReadonlyArray<readonly [name: RegExp, header: string]> = [
	[/^\.\/ledger$/, 'umm-ledger 1'],
	[/^\.\/request$/, 'umm-request 1'],
	[/^\.\/leaving$/, 'umm-leaving 1'],
	[/^\.\/schedule\/\d{4}$/, 'umm-command 1'],
];

/** @returns what is wrong with the state files: none may be torn or set aside. */
async function torn(): Promise<readonly string[]> {
	const {stdout} = await node.exec(
		"cd /etc/umm/state && find . -type f ! -name reserve ! -name '*.tmp*' | " +
			// One that is removed meanwhile was whole.
			'while read -r file; do text=$(cat "$file") || continue; ' +
			'printf "%s\\t%s\\t%s\\n" "$file" "$(echo "$text" | head -n 1)" "$(echo "$text" | tail -n 1)"; done',
	);
	return stdout.split('\n').filter((line) => {
		const [name = '', header, end] = line.split('\t');
		return !kinds.some(([pattern, wanted]) => pattern.test(name) && header === wanted && end === '.');
	});
}

/** @returns how often each of the test's commands ran. */
async function traces(): Promise<ReadonlyMap<number, number>> {
	const {stdout} = await node.exec('cat /root/ran');
	const counts = new Map<number, number>();
	for (const [, number] of stdout.matchAll(/^ran-(\d+)-$/gm)) {
		counts.set(Number(number), (counts.get(Number(number)) ?? 0) + 1);
	}
	return counts;
}

/** Prove that what ran and what was stored agree with what umm says of its commands. */
async function commandsAreRight(t: ExecutionContext): Promise<void> {
	const [ran, commands] = [await traces(), await list(node)];
	for (const [number, stored] of promised) {
		const command = commands.find((one) => one.command === traced(number));
		const times = ran.get(number) ?? 0;
		t.true(times <= 1, `command ${number} ran ${times} times`);
		if (stored) t.truthy(command, `command ${number} was stored and is lost`);
		if (!command) t.is(times, 0, `command ${number} ran and is not in the list`);
		const {state, run} = command ?? {};
		if (state === 'waiting' || state === 'cancelled') t.is(times, 0, `command ${number} is ${state} and has run`);
		if (state === 'done' && run?.outcome === 'exited') {
			t.deepEqual({number, status: run.status, times}, {number, status: 0, times: 1});
		}
	}
}

/** @returns the ids of the last boots, newest first, as the disk has them. */
async function recorded(): Promise<readonly string[]> {
	const text = await node.files.read('/etc/umm/state/ledger');
	return [...text.matchAll(/^boot=([^\t]+)/gm)].slice(0, 50).map(([, id]) => id ?? '');
}

/**
 * Lose what was not synced, switch on again, and prove that nothing is half done.
 *
 * @param before ids of the boots that were in the ledger long before the cut.
 */
async function surviveCut(t: ExecutionContext, before: readonly string[]): Promise<void> {
	await node.crashReboot({loseUnsynced: true});
	await node.waitSsh();
	t.deepEqual(await torn(), []);
	const requested = (await node.exec('test -e /etc/umm/state/request')).status === 0;
	const paused = (await node.exec('test -e /run/umm/paused')).status === 0;
	t.is(paused, requested, 'it is paused when the request is there, and only then');
	t.is((await thisBoot(node)).held, requested ? 'request' : 'no');
	const after = new Set((await ledger(node)).map(({id}) => id));
	t.deepEqual(
		before.filter((id) => !after.has(id)),
		[],
		'boots are lost',
	);
	await commandsAreRight(t);
}

/** Leave maintenance mode, if it is paused. */
async function leave(t: ExecutionContext): Promise<void> {
	if ((await status(node)) === 'umm') {
		const {status, stdout, stderr} = await node.ssh('umm off', {timeout: 120});
		t.is(status, 0, stdout + stderr);
	}
	await operational(node);
	await commandsAreRight(t);
}

/** Pause it, from whatever state, with a new command. @returns when ssh answers; the command may be running still. */
async function enter(t: ExecutionContext): Promise<void> {
	await leave(t);
	await node.waitReboot(callOn);
	t.is(await status(node), 'umm');
}

interface Phase {
	/** What is cut. */
	readonly name: string;
	readonly cuts: number;
	/** Bring the node to where it begins. */
	prepare(t: ExecutionContext): Promise<void>;
	/** Begin it. @returns when all of it is over; it may be cut. */
	run(): Promise<unknown>;
}

/** A call that reboots the node, until ssh answers again. */
const rebooting = (call: () => Promise<unknown>) => async () => {
	const before = node.boots.length;
	await call();
	await until(() => node.boots.length > before || !node.on, {timeout: 60, what: 'the node reboots'});
};

const phases: readonly Phase[] = [
	{name: 'umm on', cuts: 8, prepare: leave, run: rebooting(callOn)},
	{
		name: 'the boot into maintenance mode',
		cuts: 5,
		async prepare(t) {
			await leave(t);
			await rebooting(callOn)();
		},
		run: () => node.waitSsh(),
	},
	{name: 'the run of a command', cuts: 5, prepare: enter, run: () => idle(node)},
	{name: 'umm off', cuts: 6, prepare: enter, run: () => node.ssh('umm off', {timeout: 120})},
	{
		name: 'umm off reboot',
		cuts: 6,
		prepare: enter,
		run: () => rebooting(() => node.ssh('umm off reboot'))().then(() => node.waitSsh()),
	},
];

for (const {name, cuts, prepare, run} of phases) {
	test.serial(`${cuts} power cuts during ${name} leave nothing half done`, async (t) => {
		await prepare(t);
		const started = performance.now();
		await run();
		const span = performance.now() - started;
		t.log(`seed ${random.seed}; it takes ${Math.round(span)} ms when it is not cut`);
		await node.waitSsh();
		for (const instant of random.instants(cuts, span)) {
			t.log(`cut after ${Math.round(instant)} ms`);
			await prepare(t);
			const before = await recorded();
			const over = run().catch(() => undefined);
			await delay(instant);
			await surviveCut(t, before);
			await over;
		}

		await leave(t);
	});
}

/** Kill a call and all it has started at an instant, without a power cut. */
async function kill(call: string, instant: number): Promise<void> {
	const seconds = (instant / 1000).toFixed(3);
	// setsid(1) makes a group of the call and all it starts; it may have ended before.
	await node.exec(`setsid ${call} >/dev/null 2>&1 & sleep ${seconds}; kill -s KILL -- -$!; wait $!`);
}

/** @returns milliseconds that a call takes on the node. */
async function duration(call: string): Promise<number> {
	const {stdout} = await node.exec(`a=$(date +%s%N); ${call} >/dev/null; echo $((($(date +%s%N) - a) / 1000000))`);
	return Number(stdout);
}

test.serial('what power cuts left half written is gone after the next boot', async (t) => {
	t.is((await node.exec("find /etc/umm -name '*.tmp*'")).stdout, '');
});

test.serial('umm on that is killed has asked or has not; the next call is not kept waiting', async (t) => {
	await leave(t);
	await holdReboot(node);
	const span = await duration('umm on true');
	t.is((await node.ssh('umm off')).status, 0);
	t.log(`seed ${random.seed}; it takes ${span} ms when it is not killed`);
	for (const instant of random.instants(5, span)) {
		await kill("umm on 'echo ran-0- >>/root/ran'", instant);
		t.deepEqual(await torn(), []);
		const asked = (await node.exec('test -e /etc/umm/state/request')).status === 0;
		t.log(`killed after ${Math.round(instant)} ms: ${asked ? 'asked' : 'not asked'}`);
		t.is(await status(node), asked ? 'rebooting' : 'runlevel N 5');
		const {status: left, stderr} = await node.ssh('umm off');
		t.is(left, asked ? 0 : 1, stderr);
		if (!asked) t.regex(stderr, /^umm: this node is not in maintenance mode$/m);
		t.is(await status(node), 'runlevel N 5');
	}

	await releaseReboot(node);
	await enter(t);
	await idle(node);
	t.false((await traces()).has(0), 'no command of a killed call ran');
});

test.serial('umm off that is killed has resumed the boot or has not; the next call does', async (t) => {
	await enter(t);
	const span = await duration('umm off');
	t.log(`seed ${random.seed}; it takes ${span} ms when it is not killed`);
	for (const instant of random.instants(5, span)) {
		await enter(t);
		await kill('umm off', instant);
		t.deepEqual(await torn(), []);
		const paused = (await status(node)) === 'umm';
		t.log(`killed after ${Math.round(instant)} ms: ${paused ? 'paused' : 'resumed'}`);
		await leave(t);
		t.false(await node.files.exists('/etc/umm/state/request'));
	}
});

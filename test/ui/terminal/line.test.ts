import {existsSync, readFileSync, rmSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import type {ScenarioName} from '../fixtures/scenarios.js';
import {TestTerminal} from '../terminal.js';

/** Lines that a screen has shown, by their numbers. */
const numbersIn = (text: string) => [...text.matchAll(/number (\d+) of many/g)].map(([, number]) => Number(number));

async function until(condition: () => boolean): Promise<void> {
	for (const end = performance.now() + 15_000; !condition(); await sleep(20)) {
		if (performance.now() > end) throw new Error('it did not come');
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Bytes that a process has written (proc_pid_io(5)). */
function written(pid: number): number {
	return Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
}

/** A console that floods a line which nobody reads any more, when the line has taken all that it takes. */
async function stalled(
	t: ExecutionContext,
	scenario: ScenarioName,
	options: Parameters<typeof TestTerminal.open>[2] = {},
): Promise<TestTerminal> {
	// The larger its frames, the sooner the line is full.
	const node = TestTerminal.open(t, scenario, {rows: 60, ...options});
	await until(() => Math.max(0, ...numbersIn(node.text())) > 60);
	node.stopReading();
	for (let before = -1e9; written(node.pid) - before > 500; await sleep(1000)) before = written(node.pid);
	return node;
}

const childrenOf = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');

/** Whether the files of a process that are this terminal wait for it (O_NONBLOCK, proc_pid_fdinfo(5)). */
function isWaiting(pid: number, descriptor: number): boolean {
	const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? '';
	return (Number.parseInt(flags, 8) & 0o4000) === 0;
}

test.serial('a line that is not read gets what is, when it is read again, and nothing of what was', async (t) => {
	const node = await stalled(t, 'torrent');
	const length = node.raw.length;
	await sleep(3000);
	node.readOn();
	// The output has gone on: there is a leap from what the line held to what is.
	let last = Math.max(...numbersIn(node.text()));
	await until(() => {
		const before = last;
		last = Math.max(before, ...numbersIn(node.text()));
		return last - before > 1000;
	});
	t.true(node.raw.length - length < 100_000, `${node.raw.length - length} bytes`);
	await node.types('s', 'y');
	await node.sees('left for: shell');
	t.false(node.isAlternate);
});

/** A file that the console makes. */
async function markOf(t: ExecutionContext): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'umm-line-'));
	t.teardown(() => rm(directory, {recursive: true, force: true}));
	return join(directory, 'mark');
}

test.serial('a line that is not read costs no memory, however much there is to draw', async (t) => {
	const mark = await markOf(t);
	const node = await stalled(t, 'wide-torrent', {
		columns: 400,
		rows: 100,
		env: {MARK: mark, NODE_ENV: 'production'},
		script: 'exec "$0" --expose-gc "$@"',
	});
	const megabytes = async () => {
		rmSync(mark, {force: true});
		process.kill(node.pid, 'SIGUSR2');
		await until(() => existsSync(mark));
		return Number(readFileSync(mark, 'utf8')) / 1e6;
	};
	const before = await megabytes();
	// Frames of 2 MB in all.
	await sleep(10_000);
	const growth = (await megabytes()) - before;
	t.true(growth < 10, `${growth} MB`);
	const length = node.raw.length;
	node.readOn();
	await node.types('s', 'y');
	await node.sees('left for: shell');
	t.true(node.raw.length - length < 1_000_000, `${node.raw.length - length} bytes`);
});

test.serial('an action that is under way ends though nobody reads', async (t) => {
	const mark = await markOf(t);
	const node = await stalled(t, 'torrent', {env: {MARK: mark}});
	await node.types('r', 'y');
	await until(() => existsSync(mark));
	node.readOn();
	await node.sees('Resumed:');
	t.pass();
});

test.serial('hang-ups, of the line and of the shell that goes with it, do not cut it short', async (t) => {
	const mark = await markOf(t);
	const node = TestTerminal.open(t, 'torrent', {env: {MARK: mark}, script: '"$0" "$@"; true'});
	await node.sees('Next:');
	const child = Number(childrenOf(node.pid)[0]);
	await node.types('r');
	await node.sees('The boot goes on');
	await node.types('y');
	await node.sees('running hook');
	node.hangUp();
	await until(() => {
		if (isAlive(child)) process.kill(child, 'SIGHUP');
		return existsSync(mark);
	});
	await until(() => !isAlive(child));
	t.pass();
});

for (const signal of ['SIGTERM', 'SIGHUP']) {
	test.serial(`${signal} ends it though nobody reads`, async (t) => {
		const node = await stalled(t, 'torrent');
		node.signal(signal);
		await until(() => !isAlive(node.pid));
		t.is((await node.exited).exitCode, 0);
	});
}

for (const [signal, status, words] of [
	['SIGTERM', 0, 'left for: leave'],
	['SIGUSR2', 4, 'not shown: something else broke'],
	['SIGPWR', 3, ''],
] as const) {
	test.serial(`on a line that lags, the terminal is given back whole after ${words || 'process.exit()'}`, async (t) => {
		const node = await stalled(t, 'torrent-crash', {script: '"$0" "$@"; echo "status $?"'});
		const [child] = childrenOf(node.pid);
		process.kill(Number(child), signal);
		node.readOn();
		await node.sees(`status ${status}`);
		t.true(node.text().includes(words));
		t.false(node.isAlternate);
		t.true(node.isCursorShown);
		t.true(node.emulator.modes.wraparoundMode);
	});
}

test.serial('the terminal of those who come before and after it waits, as ever', async (t) => {
	const node = TestTerminal.open(t, 'by-request', {script: 'echo "shell $$"; "$0" "$@"; echo over; read line'});
	await node.sees('Next:');
	for (const descriptor of [0, 1, 2]) t.true(isWaiting(node.pid, descriptor), `meanwhile, ${descriptor}`);
	await node.types('s', 'y');
	await node.sees('over');
	for (const descriptor of [0, 1, 2]) t.true(isWaiting(node.pid, descriptor), `afterwards, ${descriptor}`);
});

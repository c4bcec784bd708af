import {PassThrough, Writable} from 'node:stream';
import test from 'ava';
import type {ConsoleActions, ConsoleSource} from '../../../src/console/snapshot.js';
import {mountConsole} from '../../../ui/terminal/mount.js';
import {Screen} from '../../../ui/terminal/screen.js';
import {scenarios} from '../fixtures/scenarios.js';

/** A line that takes a write only when it is told to. */
class SlowLine extends Writable {
	readonly isTTY = true;
	readonly columns = 80;
	readonly rows = 24;
	taken: string[] = [];
	#waiting: (() => void) | undefined;

	override _write(chunk: Buffer, _encoding: string, done: () => void): void {
		this.taken.push(chunk.toString());
		this.#waiting = done;
	}

	async take(): Promise<void> {
		const done = this.#waiting;
		this.#waiting = undefined;
		done?.();
		await new Promise(setImmediate);
	}
}

class FakeInput extends PassThrough {
	readonly isTTY = true;
	isRaw = false;
	setRawMode(on: boolean): void {
		this.isRaw = on;
	}
}

const source: ConsoleSource = {
	snapshot: async () => scenarios['by-counter'].snapshot(),
	async *output() {},
};
const actions: ConsoleActions = {resume: async () => {}, reboot: async () => {}, consequences: async () => []};

function mount(stdin = new FakeInput(), stdout: Writable = new SlowLine()) {
	return {stdin, stdout, end: mountConsole({stdin, stdout, source, actions, env: {TERM: 'xterm'}})};
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 100));

test.serial('a slow line gets the newest frame and none of those before it', async (t) => {
	const line = new SlowLine();
	const screen = new Screen(line);
	await line.take();
	for (let frame = 0; frame < 1000; frame++) screen.write(`frame ${frame}\nsame`);
	await line.take();
	await line.take();
	t.is(line.taken.length, 3);
	t.true(line.taken[1]?.includes('frame 0'));
	t.true(line.taken[2]?.includes('999'));
});

test.serial('only rows that changed are sent', async (t) => {
	const line = new SlowLine();
	const screen = new Screen(line);
	await line.take();
	screen.write('first\nsecond\nthird');
	await line.take();
	screen.write('first\nsecond\nthird');
	await line.take();
	t.is(line.taken.length, 2);
	screen.write('first\n2nd\nthird');
	t.true(line.taken[2]?.includes('2nd'));
	t.false(line.taken[2]?.includes('first'));
	await line.take();
	screen.repaint();
	t.true(line.taken[3]?.includes('first'));
});

test.serial('the end of the input ends the console, and gives everything back', async (t) => {
	const {stdin, stdout, end} = mount();
	setTimeout(() => stdin.end(), 50);
	t.is(await end, 'leave');
	t.false(stdin.isRaw);
	t.deepEqual([stdin.listenerCount('data'), stdout.listenerCount('resize')], [0, 0]);
});

test.serial('an input or output that fails ends the console', async (t) => {
	const first = mount();
	setTimeout(() => first.stdin.destroy(new Error('EIO')), 50);
	t.is(await first.end, 'leave');
	const second = mount();
	setTimeout(() => second.stdout.destroy(new Error('EPIPE')), 50);
	t.is(await second.end, 'leave');
	t.true(second.stdin.isPaused());
	const third = mount();
	setTimeout(() => third.stdout.destroy(), 50);
	t.is(await third.end, 'leave');
});

test.serial('an input that has ended before is left at once', async (t) => {
	const stdin = new FakeInput();
	stdin.destroy();
	t.is(await mount(stdin).end, 'leave');
});

test.serial('consoles in one process have their own colours and ends, and no listener is left', async (t) => {
	const before = process.listenerCount('SIGTERM');
	const many = Array.from({length: 30}, () => mount());
	t.true(process.listenerCount('SIGTERM') <= before + 2, 'ours and one of Ink');
	await soon();
	for (const {stdin} of many) stdin.end();
	await Promise.all(many.map(({end}) => end));
	t.is(process.listenerCount('SIGTERM'), before);
});

test.serial(
	'the terminal is given back before an action that is under way has ended, the promise settles after it',
	async (t) => {
		const stdin = new FakeInput();
		const resuming = Promise.withResolvers<void>();
		const events: string[] = [];
		const end = mountConsole({
			stdin,
			stdout: new SlowLine(),
			source,
			actions: {...actions, resume: () => resuming.promise},
			env: {TERM: 'xterm'},
			onEnd: () => events.push('given back'),
		}).then(() => events.push('settled'));
		await soon();
		stdin.write('r');
		await soon();
		stdin.write('y');
		await soon();
		stdin.end();
		await soon();
		t.deepEqual(events, ['given back']);
		resuming.resolve();
		await end;
		t.deepEqual(events, ['given back', 'settled']);
	},
);

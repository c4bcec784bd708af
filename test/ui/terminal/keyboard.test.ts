import {PassThrough} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {Keyboard} from '../../../ui/terminal/keyboard.js';

/** What is read of a keyboard, key by key. */
function open() {
	const input = new PassThrough();
	const keyboard = new Keyboard(input, () => {});
	const read: string[] = [];
	keyboard.setEncoding('utf8');
	keyboard.on('data', (key: string) => read.push(key));
	return {input, keyboard, read};
}

test('keys that come at once are pressed one after the other', async (t) => {
	const {input, read} = open();
	input.write('ab\r\u001b[A\u001bOP\u001b[1;5Cé');
	while (!read.includes('é')) await sleep(5);
	t.deepEqual(read, ['a', 'b', '\r', '\u001b[A', '\u001bOP', '\u001b[1;5C', 'é']);
});

test('a sequence that comes in pieces is one key, a lone Escape is Escape', async (t) => {
	const {input, read} = open();
	for (const apart of [30, 80]) {
		input.write('\u001b');
		await sleep(apart);
		input.write('[');
		await sleep(apart);
		input.write('B');
		await sleep(10);
		t.deepEqual(read.splice(0), ['\u001b[B'], `${apart} ms`);
	}
	input.write('\u001b');
	await sleep(150);
	t.deepEqual(read, ['\u001b']);
});

test('a key soon after Escape is not one with Alt', async (t) => {
	const {input, keyboard, read} = open();
	const times: number[] = [];
	keyboard.on('data', () => times.push(performance.now()));
	for (const keys of [['w'], ['\u001b', 'w']]) {
		input.write('\u001b');
		for (const key of keys) {
			await sleep(10);
			input.write(key);
		}
		while (!read.includes('w')) await sleep(5);
		t.deepEqual(read.splice(0), ['\u001b', ...keys]);
		const [first = 0, second = 0] = times.splice(0).slice(-2);
		t.true(second - first >= 20, 'Ink has seen the Escape by itself');
	}
});

test('a paste is no key, and one whose end was lost does not swallow the keys after it', async (t) => {
	const {input, read} = open();
	input.write('a\u001b[200~reboot\ry');
	input.write('yy\u001b[201~b');
	await sleep(20);
	t.deepEqual(read, ['a', 'b']);
	input.write('\u001b[200~lost');
	await sleep(1100);
	input.write('c');
	await sleep(20);
	t.deepEqual(read, ['a', 'b', 'c']);
});

test('after its end nothing is read any more', async (t) => {
	const {input, keyboard, read} = open();
	keyboard.close();
	input.write('a');
	await sleep(20);
	t.deepEqual(read, []);
	t.true(input.isPaused());
});

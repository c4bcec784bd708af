import test from 'ava';
import {TailBuffer} from '../../../ui/text/tail-buffer.js';

const chunk = (text: string, stream: 'stdout' | 'stderr' = 'stdout') => ({time: 0, stream, bytes: Buffer.from(text)});
const all = (buffer: TailBuffer) =>
	Array.from({length: buffer.end - buffer.first}, (_, index) => buffer.line(buffer.first + index));

test('lines are numbered from the first one', (t) => {
	const buffer = new TailBuffer(3);
	buffer.push(chunk('a\nb\n'));
	t.deepEqual([buffer.first, buffer.end], [0, 2]);
	buffer.push(chunk('c\nd\ne'));
	t.deepEqual([buffer.first, buffer.end], [1, 5]);
	t.deepEqual(all(buffer), ['b', 'c', 'd', 'e']);
	t.is(buffer.line(0), '');
});

test('a line that has not ended is the last one', (t) => {
	const buffer = new TailBuffer();
	buffer.push(chunk('password: '));
	t.deepEqual(all(buffer), ['password: ']);
	buffer.push(chunk('\n'));
	t.deepEqual(all(buffer), ['password: ']);
});

test('standard output and standard error do not break each other’s lines', (t) => {
	const buffer = new TailBuffer();
	buffer.push(chunk('half a '));
	buffer.push(chunk('an error\n', 'stderr'));
	buffer.push(chunk('line\n'));
	t.deepEqual(all(buffer), ['an error', 'half a line']);
});

test('a hundred thousand lines need the room of the last ones', (t) => {
	const buffer = new TailBuffer(5000);
	for (let index = 0; index < 1000; index++) buffer.push(chunk('some line\n'.repeat(100)));
	t.is(buffer.end, 100_000);
	t.is(buffer.first, 95_000);
});

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

test('each line has its time and stream', (t) => {
	const buffer = new TailBuffer();
	buffer.push({time: 1, stream: 'stdout', bytes: Buffer.from('a\nbegun ')});
	buffer.push({time: 2, stream: 'stderr', bytes: Buffer.from('error\n')});
	buffer.push({time: 3, stream: 'stdout', bytes: Buffer.from('and ended\nopen')});
	t.deepEqual(all(buffer), ['a', 'error', 'begun and ended', 'open']);
	const origins = [0, 1, 2, 3].map((line) => buffer.origin(line)).map((origin) => `${origin?.time} ${origin?.stream}`);
	t.deepEqual(origins, ['1 stdout', '2 stderr', '3 stdout', '3 stdout']);
	t.is(buffer.origin(4), undefined);
});

test('lines that are looked at late are the same', (t) => {
	const text = 'plain\n\x1b[31mred\x1b[0m\n10 %\r20 %\nhalf of a \u90e8\n\n';
	const [late, early] = [new TailBuffer(), new TailBuffer()];
	for (const byte of Buffer.from(text)) early.push({time: 0, stream: 'stdout', bytes: Uint8Array.of(byte)});
	late.push(chunk(text));
	t.deepEqual(all(late), ['plain', 'red', '20 %', 'half of a \u90e8', '']);
	t.deepEqual(all(early), all(late));
});

test('lines without end take the room of a few', (t) => {
	const buffer = new TailBuffer();
	for (let index = 0; index < 200; index++) buffer.push(chunk(`${'x'.repeat(65_000)}\n`));
	t.is(buffer.end, 200);
	t.true(buffer.end - buffer.first < 40);
	t.true(buffer.isCut);
});

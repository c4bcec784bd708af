import test from 'ava';
import {LineReader, longestLine, oneLine} from '../../../ui/text/sanitise.js';

/** The lines that a terminal would be left with, the unfinished one last. */
function read(...chunks: ReadonlyArray<string | Uint8Array>): readonly string[] {
	const reader = new LineReader();
	const lines: string[] = [];
	for (const chunk of chunks) {
		reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk, (line) => lines.push(line));
	}
	return [...lines, reader.rest];
}

test('plain lines pass', (t) => {
	t.deepEqual(read('one\ntwo\r\nthree'), ['one', 'two', 'three']);
});

test('escape sequences are dropped', (t) => {
	t.deepEqual(read('\x1b[1;31mred\x1b[0m \x1b(Bplain\x1b7\x1b[?1049h!'), ['red plain!']);
	t.deepEqual(read('\x1b]0;title\x07a\x1b]52;c;Zm9v\x1b\\b\x1bPq#0\x1b\\c\x1b_x\x1b\\d'), ['abcd']);
	t.deepEqual(read('\u009b31mred\u009d52;c;Zm9v\u009c!'), ['red!']);
});

test('a sequence split between chunks is still one', (t) => {
	t.deepEqual(read('a\x1b', '[3', '1mb\x1b]52;c;Z', 'm9v\x1b', '\\c'), ['abc']);
});

test('an unfinished sequence ends with its line', (t) => {
	t.deepEqual(read('a\x1b]52;c;never ended\nb\x1b[31\nc'), ['a', 'b', 'c']);
	t.deepEqual(read('a\x1b]0;x\x18b'), ['ab']);
});

test('a progress bar leaves what was written last', (t) => {
	t.deepEqual(read('10 %\r50 %\r', '100 %\n'), ['100 %', '']);
	t.deepEqual(read('10 %\r50 %\r'), ['50 %']);
	t.deepEqual(read('|\b/\b-'), ['-']);
});

test('tabs are spaces up to the next eighth column', (t) => {
	t.deepEqual(read('a\tb\t12345678\tc'), [`a       b       12345678        c`]);
	t.deepEqual(read('部品\tx'), ['部品    x']);
});

test('other controls vanish, and what is not UTF-8 is replaced', (t) => {
	t.deepEqual(read('a\x07\x00\x7fb\u202ec\u2066'), ['abc']);
	t.deepEqual(read(Uint8Array.of(0x61, 0xff, 0xc3, 0x28)), ['a\ufffd\ufffd(']);
	t.deepEqual(read(Uint8Array.of(0xc3), Uint8Array.of(0xa9, 0x0a)), ['é', '']);
});

test('a line of a megabyte is cut', (t) => {
	const [line, next] = read(`${'x'.repeat(1024 * 1024)}\nnext`);
	t.is(line?.length, longestLine + 1);
	t.true(line?.endsWith('…'));
	t.is(next, 'next');
});

test('the texts of others become one row', (t) => {
	t.is(oneLine(' echo a\necho\tb '), 'echo a echo b');
	t.is(oneLine('\x1b]52;c;Zm9v\x07\u202e'), '\ufffd]52;c;Zm9v\ufffd');
});

import test from 'ava';
import {TailBuffer} from '../../../ui/text/tail-buffer.js';
import {type Place, page, reveal, scroll, top, viewOf} from '../../../ui/widgets/output/scroll.js';

const size = {columns: 10, height: 4, wrap: true};
const unwrapped = {...size, wrap: false};

function bufferOf(lines: readonly string[], capacity?: number): TailBuffer {
	const buffer = new TailBuffer(capacity);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from(lines.map((line) => `${line}\n`).join(''))});
	return buffer;
}

const numbered = (length: number) => Array.from({length}, (_, index) => `line ${index + 1}`);
const rows = (buffer: TailBuffer, bottom?: Place, pane = size) =>
	viewOf(buffer, bottom, pane).rows.map(({text}) => text);

test('following shows the last rows', (t) => {
	t.deepEqual(rows(bufferOf(numbered(9))), ['line 6', 'line 7', 'line 8', 'line 9']);
	t.deepEqual(rows(bufferOf(['a'])), ['a']);
	t.deepEqual(rows(bufferOf([])), []);
});

test('long lines take several rows', (t) => {
	const buffer = bufferOf(['a', '123456789012345', 'b']);
	t.deepEqual(rows(buffer), ['a', '1234567890', '12345', 'b']);
	t.deepEqual(rows(bufferOf(['x'.repeat(95)])), ['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(10), 'xxxxx']);
	t.deepEqual(
		viewOf(buffer, undefined, size).rows.map(({start}) => start),
		[0, 0, 10, 0],
	);
});

test('without wrap a long line is one row', (t) => {
	t.deepEqual(rows(bufferOf(['a', '123456789012345', 'b']), undefined, unwrapped), ['a', '123456789012345', 'b']);
});

test('pages overlap by a row and stop at the ends', (t) => {
	const buffer = bufferOf(numbered(9));
	const once = page(buffer, undefined, -1, size);
	t.deepEqual(rows(buffer, once), ['line 3', 'line 4', 'line 5', 'line 6']);
	const twice = page(buffer, once, -1, size);
	t.deepEqual(rows(buffer, twice), ['line 1', 'line 2', 'line 3', 'line 4']);
	t.deepEqual(page(buffer, twice, -1, size), twice);
	t.deepEqual(rows(buffer, page(buffer, twice, 1, size)), ['line 4', 'line 5', 'line 6', 'line 7']);
	t.is(page(buffer, once, 1, size), undefined);
	t.is(page(bufferOf(['a']), undefined, -1, size), undefined);
});

test('a line at a time goes by rows, and at the end the output is followed again', (t) => {
	const buffer = bufferOf(['a', '123456789012345', 'b', 'c', 'd']);
	const up = scroll(buffer, undefined, -1, size);
	t.deepEqual(rows(buffer, up), ['1234567890', '12345', 'b', 'c']);
	t.deepEqual(rows(buffer, scroll(buffer, up, -1, size)), ['a', '1234567890', '12345', 'b']);
	t.is(scroll(buffer, up, 1, size), undefined);
	t.is(scroll(buffer, undefined, 3, size), undefined);
});

test('the top is the oldest page', (t) => {
	t.deepEqual(rows(bufferOf(numbered(9)), top(bufferOf(numbered(9)), size)), ['line 1', 'line 2', 'line 3', 'line 4']);
	t.is(top(bufferOf(['a']), size), undefined);
});

test('what is jumped to is in sight, in the middle unless it was there', (t) => {
	const buffer = bufferOf(numbered(20));
	const shown = (line: number, bottom?: Place) => rows(buffer, reveal(buffer, bottom, {line, column: 0}, size));
	t.deepEqual(shown(18), ['line 17', 'line 18', 'line 19', 'line 20']);
	t.deepEqual(shown(10), ['line 10', 'line 11', 'line 12', 'line 13']);
	t.deepEqual(shown(0), ['line 1', 'line 2', 'line 3', 'line 4']);
	const long = bufferOf(['x'.repeat(95), ...numbered(9)]);
	const place = reveal(long, undefined, {line: 0, column: 42}, size);
	t.true(viewOf(long, place, size).rows.some(({line, row}) => line === 0 && row === 4));
});

test('the place stays while output comes, until its lines are dropped', (t) => {
	const buffer = bufferOf(numbered(9), 12);
	const place = page(buffer, undefined, -1, size);
	const shown = rows(buffer, place);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from('more\nmore\n')});
	t.deepEqual(rows(buffer, place), shown);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from('end\n'.repeat(10))});
	t.deepEqual(rows(buffer, place), ['more', 'more', 'end', 'end']);
});

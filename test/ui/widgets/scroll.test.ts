import test from 'ava';
import {TailBuffer} from '../../../ui/text/tail-buffer.js';
import {type Place, pageDown, pageUp, viewOf} from '../../../ui/widgets/output/scroll.js';

const size = {columns: 10, height: 4};

function bufferOf(lines: readonly string[], capacity?: number): TailBuffer {
	const buffer = new TailBuffer(capacity);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from(lines.map((line) => `${line}\n`).join(''))});
	return buffer;
}

const numbered = (length: number) => Array.from({length}, (_, index) => `line ${index + 1}`);
const rows = (buffer: TailBuffer, bottom?: Place) => viewOf(buffer, bottom, size).rows;

test('following shows the last rows', (t) => {
	t.deepEqual(rows(bufferOf(numbered(9))), ['line 6', 'line 7', 'line 8', 'line 9']);
	t.deepEqual(rows(bufferOf(['a'])), ['a']);
	t.deepEqual(rows(bufferOf([])), []);
});

test('long lines take several rows', (t) => {
	const buffer = bufferOf(['a', '123456789012345', 'b']);
	t.deepEqual(rows(buffer), ['a', '1234567890', '12345', 'b']);
	t.deepEqual(rows(bufferOf(['x'.repeat(95)])), ['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(10), 'xxxxx']);
});

test('pages overlap by a row and stop at the ends', (t) => {
	const buffer = bufferOf(numbered(9));
	const once = pageUp(buffer, undefined, size);
	t.deepEqual(rows(buffer, once), ['line 3', 'line 4', 'line 5', 'line 6']);
	const twice = pageUp(buffer, once, size);
	t.deepEqual(rows(buffer, twice), ['line 1', 'line 2', 'line 3', 'line 4']);
	t.deepEqual(pageUp(buffer, twice, size), twice);
	t.deepEqual(rows(buffer, pageDown(buffer, twice, size)), ['line 4', 'line 5', 'line 6', 'line 7']);
	t.is(pageDown(buffer, once, size), undefined);
	t.is(pageUp(bufferOf(['a']), undefined, size), undefined);
});

test('the place stays while output comes, until its lines are dropped', (t) => {
	const buffer = bufferOf(numbered(9), 12);
	const place = pageUp(buffer, undefined, size);
	const shown = rows(buffer, place);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from('more\nmore\n')});
	t.deepEqual(rows(buffer, place), shown);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from('end\n'.repeat(10))});
	t.deepEqual(rows(buffer, place), ['more', 'more', 'end', 'end']);
});

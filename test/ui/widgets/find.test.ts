import test from 'ava';
import {TailBuffer} from '../../../ui/text/tail-buffer.js';
import {errorIn, Finder} from '../../../ui/widgets/output/find.js';

function bufferOf(text: string, capacity?: number): TailBuffer {
	const buffer = new TailBuffer(capacity);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from(text)});
	return buffer;
}

const start = {line: 0, column: 0};

test('small letters find capital ones too, capital letters only themselves', (t) => {
	const buffer = bufferOf('Disk\ndisk\nDISK\n');
	t.is(Finder.ofText(buffer, 'disk').count, 3);
	t.is(Finder.ofText(buffer, 'Disk').count, 1);
});

test('a text is found as it is', (t) => {
	const buffer = bufferOf('a.b\naxb\n[1/2] (50 %) $x ^ \\ {} | * + ? -\n');
	t.is(Finder.ofText(buffer, 'a.b').count, 1);
	t.is(Finder.ofText(buffer, '[1/2] (50 %) $x ^ \\ {} | * + ? -').count, 1);
});

test('each match of a line counts, and after the last comes the first', (t) => {
	const finder = Finder.ofText(bufferOf('one one\ntwo\none\n'), 'one');
	const first = finder.step(start, 1, true);
	t.deepEqual(first, {line: 0, column: 0, number: 1, count: 3, isWrapped: false});
	t.like(finder.step(start, 1), {line: 0, column: 4, number: 2, isWrapped: false});
	t.like(finder.step({line: 2, column: 0}, 1), {line: 0, column: 0, isWrapped: true});
	t.like(finder.step(start, -1), {line: 2, column: 0, number: 3, isWrapped: true});
	t.is(Finder.ofText(bufferOf('one\n'), 'two').step(start, 1), undefined);
});

test('what comes later is found too, and what was dropped is not', (t) => {
	const buffer = bufferOf('a\nb\n', 3);
	const finder = Finder.ofText(buffer, 'a');
	t.is(finder.count, 1);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from('a\na, not ended')});
	t.is(finder.count, 3);
	t.is(finder.count, 3);
	buffer.push({time: 0, stream: 'stdout', bytes: Buffer.from(' a\nc\n')});
	t.is(finder.count, 3);
	t.is(finder.numberOf({line: 0, column: 0}), 0);
	t.is(finder.numberOf({line: 2, column: 0}), 1);
});

test('a line looks like an error by its words or its stream', (t) => {
	const from = (stream: 'stdout' | 'stderr') => ({time: 0, stream});
	t.deepEqual(errorIn('an Error: x', from('stdout')), [3]);
	t.deepEqual(errorIn('it FAILED', from('stdout')), [3]);
	t.deepEqual(errorIn('terrors and failsafe', from('stdout')), []);
	t.deepEqual(errorIn('anything', from('stderr')), [0]);
	t.deepEqual(errorIn(' ', from('stderr')), []);
});

import test from 'ava';
import {chop, cut, pad, widthOf, wrap, wrapTo} from '../../../ui/text/width.js';

test('widths are those of a terminal', (t) => {
	t.is(widthOf('plain'), 5);
	t.is(widthOf('éé'), 2);
	t.is(widthOf('e\u0301'), 1);
	t.is(widthOf('部品'), 4);
	t.is(widthOf('한국'), 4);
	t.is(widthOf('ｱｲ'), 2);
	t.is(widthOf('🙂'), 2);
	t.is(widthOf('👩‍💻'), 2);
	t.is(widthOf('─ ✓ ●'), 5);
});

test('a text is chopped between cells', (t) => {
	t.deepEqual(chop('abcdef', 4), ['abcd', 'ef']);
	t.deepEqual(chop('a部品b', 2), ['a', '部', '品', 'b']);
	t.deepEqual(chop('', 4), ['']);
	for (const none of [0, -1]) t.deepEqual(chop('ab', none), ['a', 'b'], 'a terminal of two columns has none to spare');
});

test('a text is cut with an ellipsis and filled up', (t) => {
	t.is(cut('abcdef', 6), 'abcdef');
	t.is(cut('abcdef', 4), 'abc…');
	t.is(cut('部品交換', 4), '部…');
	t.is(cut('abc', 0), '');
	t.is(pad('ab', 4), 'ab  ');
	t.is(pad('abcdef', 4), 'abc…');
});

test('a sentence is wrapped between words', (t) => {
	t.deepEqual(wrap('the quick brown fox', 10), ['the quick', 'brown fox']);
	t.deepEqual(wrap('a incomprehensibilities b', 10), ['a', 'incomprehe', 'nsibilitie', 's b']);
	t.deepEqual(wrap('', 10), ['']);
	t.deepEqual(wrapTo('the quick brown fox jumps', 10, 2), ['the quick', 'brown fox…']);
	t.deepEqual(wrapTo('the quick', 10, 0), []);
});

import test from 'ava';
import {GraphemeSegmenter} from '../../packaging/segmenter.js';

const texts = [
	'',
	'an ordinary line, 80 columns of it',
	'\x1b[1mbold\x1b[22m and \x1b[31mred\x1b[39m',
	'▸ ─ … · ✓ é',
	'e\u0301 is two characters',
	'👩‍👩‍👧 family, \x1b[1m日本語\x1b[22m',
	'a line\r\nand another',
];

test('it cuts as Intl.Segmenter does', (t) => {
	const all = new Intl.Segmenter();
	const segmenter = new GraphemeSegmenter();
	for (const text of texts) {
		t.deepEqual(
			[...segmenter.segment(text)].map(({segment, index}) => ({segment, index})),
			[...all.segment(text)].map(({segment, index}) => ({segment, index})),
			JSON.stringify(text),
		);
	}
});

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
	const cut = (found: Pick<Intl.SegmentData, 'segment' | 'index'> | undefined) =>
		found && {segment: found.segment, index: found.index};
	for (const text of texts) {
		const [own, expected] = [segmenter.segment(text), all.segment(text)];
		t.deepEqual([...own].map(cut), [...expected].map(cut), JSON.stringify(text));
		for (let index = -1; index <= text.length; index++) {
			t.deepEqual(cut(own.containing(index)), cut(expected.containing(index)), `${JSON.stringify(text)} at ${index}`);
		}
		t.deepEqual(cut(own.containing()), cut(expected.containing()));
	}
});

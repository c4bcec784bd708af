import {join} from 'node:path';
import test from 'ava';
import {checkout} from '../../packaging/edition.js';
import {keepingRows, keepingTexts, type OutputClass} from '../../packaging/kept.js';

const ink = (await import(join(checkout, 'node_modules/ink/build/output.js'))) as {default: OutputClass};
const Ink = ink.default;
const Kept = keepingRows(Ink);

const texts = [
	'a clock: 48 s',
	'\x1b[1mbold\x1b[0m and \x1b[31mred\x1b[39m',
	'日本語のテキスト',
	'two\nlines',
	'\x1b[7mtwo lines\nin one style\x1b[0m',
	'ends in spaces   ',
	'e\u0301 👩‍👩‍👧 \u200b',
	'',
];
const bounds = [undefined, 0, 1, 3, 5, 9, 14];

/** Numbers that look random, the same in each run (numerical recipes' linear congruential generator). */
function numbers(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state * 1_664_525 + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

/** The frame of some texts, places and clips. */
function frame(Output: OutputClass, seed: number): unknown {
	const below = numbers(seed);
	const output = new Output({width: 4 + below(16), height: below(6)});
	let depth = 0;
	for (let step = 0; step < 12; step++) {
		const what = below(4);
		if (what === 0) {
			const [x, y] = [below(bounds.length), below(bounds.length)];
			const pair = (at: number) =>
				bounds[at] === undefined ? [undefined, undefined] : [bounds[at], bounds[at] + below(9)];
			const [[x1, x2], [y1, y2]] = [pair(x), pair(y)];
			output.clip({x1, x2, y1, y2});
			depth++;
		} else if (what === 1 && depth > 0) {
			output.unclip();
			depth--;
		} else {
			const mark = below(3) === 0 ? [(line: string, index: number) => `\x1b[3m${line}${index}\x1b[23m`] : [];
			output.write(below(24) - 4, below(9) - 2, texts[below(texts.length)] ?? '', {transformers: mark});
		}
	}
	return output.get();
}

test('a frame is as Ink makes it, whatever is written over whatever', (t) => {
	for (let seed = 1; seed <= 3000; seed++) t.deepEqual(frame(Kept, seed), frame(Ink, seed), `frame ${seed}`);
});

test('only a row that is new is given to Ink', (t) => {
	let made = 0;
	const Counted = keepingRows(
		class extends Ink {
			constructor(size: {width: number; height: number}) {
				super(size);
				made++;
			}
		},
	);
	const draw = (clock: string) => {
		const output = new Counted({width: 30, height: 4});
		for (const [row, text] of ['a title', clock, '', 'the rest'].entries())
			output.write(0, row, text, {transformers: []});
		return output.get().output;
	};
	t.is(draw('for 1 s'), 'a title\nfor 1 s\n\nthe rest');
	t.is(made, 3);
	t.is(draw('for 2 s'), 'a title\nfor 2 s\n\nthe rest');
	t.is(made, 4);
});

test('a text is made once, also the empty one, and a kept one is forgotten when there are many', (t) => {
	let made = 0;
	const kept = keepingTexts((text) => {
		made++;
		return text.trim();
	});
	t.deepEqual([kept(' a '), kept(' a '), kept(' '), kept(' ')], ['a', 'a', '', '']);
	t.is(made, 2);
	for (let number = 0; number < 10_000; number++) kept(String(number));
	t.is(kept(' a '), 'a');
	t.is(made, 10_003);
});

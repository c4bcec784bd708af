/* How many terminal cells a text takes, and cutting and wrapping by cells. Texts hold no control characters here. */

/*
 * Characters of one cell each, that join with no other: ASCII, Latin letters, and the signs that umm itself draws.
 * Most texts have no others, and what it takes to measure those is made when the first one comes: it takes
 * milliseconds.
 */
const simple =
	/^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u259f\u25b8\u25cb\u25cf\u2713\u2717\u2800-\u28ff]*$/;

let measures: {segmenter: Intl.Segmenter; invisible: RegExp; wide: RegExp} | undefined;
function measure() {
	measures ??= {
		segmenter: new Intl.Segmenter(undefined, {granularity: 'grapheme'}),
		invisible: /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u,
		// East Asian Wide and Fullwidth (UAX #11) by script, and emoji that are drawn as pictures.
		wide: new RegExp(
			'[\\p{Script=Han}\\p{Script=Hangul}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303e\\u3100-\\u312f' +
				'\\uff01-\\uff60\\uffe0-\\uffe6\\p{Emoji_Presentation}]|\\ufe0f',
			'u',
		),
	};
	return measures;
}
const narrow = /[\uff61-\uffdc]/u;

/* Graphemes (UAX #29) and their cells. */
function* graphemes(text: string): Generator<readonly [grapheme: string, cells: number]> {
	const {segmenter, invisible, wide} = measure();
	for (const {segment} of segmenter.segment(text)) {
		if (invisible.test(segment)) yield [segment, 0];
		else yield [segment, wide.test(segment) && !narrow.test(segment) ? 2 : 1];
	}
}

/** Whether each character of a text takes one cell and joins with no other, on every terminal. */
export function isSimple(text: string): boolean {
	return simple.test(text);
}

/** Cells that a text takes. */
export function widthOf(text: string): number {
	if (simple.test(text)) return text.length;
	let width = 0;
	for (const [, cells] of graphemes(text)) width += cells;
	return width;
}

/** A text in ASCII: of another character only its cells are kept, a question mark each. */
export function toAscii(text: string): string {
	if (ascii.test(text)) return text;
	let kept = '';
	for (const [grapheme, cells] of graphemes(text)) kept += ascii.test(grapheme) ? grapheme : '?'.repeat(cells);
	return kept;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII; Escape begins an SGR sequence
const ascii = /^[\x00-\x7f]*$/;

/** A text cut into rows of at most `width` cells, and at least one, anywhere; at least one row. */
export function chop(text: string, width: number): readonly string[] {
	const rows: string[] = [];
	if (simple.test(text)) {
		const step = Math.max(1, width);
		for (let at = 0; at < text.length; at += step) rows.push(text.slice(at, at + step));
		return rows.length === 0 ? [''] : rows;
	}
	let row = '';
	let used = 0;
	for (const [grapheme, cells] of graphemes(text)) {
		if (used + cells > width && row !== '') {
			rows.push(row);
			row = '';
			used = 0;
		}
		row += grapheme;
		used += cells;
	}
	rows.push(row);
	return rows;
}

/** What of a text stands in `width` cells from the cell `from` on, and how many of its characters come before. */
export function sliceCells(
	text: string,
	from: number,
	width: number,
): {readonly text: string; readonly skipped: number} {
	if (simple.test(text)) return {text: text.slice(from, from + width), skipped: Math.min(from, text.length)};
	let [skipped, kept, at] = [0, '', 0];
	for (const [grapheme, cells] of graphemes(text)) {
		if (at < from) skipped += grapheme.length;
		else if (at + cells <= from + width) kept += grapheme;
		else break;
		at += cells;
	}
	return {text: kept, skipped};
}

/** A text on one row of at most `width` cells; what was cut off is an ellipsis. */
export function cut(text: string, width: number): string {
	if (widthOf(text) <= width) return text;
	return width <= 1 ? '…'.slice(0, Math.max(0, width)) : `${chop(text, width - 1)[0]}…`;
}

/** A text filled up with spaces to `width` cells, or cut to it. */
export function pad(text: string, width: number): string {
	const short = cut(text, width);
	return short + ' '.repeat(Math.max(0, width - widthOf(short)));
}

/** A sentence in rows of at most `width` cells, broken between words; longer words are chopped. */
export function wrap(text: string, width: number): readonly string[] {
	const rows: string[] = [];
	let row = '';
	for (const word of text.split(/ +/)) {
		const joined = row === '' ? word : `${row} ${word}`;
		if (widthOf(joined) <= width) {
			row = joined;
			continue;
		}
		if (row !== '') rows.push(row);
		const pieces = chop(word, width);
		rows.push(...pieces.slice(0, -1));
		row = pieces.at(-1) ?? '';
	}
	rows.push(row);
	return rows;
}

/**
 * A sentence in at most `height` rows; when it does not pad, its last row ends in an ellipsis.
 *
 * @param width cells of a row.
 */
export function wrapTo(text: string, width: number, height: number): readonly string[] {
	const rows = wrap(text, width);
	if (rows.length <= height) return rows;
	const kept = rows.slice(0, Math.max(0, height));
	const last = kept.pop();
	return last === undefined ? kept : [...kept, `${cut(last, width - 1).replace(/…$/, '')}…`];
}

/* How many terminal cells a text takes, and cutting and wrapping by cells. Texts hold no control characters here. */

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const simple = /^[ -~]*$/;
const invisible = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
/* East Asian Wide and Fullwidth (UAX #11) by script, and emoji that are drawn as pictures. */
const wide =
	/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303e\u3100-\u312f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]|\ufe0f/u;
const narrow = /[\uff61-\uffdc]/u;

function cells(grapheme: string): number {
	if (invisible.test(grapheme)) return 0;
	return wide.test(grapheme) && !narrow.test(grapheme) ? 2 : 1;
}

/** Cells that a text takes. */
export function widthOf(text: string): number {
	if (simple.test(text)) return text.length;
	let width = 0;
	for (const {segment} of segmenter.segment(text)) width += cells(segment);
	return width;
}

/** A text cut into rows of at most `width` cells, anywhere; at least one row. */
export function chop(text: string, width: number): readonly string[] {
	const rows: string[] = [];
	if (simple.test(text)) {
		for (let at = 0; at < text.length; at += width) rows.push(text.slice(at, at + width));
		return rows.length === 0 ? [''] : rows;
	}
	let row = '';
	let used = 0;
	for (const {segment} of segmenter.segment(text)) {
		const size = cells(segment);
		if (used + size > width && row !== '') {
			rows.push(row);
			row = '';
			used = 0;
		}
		row += segment;
		used += size;
	}
	rows.push(row);
	return rows;
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

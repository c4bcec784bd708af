import {clock} from '../../text/format.js';
import type {TailBuffer} from '../../text/tail-buffer.js';
import {pad, sliceCells, widthOf} from '../../text/width.js';
import type {Theme, Tone} from '../../theme.js';
import {patternOf} from './find.js';
import {isRemark} from './layout.js';
import type {View} from './scroll.js';
import type {PaneState} from './state.js';

/** What the rows of a pane are drawn with. */
export interface LineStyle {
	readonly theme: Theme;
	readonly state: PaneState;
	readonly buffer: TailBuffer;
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Cells for the text of a row. */
	readonly columns: number;
	/** Cells for the time before it. */
	readonly times: number;
}

/* Signs of a line that has more than can be seen. */
const more = {left: '<', right: '>'} as const;

/** A row of the pane with its SGR sequences: the sign of the line, its time, its text with the matches marked. */
export function styled(row: View['rows'][number], style: LineStyle): string {
	const {theme, state, buffer, now, times} = style;
	const tint = (tones: readonly Tone[], text: string) =>
		text === '' ? '' : `${tones.map((tone) => theme.begin(tone)).join('')}${text}\x1b[0m`;
	const origin = buffer.origin(row.line);
	const isError = origin?.stream === 'stderr';
	const isMarked = state.mark?.line === row.line;
	const sign = isMarked ? theme.signs.chosen : isError ? '!' : ' ';
	const left = isMarked || isError ? tint([isError ? 'danger' : 'strong'], sign) : sign;
	const time = times === 0 ? '' : pad(row.row === 0 && origin ? clock(origin.time, now) : '', times);
	return `${left}${tint(['muted'], time)}${textOf(row, style, tint)}`;
}

function textOf(
	row: View['rows'][number],
	{state, buffer, columns}: LineStyle,
	tint: (tones: readonly Tone[], text: string) => string,
): string {
	const {wrap, shift} = state;
	const {line} = row;
	const isLeft = !wrap && shift > 0 && row.text !== '';
	const isRight = !wrap && widthOf(row.text) > shift + columns;
	const from = shift + (isLeft ? 1 : 0);
	const seen = wrap
		? {text: row.text, skipped: 0}
		: sliceCells(row.text, from, columns - (isLeft ? 1 : 0) - (isRight ? 1 : 0));
	const whole = wrap ? buffer.line(line) : row.text;
	const text = isRemark(buffer, line, whole)
		? tint(['muted'], seen.text)
		: withMatches(seen.text, row.start + seen.skipped, whole, line, state, tint);
	return `${isLeft ? tint(['focus'], more.left) : ''}${text}${isRight ? tint(['focus'], more.right) : ''}`;
}

/* @param start how many characters of the whole line come before the text. */
function withMatches(
	text: string,
	start: number,
	whole: string,
	line: number,
	{query, mark}: PaneState,
	tint: (tones: readonly Tone[], text: string) => string,
): string {
	if (query === '') return text;
	let [drawn, at] = ['', 0];
	for (const {index, 0: match} of whole.matchAll(patternOf(query))) {
		const [from, to] = [index - start, index + match.length - start].map((place) =>
			Math.min(text.length, Math.max(0, place)),
		) as [number, number];
		if (from === to) continue;
		const isCurrent = mark?.line === line && mark.column === index;
		drawn += `${text.slice(at, from)}${tint(isCurrent ? ['focus', 'strong'] : ['focus'], text.slice(from, to))}`;
		at = to;
	}
	return drawn + text.slice(at);
}

/* What of the pane is text, and what is beside it. */
import {clock} from '../../text/format.js';
import type {TailBuffer} from '../../text/tail-buffer.js';
import {widthOf} from '../../text/width.js';
import type {Lines, Size} from './scroll.js';
import type {PaneState} from './state.js';

/** Cells at the left for the sign of a line. */
const margin = 1;

/** The pane in cells, its heading included, and the time at which it is drawn. */
export interface Frame {
	readonly now: number;
	readonly columns: number;
	readonly height: number;
}

/**
 * The lines of an output. When some of its beginning is not there, the line before the first one says so.
 *
 * @param id number of the command.
 */
export function linesOf(buffer: TailBuffer, id: number | undefined): Lines {
	if (!buffer.isCut) return buffer;
	const first = buffer.first - 1;
	return {
		first,
		end: buffer.end,
		line: (number) =>
			number === first ? `earlier output is not shown here: umm schedule log ${id} has all` : buffer.line(number),
	};
}

/** Whether a line is umm's, not the command's: what is missing at the beginning, or in the middle (console/source.ts). */
export function isRemark(buffer: TailBuffer, number: number, text: string): boolean {
	return number < buffer.first || /^--- \d+ bytes are not kept here ---$/.test(text);
}

/** Cells of the times at the left, with the space after them; 0 when they are not shown. */
export function timesWidth({times}: PaneState, buffer: TailBuffer, now: number): number {
	if (!times) return 0;
	const ends = [buffer.first, buffer.end - 1].map((number) => clock(buffer.origin(number)?.time ?? now, now));
	return Math.max(...ends.map(widthOf)) + 1;
}

/** The part of the pane that text stands in. */
export function textSize(state: PaneState, buffer: TailBuffer, {now, columns, height}: Frame): Size {
	const below = state.prompt === undefined ? 0 : 1;
	return {
		columns: Math.max(1, columns - margin - timesWidth(state, buffer, now)),
		height: Math.max(1, height - 1 - below),
		wrap: state.wrap,
	};
}

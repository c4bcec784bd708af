import type {TailBuffer} from '../../text/tail-buffer.js';
import {chop} from '../../text/width.js';

/** A row of the output: a line's number, and which of the line's rows. */
export interface Place {
	readonly line: number;
	readonly row: number;
}

/** The size of the pane, in cells. */
export interface Size {
	readonly columns: number;
	readonly height: number;
}

/** The rows that a pane shows, and the place of the last of them. */
export interface View {
	readonly rows: readonly string[];
	readonly first: Place;
	readonly last: Place;
}

const rowsOf = (buffer: TailBuffer, line: number, {columns}: Size) => chop(buffer.line(line), columns);

function endOf(buffer: TailBuffer, size: Size): Place {
	const line = Math.max(buffer.first, buffer.end - 1);
	return {line, row: rowsOf(buffer, line, size).length - 1};
}

const isBefore = (a: Place, b: Place) => a.line < b.line || (a.line === b.line && a.row < b.row);

/**
 * What the pane shows.
 *
 * @param bottom the place on its last row, or undefined to follow the output.
 */
export function viewOf(buffer: TailBuffer, bottom: Place | undefined, size: Size): View {
	const end = endOf(buffer, size);
	const wanted = bottom === undefined || isBefore(end, bottom) ? end : bottom;
	const rows: string[] = [];
	let {line, row} = wanted.line < buffer.first ? {line: buffer.first, row: 0} : wanted;
	const last = {line, row};
	let first: Place = last;
	while (line >= buffer.first && line < buffer.end && rows.length < size.height) {
		const pieces = rowsOf(buffer, line, size);
		const from = Math.max(0, Math.min(row, pieces.length - 1) + 1 - (size.height - rows.length));
		rows.unshift(...pieces.slice(from, row + 1));
		first = {line, row: from};
		line--;
		row = Number.POSITIVE_INFINITY;
	}
	return rows.length < size.height && bottom !== undefined ? fromTop(buffer, size, end) : {rows, first, last};
}

/* The pane filled from the oldest row on: where a scroll upwards ends. */
function fromTop(buffer: TailBuffer, size: Size, end: Place): View {
	const bottom = stepDown(buffer, {line: buffer.first, row: 0}, size.height - 1, size);
	return viewOf(buffer, isBefore(bottom, end) ? bottom : undefined, size);
}

/** The bottom place one page up; undefined where there is nothing above. */
export function pageUp(buffer: TailBuffer, bottom: Place | undefined, size: Size): Place | undefined {
	const up = viewOf(buffer, viewOf(buffer, bottom, size).first, size).last;
	return isBefore(up, endOf(buffer, size)) ? up : undefined;
}

/** The bottom place one page down; undefined once that is the end, which is followed again. */
export function pageDown(buffer: TailBuffer, bottom: Place | undefined, size: Size): Place | undefined {
	if (bottom === undefined) return undefined;
	const down = stepDown(buffer, viewOf(buffer, bottom, size).last, Math.max(1, size.height - 1), size);
	return isBefore(down, endOf(buffer, size)) ? down : undefined;
}

function stepDown(buffer: TailBuffer, from: Place, steps: number, size: Size): Place {
	let {line, row} = from;
	for (let left = steps; left > 0; left--) {
		if (row + 1 < rowsOf(buffer, line, size).length) row++;
		else if (line + 1 < buffer.end) [line, row] = [line + 1, 0];
	}
	return {line, row};
}

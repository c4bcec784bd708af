import {chop} from '../../text/width.js';

/** Lines by number; `end` is the number after the last one. */
export interface Lines {
	readonly first: number;
	readonly end: number;
	line(number: number): string;
}

/** A row of the output: a line's number, and which of the line's rows. */
export interface Place {
	readonly line: number;
	readonly row: number;
}

/** The part of the pane that text stands in. */
export interface Size {
	/** Cells of a row. */
	readonly columns: number;
	/** Rows. */
	readonly height: number;
	/** Whether a long line goes on in the next row. */
	readonly wrap: boolean;
}

/** A row that is shown. */
interface ViewRow extends Place {
	/** The text of the row; all of the line without wrap. */
	readonly text: string;
	/** How many characters of the line come before. */
	readonly start: number;
}

/** The rows that a pane shows, and the places of the first and the last of them. */
export interface View {
	readonly rows: readonly ViewRow[];
	readonly first: Place;
	readonly last: Place;
}

function rowsOf(lines: Lines, line: number, {columns, wrap}: Size): readonly string[] {
	return wrap ? chop(lines.line(line), columns) : [lines.line(line)];
}

function endOf(lines: Lines, size: Size): Place {
	const line = Math.max(lines.first, lines.end - 1);
	return {line, row: rowsOf(lines, line, size).length - 1};
}

const isBefore = (a: Place, b: Place) => a.line < b.line || (a.line === b.line && a.row < b.row);

/**
 * What the pane shows.
 *
 * @param bottom the place on its last row, or undefined to follow the output.
 */
export function viewOf(lines: Lines, bottom: Place | undefined, size: Size): View {
	const end = endOf(lines, size);
	const wanted = bottom === undefined || isBefore(end, bottom) ? end : bottom;
	const start = wanted.line < lines.first ? {line: lines.first, row: 0} : wanted;
	const rows: ViewRow[] = [];
	for (let line = start.line; line >= lines.first && line < lines.end && rows.length < size.height; line--) {
		const pieces = rowsOf(lines, line, size);
		const to = line === start.line ? Math.min(start.row + 1, pieces.length) : pieces.length;
		const from = Math.max(0, to - (size.height - rows.length));
		let before = pieces.slice(0, from).join('').length;
		const shown = pieces.slice(from, to).map((text, index) => {
			const row = {line, row: from + index, text, start: before};
			before += text.length;
			return row;
		});
		rows.unshift(...shown);
	}
	if (rows.length < size.height && bottom !== undefined) {
		// The pane is filled from the oldest row on: where a scroll upwards ends.
		const full = step(lines, {line: lines.first, row: 0}, size.height - 1, size);
		return viewOf(lines, isBefore(full, end) ? full : undefined, size);
	}
	return {rows, first: rows[0] ?? start, last: rows.at(-1) ?? start};
}

/**
 * The bottom place some rows further down, or up when negative.
 *
 * @returns undefined once that is the end, which is followed again, or where there is nothing above.
 */
export function scroll(lines: Lines, bottom: Place | undefined, rows: number, size: Size): Place | undefined {
	if (bottom === undefined && rows >= 0) return undefined;
	const {last} = viewOf(lines, bottom, size);
	const to = viewOf(lines, step(lines, last, rows, size), size).last;
	return isBefore(to, endOf(lines, size)) ? to : undefined;
}

/** The bottom place a page up or down; pages overlap by a row. */
export function page(lines: Lines, bottom: Place | undefined, direction: 1 | -1, size: Size): Place | undefined {
	return scroll(lines, bottom, direction * Math.max(1, size.height - 1), size);
}

/** The bottom place of the oldest page; undefined when there is but one. */
export function top(lines: Lines, size: Size): Place | undefined {
	const {last} = viewOf(lines, {line: lines.first, row: 0}, size);
	return isBefore(last, endOf(lines, size)) ? last : undefined;
}

/** The bottom place that has a character of a line in sight: as it is when it is there, else in the middle. */
export function reveal(
	lines: Lines,
	bottom: Place | undefined,
	{line, column}: {readonly line: number; readonly column: number},
	size: Size,
): Place {
	const {first, last} = viewOf(lines, bottom, size);
	let before = 0;
	const row = rowsOf(lines, line, size).findIndex((text) => {
		before += text.length;
		return column < before;
	});
	const place = {line, row: Math.max(0, row)};
	if (!isBefore(place, first) && !isBefore(last, place)) return last;
	return step(lines, place, Math.floor(size.height / 2), size);
}

function step(lines: Lines, from: Place, rows: number, size: Size): Place {
	let {line, row} = from;
	for (let left = Math.abs(rows); left > 0; left--) {
		if (rows > 0) {
			if (row + 1 < rowsOf(lines, line, size).length) row++;
			else if (line + 1 < lines.end) [line, row] = [line + 1, 0];
		} else if (row > 0) row--;
		else if (line > lines.first) [line, row] = [line - 1, rowsOf(lines, line - 1, size).length - 1];
	}
	return {line, row};
}

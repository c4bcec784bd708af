import {widthOf} from '../../text/width.js';
import type {Finder, Found, Spot} from './find.js';
import type {OutputAct} from './keys.js';
import {type Lines, type Place, page, reveal, type Size, scroll, top, viewOf} from './scroll.js';

/** How the output of a command is looked at. */
export interface PaneState {
	/** The place on the last row; undefined: follow the output. */
	readonly bottom: Place | undefined;
	/** Number of the line after the last one when the output was last followed. */
	readonly seen: number;
	readonly wrap: boolean;
	/** Whether each line has its time. */
	readonly times: boolean;
	/** Cells that are out of sight at the left; without wrap. */
	readonly shift: number;
	/** What is searched for; empty: nothing. */
	readonly query: string;
	/** Where the last jump went. */
	readonly mark: Spot | undefined;
	/** What is typed to search for; undefined while nothing is typed. */
	readonly prompt: string | undefined;
	/** What the last key has to say. */
	readonly notice: string | undefined;
}

/** What a key works on. */
export interface PaneContext {
	readonly lines: Lines;
	readonly size: Size;
	/** Finds the matches of a text that is not empty. */
	matches(query: string): Finder;
	errors(): Finder;
}

/** Follows, wraps, shows no times. */
export const initialState: PaneState = {
	bottom: undefined,
	seen: 0,
	wrap: true,
	times: false,
	shift: 0,
	query: '',
	mark: undefined,
	prompt: undefined,
	notice: undefined,
};

/** The state for the output of another command: what was set stays, the place does not. */
export function forAnother(state: PaneState): PaneState {
	return {...state, bottom: undefined, mark: undefined, shift: 0, notice: undefined};
}

/** The state after the view was moved. @param bottom its new last row; undefined: follow. */
function movedTo(state: PaneState, bottom: Place | undefined, {lines}: PaneContext): PaneState {
	const wasFollowing = state.bottom === undefined;
	return {...state, bottom, seen: wasFollowing ? lines.end : state.seen, notice: undefined};
}

/** The state after the view was moved down by some rows, or up when negative. */
export function scrolledBy(state: PaneState, rows: number, context: PaneContext): PaneState {
	return movedTo(state, scroll(context.lines, state.bottom, rows, context.size), context);
}

/** The state after a key of the pane. */
export function performed(state: PaneState, act: OutputAct, context: PaneContext): PaneState {
	const {lines, size} = context;
	const {bottom, query} = state;
	const quiet = {...state, notice: undefined};
	switch (act) {
		case 'page-up':
			return movedTo(state, page(lines, bottom, -1, size), context);
		case 'page-down':
			return movedTo(state, page(lines, bottom, 1, size), context);
		case 'top':
			return {...movedTo(state, top(lines, size), context), shift: 0};
		case 'end':
			return movedTo({...state, mark: undefined, shift: 0}, undefined, context);
		case 'search':
			return {...quiet, prompt: ''};
		case 'next-match':
		case 'previous-match':
			if (query === '') return {...state, notice: 'Nothing is searched for yet: / begins a search.'};
			return jumped(state, act === 'next-match' ? 1 : -1, context, query);
		case 'next-error':
			return jumped(state, 1, context);
		case 'previous-error':
			return jumped(state, -1, context);
		case 'wrap':
			return {...quiet, wrap: !state.wrap, shift: 0, notice: `Long lines are ${state.wrap ? 'cut' : 'wrapped'}.`};
		case 'times':
			return {...quiet, times: !state.times};
		case 'left':
		case 'right':
			return shifted(quiet, act === 'left' ? -1 : 1, context);
		case 'clear-search':
			return {...quiet, query: '', mark: undefined};
	}
}

/** The state after a text to search for was entered; an empty one ends the search. */
export function searched(state: PaneState, query: string, context: PaneContext): PaneState {
	const next = {...state, query, mark: undefined, prompt: undefined, notice: undefined};
	return query === '' ? next : jumped(next, 1, context, query);
}

function shifted(state: PaneState, direction: 1 | -1, {lines, size}: PaneContext): PaneState {
	if (state.wrap) return {...state, notice: 'Long lines are wrapped; w cuts them.'};
	const half = Math.max(1, Math.floor(size.columns / 2));
	const {rows} = viewOf(lines, state.bottom, size);
	const widest = Math.max(0, ...rows.map(({text}) => widthOf(text)));
	const furthest = Math.max(0, Math.ceil((widest - size.columns) / half) * half);
	return {...state, shift: Math.max(0, Math.min(furthest, state.shift + direction * half))};
}

/* To a match of the query, or to an error when there is none. */
function jumped(state: PaneState, direction: 1 | -1, context: PaneContext, query?: string): PaneState {
	const finder = query === undefined ? context.errors() : context.matches(query);
	const [from, inclusive] = origin(state, direction, context);
	const found = finder.step(from, direction, inclusive);
	if (found === undefined) {
		return {...state, notice: query === undefined ? 'No line looks like an error.' : `Not found: ${query}`};
	}
	const moved = movedTo(state, reveal(context.lines, state.bottom, found, context.size), context);
	const notice = wordsOf(found, direction, query);
	return {...moved, shift: shiftFor(state, found, context), mark: {line: found.line, column: found.column}, notice};
}

/* From the last jump where it is in sight, else from the edge of what is. */
function origin({bottom, mark}: PaneState, direction: 1 | -1, {lines, size}: PaneContext): [Spot, boolean] {
	const {first, last} = viewOf(lines, bottom, size);
	if (mark && mark.line >= first.line && mark.line <= last.line) return [mark, false];
	return direction === 1 ? [{line: first.line, column: 0}, true] : [{line: last.line + 1, column: 0}, false];
}

function shiftFor({wrap, shift}: PaneState, {line, column}: Spot, {lines, size: {columns}}: PaneContext): number {
	if (wrap) return 0;
	const cell = widthOf(lines.line(line).slice(0, column));
	if (cell > shift && cell < shift + columns - 1) return shift;
	return cell < columns - 1 ? 0 : cell - Math.floor(columns / 2);
}

function wordsOf({number, count, isWrapped}: Found, direction: 1 | -1, query: string | undefined): string {
	const where = `${query === undefined ? 'Error' : 'Match'} ${number} of ${count}`;
	if (!isWrapped) return `${where}.`;
	return `${where}, ${direction === 1 ? 'from the top again' : 'from the end again'}.`;
}

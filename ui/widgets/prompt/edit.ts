/* Editing a line of text, as readline(3) does by default. */

/** A line and the place of the cursor, counted in characters as a person sees them. */
export interface Line {
	readonly before: string;
	readonly after: string;
}

export const emptyLine: Line = {before: '', after: ''};
const segmenter = () => new Intl.Segmenter(undefined, {granularity: 'grapheme'});

const lastOf = (text: string) => [...segmenter().segment(text)].at(-1)?.segment ?? '';
const firstOf = (text: string) => [...segmenter().segment(text)][0]?.segment ?? '';

/**
 * The line after a key.
 *
 * @param key its name, as `useKeys` gives it; one that does not edit leaves the line as it is.
 */
export function edited(line: Line, key: string): Line {
	const {before, after} = line;
	switch (key) {
		case 'left':
		case 'ctrl+b':
			return moved(line, -1);
		case 'right':
		case 'ctrl+f':
			return moved(line, 1);
		case 'home':
		case 'ctrl+a':
			return {before: '', after: before + after};
		case 'end':
		case 'ctrl+e':
			return {before: before + after, after: ''};
		case 'backspace':
		case 'ctrl+h':
			return {before: before.slice(0, before.length - lastOf(before).length), after};
		case 'delete':
			return {before, after: after.slice(firstOf(after).length)};
		case 'ctrl+u':
			return {before: '', after};
		case 'ctrl+k':
			return {before, after: ''};
		case 'ctrl+w':
			return {before: before.replace(/\S*\s*$/u, ''), after};
		default:
			return isText(key) ? {before: before + key, after} : line;
	}
}

/** The line with a text put in at the cursor: what of it does not fit into a line becomes spaces. */
export function inserted({before, after}: Line, text: string): Line {
	return {
		before:
			before +
			text
				.trim()
				.replaceAll(/\s+/gu, ' ')
				.replaceAll(/\p{Control}/gu, ''),
		after,
	};
}

function moved({before, after}: Line, step: 1 | -1): Line {
	if (step === 1) {
		const next = firstOf(after);
		return {before: before + next, after: after.slice(next.length)};
	}
	const last = lastOf(before);
	return {before: before.slice(0, before.length - last.length), after: last + after};
}

/* A key that stands for itself: one character, not the name of a key. */
const isText = (key: string) => firstOf(key) === key && !/\p{Control}/u.test(key) && key !== '';

export const textOf = ({before, after}: Line) => before + after;

/* Places in the output that can be jumped to: matches of a search, and lines that look like errors. */
import type {Origin, TailBuffer} from '../../text/tail-buffer.js';

/** A character of a line. */
export interface Spot {
	readonly line: number;
	readonly column: number;
}

/** A spot that was jumped to. */
export interface Found extends Spot {
	/** Its number among those that were found, from 1. */
	readonly number: number;
	readonly count: number;
	/** The jump went past an end of the output. */
	readonly isWrapped: boolean;
}

/* A spot as one number, since there may be millions; longer than any line (longestLine). */
const span = 4096;
const codeOf = ({line, column}: Spot) => line * span + column;

const errorWord = /\b(?:errors?|fail(?:s|ed|ing|ures?)?|fatal|panic(?:ked)?|cannot|denied)\b/i;

/** Where a line looks like an error, if it does. */
export function errorIn(text: string, origin: Origin | undefined): readonly number[] {
	const at = text.search(errorWord);
	return at >= 0 ? [at] : origin?.stream === 'stderr' && text.trim() !== '' ? [0] : [];
}

/** What finds a text as it is, and its capital letters only when it has one itself. */
export function patternOf(query: string): RegExp {
	return new RegExp(query.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), query === query.toLowerCase() ? 'giu' : 'gu');
}

/** Finds the spots of one kind, and looks at each line but once. */
export class Finder {
	readonly #buffer: TailBuffer;
	readonly #columns: (text: string, origin: Origin | undefined) => readonly number[];
	readonly #found: number[] = [];
	/** How many of them are in lines that have ended. */
	#kept = 0;
	#scanned = 0;

	/** @param columns where the spots of a line are, ascending. */
	constructor(buffer: TailBuffer, columns: (text: string, origin: Origin | undefined) => readonly number[]) {
		this.#buffer = buffer;
		this.#columns = columns;
	}

	/** A finder of a text. */
	static ofText(buffer: TailBuffer, query: string): Finder {
		const pattern = patternOf(query);
		return new Finder(buffer, (text) => Array.from(text.matchAll(pattern), ({index}) => index));
	}

	get count(): number {
		this.#scan();
		return this.#found.length;
	}

	/** The number of a spot among those that were found, from 1; 0 when it is none of them. */
	numberOf(spot: Spot): number {
		this.#scan();
		const index = this.#indexFrom(codeOf(spot));
		return this.#found[index] === codeOf(spot) ? index + 1 : 0;
	}

	/**
	 * The next spot, or the one before; past an end, from the other one on.
	 *
	 * @param from where to begin: this spot itself counts only when `inclusive`.
	 */
	step(from: Spot, direction: 1 | -1, inclusive = false): Found | undefined {
		this.#scan();
		const {length} = this.#found;
		if (length === 0) return undefined;
		const after = this.#indexFrom(codeOf(from) + (direction === 1 && !inclusive ? 1 : 0));
		const wanted = direction === 1 ? after : after - 1;
		const index = (wanted + length) % length;
		const code = this.#found[index] ?? 0;
		const line = Math.floor(code / span);
		return {line, column: code - line * span, number: index + 1, count: length, isWrapped: wanted !== index};
	}

	#scan(): void {
		const buffer = this.#buffer;
		this.#found.length = this.#kept;
		this.#found.splice(0, this.#indexFrom(buffer.first * span));
		this.#look(Math.max(this.#scanned, buffer.first), buffer.ended);
		this.#kept = this.#found.length;
		this.#scanned = buffer.ended;
		this.#look(buffer.ended, buffer.end);
	}

	#look(from: number, to: number): void {
		for (let line = from; line < to; line++) {
			for (const column of this.#columns(this.#buffer.line(line), this.#buffer.origin(line))) {
				this.#found.push(line * span + column);
			}
		}
	}

	/** The index of the first spot that is not before this one. */
	#indexFrom(code: number): number {
		let low = 0;
		let high = this.#found.length;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if ((this.#found[middle] ?? 0) < code) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

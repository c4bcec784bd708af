/* What a command printed, or a file said, made safe for the screen. Nothing else in ui/ looks at control characters. */
import {widthOf} from './width.js';

/** Characters kept of one line; the rest of the line is replaced with an ellipsis. */
export const longestLine = 2000;

/* Bidirectional controls reorder what stands beside them; separators would break a row. */
const misleading = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g;
/* Unicode's Control: C0, DEL and C1. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\x00-\x1f\x7f-\x9f]/g;
/* What makes lines more than their text; a newline only ends them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const special = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/;
const strings = 'P]X^_';

/** A text of others (a host name, a command, a message) as one row: line ends become spaces, controls U+FFFD. */
export function oneLine(text: string): string {
	const line = text.replace(/\s+/gu, ' ').replace(misleading, '').replace(controls, '\ufffd').trim();
	return shorten(line, line.length > longestLine);
}

const shorten = (line: string, isOverlong: boolean) => (isOverlong ? `${line.slice(0, longestLine)}…` : line);
const wholeLines = new TextDecoder();

/** Whole lines of an output stream, each with its newline, as {@link LineReader} reads them. */
export function readLines(bytes: Uint8Array): readonly string[] {
	const text = wholeLines.decode(bytes);
	const lines: string[] = [];
	if (special.test(text)) {
		new LineReader().push(bytes, (line) => lines.push(line));
		return lines;
	}
	for (const line of text.split('\n')) lines.push(shorten(line, line.length > longestLine));
	lines.pop();
	return lines;
}

/**
 * Turns the bytes of one output stream into lines as a terminal would leave them, without obeying it: escape
 * sequences (ECMA-48, and OSC, DCS, APC, PM, SOS strings) are dropped, text before a carriage return is overwritten,
 * backspace takes a character back, tabs are spaces, what is not UTF-8 is U+FFFD. An unfinished sequence ends with
 * its line at the latest, so that it can't swallow the rest of the output, and so that a reader can begin after any
 * newline.
 */
export class LineReader {
	readonly #decoder = new TextDecoder();
	#state: 'text' | 'escape' | 'csi' | 'string' | 'string-escape' = 'text';
	#line = '';
	#overlong = false;
	#returned = false;

	/** The line that has not ended yet. */
	get rest(): string {
		return shorten(this.#line, this.#overlong);
	}

	/** Take more bytes. @param emit is given each line that ended. */
	push(bytes: Uint8Array, emit: (line: string) => void): void {
		const text = this.#decoder.decode(bytes, {stream: true});
		let at = 0;
		while (at < text.length) {
			if (this.#state === 'text') {
				controls.lastIndex = at;
				const found = controls.test(text) ? controls.lastIndex - 1 : text.length;
				if (found > at) this.#add(text, at, found);
				if (found === text.length) return;
				at = found;
			}
			this.#step(text[at] as string, emit);
			at++;
		}
	}

	#step(character: string, emit: (line: string) => void): void {
		if (character === '\n') this.#end(emit);
		else if (character === '\x18' || character === '\x1a') this.#state = 'text';
		else if (this.#state === 'text') this.#control(character);
		else if (this.#state === 'csi') this.#state = this.#afterCsi(character);
		else if (this.#state === 'escape') this.#state = this.#afterEscape(character);
		else if (character === '\x1b') this.#state = 'string-escape';
		else if (character === '\x07' || character === '\x9c') this.#state = 'text';
		else if (this.#state === 'string-escape') this.#state = character === '\\' ? 'text' : 'string';
	}

	#control(character: string): void {
		if (character === '\x1b') this.#state = 'escape';
		else if (character === '\x9b') this.#state = 'csi';
		else if ('\x90\x98\x9d\x9e\x9f'.includes(character)) this.#state = 'string';
		else if (character === '\r') this.#returned = true;
		else if (character === '\b') this.#line = this.#line.replace(/.$/u, '');
		else if (character === '\t') {
			const spaces = ' '.repeat(8 - (widthOf(this.#line) % 8));
			this.#add(spaces, 0, spaces.length);
		}
	}

	#afterEscape(character: string): 'text' | 'escape' | 'csi' | 'string' {
		if (character === '[') return 'csi';
		if (strings.includes(character)) return 'string';
		return character === '\x1b' || (character >= ' ' && character <= '/') ? 'escape' : 'text';
	}

	#afterCsi(character: string): 'text' | 'escape' | 'csi' {
		if (character === '\x1b') return 'escape';
		return character >= '@' && character <= '~' ? 'text' : 'csi';
	}

	/* Of a line that is too long already, not even a copy is made. */
	#add(text: string, from: number, to: number): void {
		if (this.#returned) this.#clear();
		const room = longestLine - this.#line.length;
		this.#overlong ||= to - from > room;
		if (room > 0) this.#line += text.slice(from, Math.min(to, from + room)).replace(misleading, '');
	}

	#end(emit: (line: string) => void): void {
		emit(this.rest);
		this.#clear();
		this.#state = 'text';
	}

	#clear(): void {
		this.#line = '';
		this.#overlong = false;
		this.#returned = false;
	}
}

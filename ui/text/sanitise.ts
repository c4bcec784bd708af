/* What a command printed, or a file said, made safe for the screen. Nothing else in ui/ looks at control characters. */
import {widthOf} from './width.js';

/** Characters kept of one line; the rest of the line is replaced with an ellipsis. */
export const longestLine = 2000;

/* Bidirectional controls reorder what stands beside them; separators would break a row. */
const misleading = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/gu;
const control = /\p{Control}/u;
const controls = /\p{Control}/gu;
const strings = 'P]X^_';

/** A text of others (a host name, a command, a message) as one row: line ends become spaces, controls U+FFFD. */
export function oneLine(text: string): string {
	const line = text.replace(/\s+/gu, ' ').replace(misleading, '').replace(controls, '\ufffd').trim();
	return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}

/**
 * Turns the bytes of one output stream into lines as a terminal would leave them, without obeying it: escape
 * sequences (ECMA-48, and OSC, DCS, APC, PM, SOS strings) are dropped, text before a carriage return is overwritten,
 * backspace takes a character back, tabs are spaces, what is not UTF-8 is U+FFFD. An unfinished sequence ends with
 * its line at the latest, so that it can't swallow the rest of the output.
 */
export class LineReader {
	readonly #decoder = new TextDecoder();
	#state: 'text' | 'escape' | 'csi' | 'string' | 'string-escape' = 'text';
	#line = '';
	#overlong = false;
	#returned = false;

	/** The line that has not ended yet. */
	get rest(): string {
		return this.#overlong ? `${this.#line}…` : this.#line;
	}

	/** Take more bytes. @param emit is given each line that ended. */
	push(bytes: Uint8Array, emit: (line: string) => void): void {
		const text = this.#decoder.decode(bytes, {stream: true});
		let at = 0;
		while (at < text.length) {
			if (this.#state === 'text') {
				const rest = text.slice(at);
				const length = rest.search(control);
				if (length !== 0) this.#add(length < 0 ? rest : rest.slice(0, length));
				if (length < 0) return;
				at += length;
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
		else if (character === '\t') this.#add(' '.repeat(8 - (widthOf(this.#line) % 8)));
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

	#add(text: string): void {
		if (this.#returned) this.#clear();
		const room = longestLine - this.#line.length;
		this.#overlong ||= text.length > room;
		if (room > 0) this.#line += text.slice(0, room).replace(misleading, '');
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

import {PassThrough, type Readable} from 'node:stream';
import type {MouseEvent} from '../keymap.js';

/** A terminal's input: a tty, or the channel of an ssh session. */
export type TerminalInput = Readable & {
	readonly isTTY?: boolean;
	setRawMode?(on: boolean): unknown;
};

/* Over ssh the bytes of one key can arrive apart. Ink waits 20 ms for what may belong to an Escape. */
const patience = {key: 100, paste: 1000, ink: 30};

/* Stands behind an Escape that is a key of its own: Ink takes a key that follows at once for one with Alt. */
const pause = '';
const endings = ['end', 'close', 'error'] as const;

/* Bytes are looked at as Latin-1. A paste is what stands between the marks of bracketed paste (xterm, ctlseqs). */
const esc = '\u001b';
const pasteBegin = `${esc}[200~`;
const paste = new RegExp(`${esc}\\[200~.*?${esc}\\[201~`, 'gs');
const unfinished = new RegExp(`${esc}(?:\\[[\\d;]*|O)?$`);
const key = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]|O[\\d;]*[@-~])|.`, 'gs');
/* Reports of a mouse in SGR mode (xterm, ctlseqs: 1006): the button, the column, the row; M when it goes down. */
const mouse = new RegExp(`^${esc}\\[<(\\d+);(\\d+);(\\d+)([Mm])$`);
const mouseKinds: Readonly<Record<string, MouseEvent['kind']>> = {0: 'press', 64: 'wheel-up', 65: 'wheel-down'};

/**
 * The keyboard as Ink sees it: one key at a time, each handled with the screen that the key before it has made, also
 * when a slow line brings many at once; a key's escape sequence whole, also when the network split it; and nothing
 * that was pasted, since a clipboard must not reboot a node: that is the event `paste`, a text. What a mouse does is
 * the event `mouse`, a MouseEvent.
 */
export class Keyboard extends PassThrough {
	readonly isTTY = true;
	readonly #input: TerminalInput;
	readonly #ended: () => void;
	readonly #keys: string[] = [];
	#held = '';
	#timer: NodeJS.Timeout | undefined;

	/** @param ended is called when the input ended, was hung up or failed. */
	constructor(input: TerminalInput, ended: () => void) {
		super();
		this.#input = input;
		this.#ended = ended;
		input.on('data', this.#take);
		for (const event of endings) input.on(event, ended);
		// A console before this one has paused it, and then listening alone does not make it flow.
		input.resume();
	}

	/** Called by Ink. */
	setRawMode(on: boolean): void {
		this.#input.setRawMode?.(on);
	}

	/** Stop reading, so that a shell can. */
	close(): void {
		clearTimeout(this.#timer);
		this.#input.off('data', this.#take);
		for (const event of endings) this.#input.off(event, this.#ended);
		this.#input.pause();
		this.destroy();
	}

	readonly #take = (chunk: Buffer | string) => {
		clearTimeout(this.#timer);
		const bytes = (typeof chunk === 'string' ? Buffer.from(chunk) : chunk).toString('latin1');
		if (this.#held === esc && !/^[[O]/.test(bytes)) this.#pass();
		this.#held += bytes;
		this.#held = this.#held.replace(paste, this.#pasted);
		if (this.#held.includes(pasteBegin)) this.#timer = setTimeout(this.#giveUpPaste, patience.paste);
		else if (unfinished.test(this.#held)) this.#timer = setTimeout(this.#pass, patience.key);
		else this.#pass();
	};

	readonly #pasted = (all: string) => {
		const text = all.slice(pasteBegin.length, -pasteBegin.length);
		this.emit('paste', Buffer.from(text, 'latin1').toString());
		return '';
	};

	/* Its end was lost on the way; the keys after it must not be. */
	readonly #giveUpPaste = () => {
		this.#held = this.#held.slice(0, this.#held.indexOf(pasteBegin));
		this.#pass();
	};

	readonly #pass = () => {
		const isIdle = this.#keys.length === 0;
		this.#keys.push(...(this.#held === esc ? [esc, pause] : (this.#held.match(key) ?? [])));
		this.#held = '';
		if (isIdle) this.#press();
	};

	readonly #press = () => {
		const [next] = this.#keys;
		if (next === undefined || this.destroyed) return;
		const [isMouse, button = '', column, row, end] = mouse.exec(next) ?? [];
		const kind = end === 'M' ? mouseKinds[button] : undefined;
		if (kind) this.emit('mouse', {kind, row: Number(row) - 1, column: Number(column) - 1} satisfies MouseEvent);
		if (isMouse === undefined && next !== pause) this.write(Buffer.from(next, 'latin1'));
		const later = () => {
			this.#keys.shift();
			this.#press();
		};
		if (next === pause) setTimeout(later, patience.ink);
		else setImmediate(later);
	};
}

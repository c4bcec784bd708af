import {Writable} from 'node:stream';
import type {WriteStream} from 'node:tty';
import type {Line} from './line.js';
import {rowChange} from './row-change.js';

/** A terminal's output: a tty, or the channel of an ssh session, whose size may be absent or 0. */
export type TerminalOutput = Writable & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>>;

/*
 * xterm's private modes (ctlseqs): 1049 the alternate buffer, 25 the cursor, 2004 bracketed paste, 2026 draw at once.
 * 1000 and 1006 report clicks and the wheel. 7 is automatic wrapping: without it a character that the terminal draws wider than expected spoils its row alone.
 */
const enter = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[?1000h\x1b[?1006h\x1b[2J';
const leave = '\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l';
/* CAN ends an escape sequence that was cut short. */
const cancel = '\x18';

/** Milliseconds that a resized screen waits for its frame. */
const patience = 100;

/**
 * The terminal as Ink sees it: each write is a whole frame. Of the frames that come while the terminal has not taken
 * the one before, only the newest is drawn, and of a frame only the rows that changed, so that a slow line shows
 * what is and not what was, and needs no memory for it.
 */
export class Screen extends Writable {
	readonly #output: TerminalOutput;
	readonly #line: Line | undefined;
	/** The rows on the terminal, or undefined when what it shows is not known. */
	#shown: readonly string[] | undefined;
	/** The newest frame. */
	#frame = '';
	#resizing: NodeJS.Timeout | undefined;
	#busy = false;
	#open = true;

	/** @param line is written to in place of the output, whose size counts all the same. */
	constructor(output: TerminalOutput, line?: Line) {
		super({decodeStrings: false});
		this.#output = output;
		this.#line = line;
		output.on('resize', this.#resized);
		// A window that was made small and large again at once has lost rows, but no size has changed for Node.js.
		if (output === process.stdout) process.on('SIGWINCH', this.#signalled);
		this.#send(enter);
	}

	/** Columns; 80 where the terminal does not tell (a pty without a size, a serial line). */
	get columns(): number {
		return this.#output.columns || 80;
	}

	/** Rows; 24 where the terminal does not tell. */
	get rows(): number {
		return this.#output.rows || 24;
	}

	override _write(frame: string, _encoding: string, done: () => void): void {
		if (frame !== '') {
			this.#frame = frame;
			this.#draw();
		}
		done();
	}

	/** Draw all of the newest frame again. */
	repaint(): void {
		this.#shown = undefined;
		this.#draw();
	}

	/** Give the terminal back as it was. Can be called at any time and more than once. */
	close(): void {
		if (!this.#open) return;
		this.#open = false;
		clearTimeout(this.#resizing);
		this.#output.off('resize', this.#resized);
		process.off('SIGWINCH', this.#signalled);
		this.#send(leave);
		// Ink draws no last frame for a stream that takes none.
		this.destroy();
	}

	/** The same for a process that ends before the next turn of its event loop. */
	closeLast(): void {
		this.close();
		if (this.#line !== undefined && this.#line.writableLength > 0) this.#line.writeLast(cancel + leave);
	}

	#send(text: string, taken?: () => void): void {
		(this.#line ?? this.#output).write(text, taken);
	}

	/* A frame of the new size comes at once, unless the size is by then what it was before. */
	readonly #resized = () => {
		this.#shown = undefined;
		this.emit('resize');
		clearTimeout(this.#resizing);
		this.#resizing = setTimeout(this.#draw, patience);
	};

	readonly #signalled = () => {
		if (this.#shown !== undefined) this.repaint();
	};

	readonly #draw = (): void => {
		if (!this.#open || this.#busy || this.#frame === '') return;
		const rows = this.#frame.split('\n').slice(0, this.rows);
		const changes = difference(this.#shown, rows);
		this.#shown = rows;
		if (changes === '') return;
		this.#busy = true;
		this.#send(`\x1b[?2026h${changes}\x1b[?2026l`, () => {
			this.#busy = false;
			this.#draw();
		});
	};
}

function difference(shown: readonly string[] | undefined, rows: readonly string[]): string {
	const changed = rows.map((row, index) => rowChange(shown?.[index], row, index + 1)).join('');
	if (shown === undefined) return `\x1b[0m\x1b[2J${changed}`;
	return shown.length > rows.length ? `${changed}\x1b[0m\x1b[${rows.length + 1};1H\x1b[J` : changed;
}

import {AsyncResource} from 'node:async_hooks';
import {Duplex} from 'node:stream';
import type {ServerChannel} from 'ssh2';
import type {ChannelOutput} from './channel-output.js';

/** Columns and rows as a client tells them. */
export interface Size {
	readonly cols: number;
	readonly rows: number;
}

/* A client may claim any size up to 2^32; a screen of it would take all memory. 0 is 'not known' (RFC 4254, 6.2). */
const within = ({cols, rows}: Size) => [Math.min(cols, 500), Math.min(rows, 300)] as const;

/**
 * The channel of an ssh session as a terminal: what the console wants of a tty. It emits `resize` when the size is
 * another one, and `active` when something was typed.
 *
 * There is no line discipline between: bytes go through as they are, and `say` is for lines.
 */
export class TerminalChannel extends Duplex {
	readonly isTTY = true;
	columns: number;
	rows: number;
	readonly #channel: ServerChannel;
	readonly #output: ChannelOutput;
	readonly #later: (action: () => void) => void;
	#isOver = false;

	/** What its events lead to runs in the asynchronous context of the caller, not in that of the connection. */
	constructor(channel: ServerChannel, output: ChannelOutput, size: Size) {
		super();
		this.#channel = channel;
		this.#output = output;
		[this.columns, this.rows] = within(size);
		// Not at once: ssh2 would take what is thrown here for an error of the connection.
		this.#later = AsyncResource.bind((action: () => void) => process.nextTick(action));
		channel.on('data', (chunk: Buffer) => this.#later(() => this.#take(chunk)));
		channel.on('end', () => this.#later(() => this.hangUp()));
	}

	/** Take another size, and tell. */
	resize(size: Size): void {
		this.#later(() => {
			[this.columns, this.rows] = within(size);
			this.emit('resize');
		});
	}

	/** Nothing to do: a client that has a pty sends what is typed as it comes. */
	setRawMode(): this {
		return this;
	}

	/** Write lines for people. */
	say(...lines: readonly string[]): void {
		for (const line of lines) this.write(`${line}\r\n`);
	}

	/** End the input, as a lost line does. What comes after it is passed over. */
	hangUp(): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.push(null);
		this.#channel.resume();
	}

	override _read(): void {
		this.#channel.resume();
	}

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
		void this.#output.write(chunk).then(done);
	}

	override _destroy(error: Error | null, done: (error: Error | null) => void): void {
		this.#isOver = true;
		this.#channel.resume();
		done(error);
	}

	#take(chunk: Buffer): void {
		this.emit('active');
		if (!this.#isOver && !this.push(chunk)) this.#channel.pause();
	}
}

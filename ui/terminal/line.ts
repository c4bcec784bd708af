import {constants, openSync, writeSync} from 'node:fs';
import type {Writable} from 'node:stream';
import {finished} from 'node:stream/promises';
import {WriteStream} from 'node:tty';
import {isErrno} from '../../src/errors.js';

/** What of a terminal's handle in Node.js its streams don't offer. */
interface Handle {
	setBlocking?(on: boolean): unknown;
}

/** Milliseconds that a terminal has for the last bytes; they are few, and it is a person who waits for the prompt. */
const patience = {end: 2000, death: 500, again: 10};

/**
 * The line to a terminal of this process, written to as fast as it takes the bytes. By itself Node.js waits for a
 * terminal at each write (process I/O in its manual): a client that stops reading, or a suspended ssh, would stop the
 * console and whatever action is under way.
 */
export class Line extends WriteStream {
	readonly #descriptor: number;

	/**
	 * Open the terminal once more. Not to wait is a property of the open file (O_NONBLOCK, open(2)), and the one that
	 * this process was started with is the login shell's too, and that of every shell after it.
	 *
	 * @returns undefined where the output is not this process's own, and where it can't be opened, e.g. when it is another
	 * user's terminal (su): then there is but the waiting one.
	 */
	static open(output: Writable): Line | undefined {
		if (output !== process.stdout) return undefined;
		try {
			return new Line(openSync(`/proc/self/fd/${process.stdout.fd}`, constants.O_WRONLY | constants.O_NOCTTY));
		} catch {
			return undefined;
		}
	}

	private constructor(descriptor: number) {
		super(descriptor);
		this.#descriptor = descriptor;
		(this as unknown as {readonly _handle?: Handle})._handle?.setBlocking?.(false);
		// Whoever writes to it listens as well; but the last bytes may fail when nobody does any more.
		this.on('error', () => undefined);
	}

	/**
	 * Close it when it has taken all that was written; a line that is stalled is not waited for long. Nothing is read of
	 * it, so its other direction does not end.
	 */
	async close(): Promise<void> {
		this.end();
		const late = setTimeout(() => this.destroy(), patience.end);
		await finished(this, {readable: false}).catch(() => undefined);
		clearTimeout(late);
		this.destroy();
	}

	/**
	 * Write the last bytes of a process that ends now, in place of those that wait to be taken. The line is waited for
	 * half a second: a slow one is always behind, a stalled one must not keep the process.
	 */
	writeLast(text: string): void {
		let left = Buffer.from(text);
		const pause = new Int32Array(new SharedArrayBuffer(4));
		for (const end = performance.now() + patience.death; left.length > 0 && performance.now() < end; ) {
			try {
				left = left.subarray(writeSync(this.#descriptor, left));
			} catch (error) {
				if (!isErrno(error, 'EAGAIN')) return;
				Atomics.wait(pause, 0, 0, patience.again);
			}
		}
	}
}

/** Write the last words to a terminal; where its line is stalled they are not waited for long. */
export async function sayLast(output: Writable, text: string): Promise<void> {
	const line = Line.open(output);
	(line ?? output).write(text);
	await line?.close();
}

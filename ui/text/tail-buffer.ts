import type {OutputChunk} from '../../src/console/snapshot.js';
import {LineReader} from './sanitise.js';

/**
 * The last lines of a run's output. Lines are numbered from the first one ever pushed, so that a place in the
 * output stays what it was while older lines are dropped.
 */
export class TailBuffer {
	readonly #capacity: number;
	readonly #ring: string[] = [];
	readonly #readers = {stdout: new LineReader(), stderr: new LineReader()};
	#ended = 0;

	/** @param capacity how many lines that have ended are kept. */
	constructor(capacity = 5000) {
		this.#capacity = capacity;
	}

	push(chunk: OutputChunk): void {
		this.#readers[chunk.stream].push(chunk.bytes, (line) => {
			this.#ring[this.#ended % this.#capacity] = line;
			this.#ended++;
		});
	}

	/** Number of the oldest line that is kept. */
	get first(): number {
		return Math.max(0, this.#ended - this.#capacity);
	}

	/** Number of the line after the last one; lines that have not ended yet come last. */
	get end(): number {
		return this.#ended + this.#open.length;
	}

	/** The line with this number; empty when it is not kept. */
	line(number: number): string {
		if (number >= this.#ended) return this.#open[number - this.#ended] ?? '';
		return number < this.first ? '' : (this.#ring[number % this.#capacity] ?? '');
	}

	get #open(): readonly string[] {
		return [this.#readers.stdout.rest, this.#readers.stderr.rest].filter((line) => line !== '');
	}
}

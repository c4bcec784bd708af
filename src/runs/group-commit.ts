import type {Clock} from './clock.js';

/** Bytes in one commit from which on the output is taken for a flood. */
const flood = 16_384;

/**
 * How long to wait after one commit before the next.
 *
 * @param bytes that were waiting when the commit began.
 * @param took milliseconds that it took.
 * @returns milliseconds: 20 while the output trickles, half a second in a flood, and never less than the commit itself
 *   took, so that a slow disk is left free for half of the time.
 */
export function pauseAfter(bytes: number, took: number): number {
	return Math.max(took, bytes < flood ? 20 : 500);
}

/**
 * Makes what was written durable, many writes at a time: one commit at most is under way, what comes meanwhile waits
 * for the next one. The first write after a pause is committed at once.
 */
export class GroupCommit {
	readonly #sync: () => Promise<void>;
	readonly #clock: Clock;
	#waiting = 0;
	#running: Promise<void> | undefined;
	#timer: NodeJS.Timeout | undefined;
	#notBefore = 0;

	/** @param sync makes all that was written so far durable; it must not reject. */
	constructor(sync: () => Promise<void>, clock: Clock) {
		this.#sync = sync;
		this.#clock = clock;
	}

	/** Something was written. @param bytes how much. */
	add(bytes: number): void {
		this.#waiting += bytes;
		if (this.#running !== undefined || this.#timer !== undefined) return;
		const wait = this.#notBefore - this.#clock.monotonic();
		if (wait <= 0) this.#start();
		else {
			this.#timer = setTimeout(() => {
				this.#timer = undefined;
				this.#start();
			}, wait);
		}
	}

	#start(): void {
		const [bytes, began] = [this.#waiting, this.#clock.monotonic()];
		this.#waiting = 0;
		this.#running = this.#sync().then(() => {
			this.#running = undefined;
			const ended = this.#clock.monotonic();
			this.#notBefore = ended + pauseAfter(bytes, ended - began);
			if (this.#waiting > 0) this.add(0);
		});
	}

	/** Commit all that was added, without waiting for its turn. */
	async flush(): Promise<void> {
		while (this.#running !== undefined || this.#waiting > 0) {
			clearTimeout(this.#timer);
			this.#timer = undefined;
			if (this.#running === undefined) this.#start();
			await this.#running;
		}
	}
}

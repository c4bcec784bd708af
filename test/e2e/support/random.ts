/** A source of random numbers that gives the same ones for the same seed (mulberry32). */
export class Random {
	readonly seed: number;
	#state: number;

	/** @param seed UMM_E2E_SEED, to have a failure again; otherwise another one each time. */
	constructor(seed = Number(process.env['UMM_E2E_SEED'] ?? Date.now() % 2 ** 31)) {
		this.seed = seed;
		this.#state = seed | 0;
	}

	/** @returns a number from 0 to less than 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let value = this.#state;
		value = Math.imul(value ^ (value >>> 15), value | 1);
		value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
		return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
	}

	/** @returns so many instants of a span, in random order, each at random in its own share of the span. */
	instants(count: number, span: number): number[] {
		const instants = Array.from({length: count}, (_, index) => ((index + this.next()) / count) * span);
		for (let index = count - 1; index > 0; index--) {
			const other = Math.floor(this.next() * (index + 1));
			[instants[index], instants[other]] = [instants[other] as number, instants[index] as number];
		}
		return instants;
	}
}

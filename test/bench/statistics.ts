/** Median and spread of repeated measurements. */
export interface Summary {
	readonly median: number;
	/** First and third quartile. */
	readonly quartiles: readonly [number, number];
	readonly count: number;
}

/** The value below which a share of the sorted values lies, between neighbours linearly. */
export function quantile(sorted: readonly number[], share: number): number {
	const at = share * (sorted.length - 1);
	const low = sorted[Math.floor(at)] ?? Number.NaN;
	const high = sorted[Math.ceil(at)] ?? Number.NaN;
	return low + (high - low) * (at - Math.floor(at));
}

/** @throws when there is no value. */
export function summarise(values: readonly number[]): Summary {
	if (values.length === 0) throw new Error('nothing was measured');
	const sorted = values.toSorted((a, b) => a - b);
	return {
		median: quantile(sorted, 0.5),
		quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
		count: sorted.length,
	};
}

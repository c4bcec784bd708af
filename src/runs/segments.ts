/* The files that the output of one run is spread over (docs/internals.md, Output of a run). */

/** Bytes that the output of one run may take on disk, headers included. */
export const defaultLimit = 64 * 1024 * 1024;

/** What the limit is divided into, in bytes. */
export interface Budget {
	readonly limit: number;
	/** For the file `head`. */
	readonly head: number;
	/** For each `tail` segment. */
	readonly segment: number;
}

/** Half for the beginning; sixteenths for the end, so that at least 7/16 of the limit is left of it at any moment. */
export function budgetOf(limit: number): Budget {
	const usable = Math.max(Math.trunc(limit), 4096);
	return {limit: usable, head: Math.trunc(usable / 2), segment: Math.trunc(usable / 16)};
}

/**
 * Name of the file that begins at an offset.
 *
 * @param offset bytes that the command had written before, kept or not.
 */
export function segmentName(offset: number): string {
	return offset === 0 ? 'head' : `tail.${String(offset).padStart(16, '0')}`;
}

/** The inverse of {@link segmentName}; undefined for any other name. */
export function segmentOffset(name: string): number | undefined {
	if (name === 'head') return 0;
	const match = /^tail\.(\d{16})$/.exec(name);
	return match === null ? undefined : Number(match[1]);
}

/** The two clocks: the wall clock is for people to read, the monotonic one decides and measures. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Milliseconds since some fixed moment; never steps. */
	monotonic(): number;
}

export const systemClock: Clock = {now: Date.now, monotonic: () => performance.now()};

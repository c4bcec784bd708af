/* Room for those who are about to log in (sshd_config(5), MaxStartups and PerSourceMaxStartups). Pure. */

/** A connection that has not logged in. */
export interface Stranger {
	/** Where it comes from, as networkOf has it. */
	readonly network: string;
	/** What it has cost its client so far: 0 nothing, 1 it has said something, 2 it has agreed on keys. */
	readonly progress: 0 | 1 | 2;
}

/** How many there may be. */
export interface Room {
	/** From everywhere. */
	readonly startups: number;
	/** From one network. */
	readonly startupsEach: number;
}

/**
 * Which connection has to go, so that one more can come. The one that comes always may: sshd refuses some of them by
 * chance, and so also an administrator while a flood lasts. A network that takes too much makes room itself, and where all
 * together are too many, the network with the most does. Of its connections the one that is least advanced goes, and the
 * oldest of these: whoever opens them by the hundred mostly leaves them half-open.
 *
 * @param waiting the others, the oldest first.
 * @returns undefined while there is room.
 */
export function crowdedOut<S extends Stranger>(
	network: string,
	waiting: readonly S[],
	{startups, startupsEach}: Room,
): S | undefined {
	const crowds = Map.groupBy(waiting, (stranger) => stranger.network);
	const own = crowds.get(network) ?? [];
	if (own.length < startupsEach && waiting.length < startups) return undefined;
	const crowd =
		own.length < startupsEach
			? [...crowds.values()].reduce((most, crowd) => (crowd.length > most.length ? crowd : most))
			: own;
	return crowd.reduce((least, stranger) => (stranger.progress < least.progress ? stranger : least));
}

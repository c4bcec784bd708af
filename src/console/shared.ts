/** Milliseconds that a reading stays good enough for another reader. */
const age = 500;

/**
 * Lets the consoles of a process share what each would read for itself: of N that look at each other once a second, each
 * reads N files, which is the most of what they do.
 *
 * @returns makes a reader. One never gets the same reading twice: what is read again, e.g. after an action, is new.
 */
export function shared<T>(read: () => Promise<T>): () => () => Promise<T> {
	let last: {readonly reading: Promise<T>; readonly began: number} | undefined;
	return () => {
		let seen: typeof last;
		return () => {
			const now = performance.now();
			if (last === undefined || last === seen || now - last.began >= age) last = {reading: read(), began: now};
			seen = last;
			return last.reading;
		};
	};
}

import {setTimeout as delay} from 'node:timers/promises';
import {messageOf} from '../errors.js';

/**
 * Try until it works: the disk may be full or read-only for a while.
 *
 * @param attempt what to do.
 * @param what for the one message about it, e.g. `the end of scheduled command 3`.
 * @param stop once aborted, a few more attempts are made and no more.
 * @param warn is told once.
 * @throws what the last attempt threw, when it was told to stop.
 */
export async function persist(
	attempt: () => Promise<void>,
	what: string,
	stop: AbortSignal | undefined,
	warn: (message: string) => void,
): Promise<void> {
	let urgent = 5;
	for (let wait = 100; ; wait = Math.min(wait * 2, 10_000)) {
		try {
			await attempt();
			return;
		} catch (error) {
			if (wait === 100) warn(`${what} can't be recorded, trying on: ${messageOf(error)}`);
			if (stop?.aborted && --urgent === 0) throw error;
			await delay(stop?.aborted ? 100 : wait, undefined, stop && !stop.aborted ? {signal: stop} : {}).catch(
				() => undefined,
			);
		}
	}
}

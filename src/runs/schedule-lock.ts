import {UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {withLock} from '../state/lock.js';

/** Milliseconds to wait for others; each holds it for as long as a file or two take. */
const patience = 10_000;

/**
 * Do something that rests on a command still waiting: start it, change it, move it, cancel it. Whoever does one of these
 * looks and writes under this lock, so that a command that is started is not changed any more, nor started twice.
 *
 * Where the lock can't be written (a full /run) the work is done all the same: commands must run, and the worst is that
 * of two changes at the same instant one is lost.
 *
 * @param who for the message to others.
 * @param warn is told when it goes on without the lock.
 * @throws UmmError (state) when somebody holds it for too long; what the work throws.
 */
export async function withScheduleLock<T>(
	paths: Paths,
	who: string,
	warn: (message: string) => void,
	work: () => Promise<T>,
): Promise<T> {
	let begun: Promise<T> | undefined;
	const once = () => {
		begun ??= work();
		return begun;
	};
	try {
		const doing = 'is changing the scheduled commands right now';
		return await withLock(paths.scheduleLock, {who, doing, patience, hints: ['try again']}, once);
	} catch (error) {
		// The work was done, or threw, and what can't be removed is the lock: it is taken over from this process later.
		if (begun) return begun;
		if (!(error instanceof UmmError) || error.kind !== 'system') throw error;
		warn(`going on without a lock: ${error.message}`);
		return once();
	}
}

import {withLock} from '../state/lock.js';

/**
 * Hold the lock of those who switch MM on or off while `work` goes on: two administrators never do it at once.
 *
 * @param path the lock file.
 * @param who for the message to the other administrator.
 * @throws UmmError (state) when somebody else holds it.
 */
export function withSwitchLock<T>(path: string, who: string, work: () => Promise<T>): Promise<T> {
	const doing = 'is switching maintenance mode right now';
	return withLock(path, {who, doing, hints: ["'umm status' shows what comes of it"]}, work);
}

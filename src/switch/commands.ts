import type {Paths} from '../paths.js';
import {withScheduleLock} from '../runs/schedule-lock.js';
import {isWaiting, listCommands, type ScheduledCommand, saveCommand} from '../schedule.js';

/**
 * Cancel the commands that wait: maintenance ends, or was never reached. They stay in the list as cancelled.
 *
 * @param warn is told of what can't be read, and of commands that could not be marked.
 * @returns those that would have run.
 */
export async function cancelWaiting(
	paths: Paths,
	request: string | undefined,
	warn: (message: string) => void,
): Promise<readonly ScheduledCommand[]> {
	const cancel = async () => {
		const waiting = (await listCommands(paths, warn)).filter(({state}) => state === 'waiting');
		for (const command of waiting) {
			await saveCommand(paths, {...command, state: 'cancelled'}).catch((error: Error) => warn(error.message));
		}
		return waiting.filter((command) => isWaiting(command, request));
	};
	return withScheduleLock(paths, 'another umm', warn, cancel).catch((error: Error) => {
		warn(error.message);
		return [];
	});
}

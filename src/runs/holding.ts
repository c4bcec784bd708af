/* Which commands run and which a failure holds back: no IO. */
import {inOrder, isWaiting, type ScheduledCommand, succeeded} from '../schedule.js';

/** Whether a command ended and did not do what it should. */
export function failed(command: ScheduledCommand): boolean {
	return command.state === 'done' && !succeeded(command);
}

/**
 * What a failure holds back: every number up to the last one in the list at that moment. What is added afterwards was
 * added in knowledge of the failure, and runs.
 *
 * @param command as it ended.
 * @param commands the whole list.
 * @returns the last number held back; undefined when it succeeded or its failure stops nothing.
 */
export function holdsUpTo(command: ScheduledCommand, commands: readonly ScheduledCommand[]): number | undefined {
	if (!failed(command) || command.onFailure !== 'stop') return undefined;
	return Math.max(command.id, ...commands.map(({id}) => id));
}

/**
 * The failed command that holds this one back: it comes before it, and its number in the list was reached then. It does so for good, also after a power cut and in a later maintenance:
 * the administrator cancels what it holds back, or adds it again.
 */
export function heldBackBy(
	command: ScheduledCommand,
	commands: readonly ScheduledCommand[],
): ScheduledCommand | undefined {
	return commands.find(
		(other) => inOrder(other, command) < 0 && other.run?.holds !== undefined && command.id <= other.run.holds,
	);
}

/**
 * The command to run next.
 *
 * @param commands the whole list, in order.
 * @param request id of the present request.
 * @param tried numbers that could not be started.
 */
export function nextCommand(
	commands: readonly ScheduledCommand[],
	request: string | undefined,
	tried: ReadonlySet<number>,
): ScheduledCommand | undefined {
	return commands.find(
		(command) => isWaiting(command, request) && !tried.has(command.id) && heldBackBy(command, commands) === undefined,
	);
}

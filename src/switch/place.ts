/* Moving a command in the list: no IO. */
import {UmmError} from '../errors.js';
import {heldBackBy} from '../runs/holding.js';
import {inOrder, isWaiting, placeOf, type ScheduledCommand} from '../schedule.js';

/** A command with a new place in a gap; undefined when the gap is too small for a number. */
function between(command: ScheduledCommand, low: number, high: number): ScheduledCommand | undefined {
	const order = low + (high - low) / 2;
	return order > low && order < high ? {...command, order} : undefined;
}

/** For each waiting command, which failed one holds it back. */
const held = (commands: readonly ScheduledCommand[]) =>
	commands
		.filter(({state}) => state === 'waiting')
		.map((command) => `${command.id} ${heldBackBy(command, commands)?.id}`)
		.sort()
		.join();

/**
 * Exchange a waiting command with the waiting one before or behind it. One of the two gets a place beyond the other, so
 * that one file changes, whole: after power loss the list has the old or the new order. The one with more room there
 * is taken, or however often two are exchanged the room would be used up.
 *
 * @param commands the whole list, in order.
 * @param request id of the present request.
 * @returns the one command to store, with its new place.
 * @throws UmmError (usage) when there is no such command; (state) when it or its neighbour does not allow it.
 */
export function exchanged(
	commands: readonly ScheduledCommand[],
	request: string | undefined,
	id: number,
	where: 'up' | 'down',
): ScheduledCommand {
	const waiting = commands.filter((command) => isWaiting(command, request));
	const at = waiting.findIndex((command) => command.id === id);
	const [first, second] = where === 'up' ? [waiting[at - 1], waiting[at]] : [waiting[at], waiting[at + 1]];
	if (!first || !second) {
		throw new UmmError('state', `command ${id} is the ${where === 'up' ? 'first' : 'last'} of those that wait`);
	}
	const before = commands[commands.indexOf(first) - 1];
	const behind = commands[commands.indexOf(second) + 1];
	const low = before === undefined ? 0 : placeOf(before);
	// The next command that is added has the next number, and comes last.
	const high = behind === undefined ? Math.max(...commands.map((each) => each.id)) + 1 : placeOf(behind);
	const up = between(second, low, placeOf(first));
	const down = between(first, placeOf(second), high);
	const choices = placeOf(first) - low >= high - placeOf(second) ? [up, down] : [down, up];
	// An exchange never frees a command that a failure holds back, nor has another one held back.
	const result = choices.find((changed) => {
		if (!changed) return false;
		const after = commands.map((command) => (command.id === changed.id ? changed : command)).sort(inOrder);
		return held(after) === held(commands);
	});
	if (result) return result;
	throw new UmmError('state', `commands ${first.id} and ${second.id} can't be exchanged`, {
		hints: ['a failed command holds one of them back; cancel that one and store it again'],
	});
}

import {formatDuration} from '../config/duration.js';
import type {ScheduledCommand} from '../schedule.js';

/** How a command stands, in a few words: `waits`, `runs for 12 s`, `exit status 0 after 3 s`. */
export function describeState({state, run}: ScheduledCommand, now: number): string {
	if (state === 'waiting') return 'waits';
	if (state === 'cancelled') return 'cancelled';
	if (state === 'running') return `runs for ${formatDuration(Math.max(0, now - (run?.started ?? now)) / 1000)}`;
	const after = run?.seconds === undefined ? '' : ` after ${formatDuration(run.seconds)}`;
	switch (run?.outcome) {
		case 'exited':
			return `exit status ${run.status}${after}`;
		case 'signalled':
			return `ended by ${run.signal}${after}`;
		case 'timeout':
			return `timed out${after}`;
		case 'failed-to-start':
			return 'could not be started';
		default:
			return 'interrupted';
	}
}

/** One line for a list: number, state and the command itself. Control characters are shown as escapes. */
export function describeCommand(command: ScheduledCommand, now: number): string {
	const text = JSON.stringify(command.command).slice(1, -1).replaceAll('\\"', '"');
	return `${String(command.id).padStart(3)}  ${describeState(command, now).padEnd(24)}  ${text}`;
}

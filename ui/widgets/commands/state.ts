import type {ScheduledCommand} from '../../../src/schedule.js';
import {duration} from '../../text/format.js';

/**
 * The command whose output is shown: the chosen one, else the one that runs, else the last one that ran, else the
 * first.
 */
export function chosenCommand(
	commands: readonly ScheduledCommand[],
	chosen: number | undefined,
): ScheduledCommand | undefined {
	return (
		commands.find(({id}) => id === chosen) ??
		commands.find(({state}) => state === 'running') ??
		commands.findLast(({run}) => run !== undefined) ??
		commands[0]
	);
}

/** The command `step` places after another one, held at both ends of the list. */
export function neighbour(
	commands: readonly ScheduledCommand[],
	from: number | undefined,
	step: 1 | -1,
): number | undefined {
	const index = commands.findIndex(({id}) => id === from);
	return commands[Math.min(commands.length - 1, Math.max(0, index + step))]?.id;
}

/** Which commands are shown where not all fit: `height` of them, the chosen one among them. */
export function visibleCommands(
	commands: readonly ScheduledCommand[],
	chosen: number | undefined,
	height: number,
): readonly ScheduledCommand[] {
	const index = Math.max(
		0,
		commands.findIndex(({id}) => id === chosen),
	);
	const first = Math.min(Math.max(0, index - Math.floor(height / 2)), Math.max(0, commands.length - height));
	return commands.slice(first, first + height);
}

/** Whether a command that ended did what it should; src/schedule.ts has the same, but also reads files. */
export function succeeded({state, run}: ScheduledCommand): boolean {
	return state === 'done' && run?.outcome === 'exited' && run.status === 0;
}

/** Which sign of the theme a command has. */
export type CommandSign = 'running' | 'waiting' | 'succeeded' | 'failed' | 'cancelled';

export interface CommandWords {
	readonly sign: CommandSign;
	/** State and exit status, e.g. `failed, exit 100`. */
	readonly state: string;
	/** How long it ran or runs; empty when it did not. */
	readonly time: string;
}

/** A command's state in words. @param now milliseconds since the epoch. */
export function describe(command: ScheduledCommand, now: number): CommandWords {
	const {run} = command;
	if (command.state === 'waiting' || command.state === 'cancelled') {
		return {sign: command.state, state: command.state, time: ''};
	}
	if (command.state === 'running') {
		return {sign: 'running', state: 'running', time: run ? duration((now - run.started) / 1000) : ''};
	}
	const ended = run?.seconds ?? (run?.ended === undefined ? undefined : (run.ended - run.started) / 1000);
	const time = ended === undefined ? '' : duration(ended);
	return {sign: succeeded(command) ? 'succeeded' : 'failed', state: outcome(command), time};
}

function outcome(command: ScheduledCommand): string {
	const {run} = command;
	switch (run?.outcome) {
		case 'exited':
			return `${succeeded(command) ? 'done' : 'failed'}, exit ${run.status ?? '?'}`;
		case 'signalled':
			return `killed, ${run.signal ?? 'signal'}`;
		case 'timeout':
			return 'timed out';
		case 'interrupted':
			return 'interrupted';
		case 'failed-to-start':
			return 'did not start';
		case undefined:
			return 'ended';
	}
}

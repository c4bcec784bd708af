/* What `umm schedule` does beyond looking. */
import {readNode} from '../node.js';
import {commandProblem, readCommand, type ScheduledCommand} from '../schedule.js';
import {saveOutput} from '../switch/save-output.js';
import {
	addScheduled,
	againScheduled,
	cancelScheduled,
	editScheduled,
	moveScheduled,
	stopScheduled,
} from '../switch/schedule.js';
import {type Context, flag, printJson, say, usageError} from './context.js';
import {commandJson} from './json.js';
import {commandOption} from './on.js';
import {worldOf} from './world.js';

export {queueMain as runQueue, runOneMain as runOne} from './run-queue.js';

/** Show a command after what was done to it: as JSON, or by a line that says it. */
function told(context: Context, command: ScheduledCommand, line: string): number {
	if (flag(context, 'json')) printJson(context, 'umm/command/1', {command: commandJson(command)});
	else say(context, line);
	return 0;
}

async function stored(context: Context, command: ScheduledCommand): Promise<number> {
	const {state} = await readNode(context.paths);
	const then = state === 'paused' ? 'runs now, or after those before it' : 'waits for maintenance mode';
	return told(context, command, `command ${command.id} ${then}`);
}

/** `umm schedule add`. */
export async function add(context: Context): Promise<number> {
	const command = commandOption(context, context.words.slice(1));
	if (!command) throw usageError(context, 'umm schedule add takes a command');
	return stored(context, await addScheduled(await worldOf(context), command));
}

/** `umm schedule again`. */
export async function again(context: Context, id: number): Promise<number> {
	return stored(context, await againScheduled(await worldOf(context), id));
}

/** `umm schedule edit`: the words behind the number are the new command. */
export async function edit(context: Context, id: number): Promise<number> {
	const command = context.words.slice(2).join(' ');
	const problem = commandProblem(command);
	if (problem !== undefined) throw usageError(context, problem);
	return told(context, await editScheduled(await worldOf(context), id, command), `command ${id} is changed`);
}

/** `umm schedule move`. */
export async function move(context: Context, id: number): Promise<number> {
	const [, , where] = context.words;
	if (where !== 'up' && where !== 'down') throw usageError(context, 'umm schedule move takes a number and up or down');
	const command = await moveScheduled(await worldOf(context), id, where);
	return told(context, command, `command ${id} is moved ${where}`);
}

/** `umm schedule stop`. */
export async function stop(context: Context, id: number): Promise<number> {
	return told(context, await stopScheduled(await worldOf(context), id), `command ${id} is stopped`);
}

/** `umm schedule cancel`: cancel a command that waits, stop one that runs. @throws UmmError (state) otherwise. */
export async function cancel(context: Context, id: number): Promise<number> {
	if ((await readCommand(context.paths, id)).state === 'running') return stop(context, id);
	return told(context, await cancelScheduled(await worldOf(context), id), `command ${id} is cancelled`);
}

/** `umm schedule save`. */
export async function save(context: Context, id: number): Promise<number> {
	const file = await saveOutput(await worldOf(context), id, context.words[2]);
	if (flag(context, 'json')) printJson(context, 'umm/saved/1', {id, file});
	else say(context, file);
	return 0;
}

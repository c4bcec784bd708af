/* What `umm schedule` does beyond looking. */
import {UmmError} from '../errors.js';
import {readNode} from '../node.js';
import {addCommand, readCommand, saveCommand} from '../schedule.js';
import {type Context, flag, printJson, say, usageError} from './context.js';
import {commandJson} from './json.js';
import {commandOption} from './on.js';
import {requester, worldOf} from './world.js';

export {queueMain as runQueue, runOneMain as runOne} from './run-queue.js';

/** `umm schedule add`. */
export async function add(context: Context): Promise<number> {
	const command = commandOption(context, context.words.slice(1));
	if (!command) throw usageError(context, 'umm schedule add takes a command');
	const node = await readNode(context.paths);
	if (node.state === 'disabled') {
		throw new UmmError('state', 'umm is disabled on this node', {hints: ["'umm enable' enables it"]});
	}
	const created = Math.floor(Date.now() / 1000);
	const entry = await addCommand(context.paths, {...command, created, by: requester(context.env)});
	if (node.state === 'paused') await (await worldOf(context)).backend.startQueue();
	if (flag(context, 'json')) {
		printJson(context, 'umm/command/1', {command: commandJson(entry)});
	} else {
		say(
			context,
			`command ${entry.id} ${node.state === 'paused' ? 'runs now, or after those before it' : 'waits for maintenance mode'}`,
		);
	}
	return 0;
}

/** `umm schedule cancel`: cancel a command that waits, stop one that runs. @throws UmmError (state) otherwise. */
export async function cancel(context: Context, id: number): Promise<number> {
	const command = await readCommand(context.paths, id);
	if (command.state === 'waiting') await saveCommand(context.paths, {...command, state: 'cancelled'});
	else if (command.state === 'running') await (await worldOf(context)).backend.stopRun(id);
	else throw new UmmError('state', `command ${id} is ${command.state}: there is nothing to cancel`);
	const present = await readCommand(context.paths, id);
	if (flag(context, 'json')) {
		printJson(context, 'umm/command/1', {command: commandJson(present)});
	} else {
		say(context, `command ${id} is ${command.state === 'waiting' ? 'cancelled' : 'stopped'}`);
	}
	return 0;
}

import {UmmError} from '../errors.js';
import {type Context, flag, printJson, say, usageError, type VerbMain, warn} from './context.js';

/** The number of a command. @throws UmmError (usage) */
function idOf(context: Context): number {
	const [, word, ...more] = context.words;
	if (word === undefined || !/^\d{1,9}$/.test(word) || more.length > 0) {
		throw usageError(context, `umm schedule ${context.words[0]} takes the number of one command`);
	}
	return Number(word);
}

async function add(context: Context): Promise<number> {
	const [{commandOption}, {addCommand}, {worldOf, requester}, {readNode}] = await Promise.all([
		import('./on.js'),
		import('../schedule.js'),
		import('./world.js'),
		import('../node.js'),
	]);
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
		const {commandJson} = await import('./json.js');
		printJson(context, 'umm/command/1', {command: commandJson(entry)});
	} else {
		say(
			context,
			`command ${entry.id} ${node.state === 'paused' ? 'runs now, or after those before it' : 'waits for maintenance mode'}`,
		);
	}
	return 0;
}

async function list(context: Context): Promise<number> {
	if (context.words.length > 1) throw usageError(context, 'umm schedule list takes no argument');
	const [{readNode}, {describeCommand}, {commandJson}] = await Promise.all([
		import('../node.js'),
		import('./describe-command.js'),
		import('./json.js'),
	]);
	const {commands, warnings, now} = await readNode(context.paths);
	if (flag(context, 'json')) {
		printJson(context, 'umm/commands/1', {commands: commands.map(commandJson), warnings});
		return 0;
	}
	for (const warning of warnings) warn(context, warning);
	if (commands.length === 0) say(context, "no commands are scheduled; 'umm schedule add' stores one");
	for (const command of commands) say(context, describeCommand(command, now));
	return 0;
}

async function show(context: Context): Promise<number> {
	const id = idOf(context);
	const [{readCommand}, {describeState}, {commandJson}, {describeRequester}, {formatTime}, {formatDuration}] =
		await Promise.all([
			import('../schedule.js'),
			import('./describe-command.js'),
			import('./json.js'),
			import('../state/requester.js'),
			import('../why.js'),
			import('../config/duration.js'),
		]);
	const command = await readCommand(context.paths, id);
	if (flag(context, 'json')) {
		printJson(context, 'umm/command/1', {command: commandJson(command)});
		return 0;
	}
	say(context, `command ${id}: ${describeState(command, Date.now())}`);
	say(context, `  ${JSON.stringify(command.command)}`);
	say(context, `  stored ${formatTime(command.created * 1000)} by ${describeRequester(command.by)}`);
	if (command.timeout !== undefined) say(context, `  timeout ${formatDuration(command.timeout)}`);
	say(context, `  when it fails: ${command.onFailure === 'stop' ? 'those behind it wait' : 'go on with the next'}`);
	if (command.run) say(context, `  started ${formatTime(command.run.started)}`);
	if (command.run?.ended !== undefined) say(context, `  ended ${formatTime(command.run.ended)}`);
	if (command.run) say(context, `  'umm schedule log ${id}' shows its output`);
	return 0;
}

async function log(context: Context): Promise<number> {
	const id = idOf(context);
	if (flag(context, 'json')) throw usageError(context, 'umm schedule log prints the output as it is, not as JSON');
	const {printLog} = await import('./print-log.js');
	return printLog(context, id, {follow: flag(context, 'follow'), timestamps: flag(context, 'timestamps')});
}

async function cancel(context: Context): Promise<number> {
	const id = idOf(context);
	const [{readCommand, saveCommand}, {worldOf}] = await Promise.all([import('../schedule.js'), import('./world.js')]);
	const command = await readCommand(context.paths, id);
	if (command.state === 'waiting') await saveCommand(context.paths, {...command, state: 'cancelled'});
	else if (command.state === 'running') await (await worldOf(context)).backend.stopRun(id);
	else throw new UmmError('state', `command ${id} is ${command.state}: there is nothing to cancel`);
	const present = await readCommand(context.paths, id);
	if (flag(context, 'json')) {
		const {commandJson} = await import('./json.js');
		printJson(context, 'umm/command/1', {command: commandJson(present)});
	} else {
		say(context, `command ${id} is ${command.state === 'waiting' ? 'cancelled' : 'stopped'}`);
	}
	return 0;
}

/** `run-queue`: what umm-queue.service runs. */
async function runQueue(context: Context): Promise<number> {
	const {queueMain} = await import('./run-queue.js');
	return queueMain(context);
}

/** `run-one N`: what umm-run@N.service runs. */
async function runOne(context: Context): Promise<number> {
	const id = idOf(context);
	const {runOneMain} = await import('./run-queue.js');
	return runOneMain(context, id);
}

/** `umm schedule add|list|show|log|cancel`. */
export const main: VerbMain = (context) => {
	const verbs: Readonly<Record<string, (context: Context) => Promise<number>>> = {
		add,
		list,
		show,
		log,
		cancel,
		'run-queue': runQueue,
		'run-one': runOne,
	};
	const name = context.words[0] ?? 'list';
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw usageError(context, `umm schedule takes add, list, show, log or cancel, not ${JSON.stringify(name)}`);
	}
	return verb(context);
};

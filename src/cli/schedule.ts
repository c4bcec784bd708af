import {formatDuration} from '../config/duration.js';
import {readNode} from '../node.js';
import {readCommand} from '../schedule.js';
import {describeRequester} from '../state/requester.js';
import {formatTime} from '../why.js';
import {type Context, flag, printJson, say, usageError, type VerbMain, warn} from './context.js';
import {describeCommand, describeState} from './describe-command.js';
import {commandJson} from './json.js';
import {printLog} from './print-log.js';

/**
 * The number of a command.
 *
 * @param more words that may follow it.
 * @throws UmmError (usage)
 */
function idOf(context: Context, more = 0): number {
	const [name, word, ...rest] = context.words;
	if (word === undefined || !/^\d{1,9}$/.test(word) || rest.length > more) {
		throw usageError(context, `umm schedule ${name} takes the number of one command`);
	}
	return Number(word);
}

async function list(context: Context): Promise<number> {
	if (context.words.length > 1) throw usageError(context, 'umm schedule list takes no argument');
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
	return printLog(context, id, {follow: flag(context, 'follow'), timestamps: flag(context, 'timestamps')});
}

/** `umm schedule add|list|show|log|edit|move|cancel|stop|again|save`. */
export const main: VerbMain = (context) => {
	const acting = () => import('./acting.js');
	const verbs: Readonly<Record<string, (context: Context) => Promise<number>>> = {
		add: async () => (await acting()).add(context),
		list,
		show,
		log,
		edit: async () => (await acting()).edit(context, idOf(context, Number.POSITIVE_INFINITY)),
		move: async () => (await acting()).move(context, idOf(context, 1)),
		cancel: async () => (await acting()).cancel(context, idOf(context)),
		stop: async () => (await acting()).stop(context, idOf(context)),
		again: async () => (await acting()).again(context, idOf(context)),
		save: async () => (await acting()).save(context, idOf(context, 1)),
		'run-queue': async () => (await acting()).runQueue(context),
		'run-one': async () => (await acting()).runOne(context, idOf(context)),
	};
	const name = context.words[0] ?? 'list';
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		throw usageError(context, `umm schedule takes ${context.verb.words?.join(', ')}, not ${JSON.stringify(name)}`);
	}
	return verb(context);
};

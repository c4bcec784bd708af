import {userInfo} from 'node:os';
import type {TerminalInput} from '../../ui/terminal/keyboard.js';
import {sayLast} from '../../ui/terminal/line.js';
import type {TerminalOutput} from '../../ui/terminal/screen.js';
import {type Auditor, audited, recordAction} from '../audit/record.js';
import {nodeActions} from '../console/actions.js';
import {keepFaultReport} from '../console/fault-report.js';
import {openPresence} from '../console/presence.js';
import type {ConsoleActions, ConsoleSource} from '../console/snapshot.js';
import {nodeSource} from '../console/source.js';
import {messageOf, UmmError} from '../errors.js';
import type {NodeState} from '../machine/state.js';
import {readNode} from '../node.js';
import type {Paths} from '../paths.js';
import type {Runner} from '../runner.js';
import type {Requester} from '../state/requester.js';
import {type Context, flag, usageError, type VerbMain, warn} from './context.js';
import {requester} from './requester.js';
import {version} from './version.js';

function shellOf(env: NodeJS.ProcessEnv): string {
	try {
		return userInfo().shell || env['SHELL'] || '/bin/sh';
	} catch {
		return '/bin/sh';
	}
}

/** What starts processes, and all that does, is loaded when it is first needed: after the first frame. */
const runner: Runner = {
	run: async (...call) => (await import('../exec.js')).execaRunner.run(...call),
};

/** A shell from the console; UMM_SHELL keeps the login snippet from opening another console in it. */
async function openShell({env, paths, stdout}: Context): Promise<void> {
	stdout.write("This is an ordinary shell. 'exit' or Ctrl-D brings the console back.\n");
	const {runForeground} = await import('../exec.js');
	await runForeground([shellOf(env)], {
		UMM_SHELL: '1',
		...(paths.root === '' ? {} : {UMM_ROOT: paths.root}),
	});
}

/** Where a console is shown, and to whom. */
interface Place {
	readonly paths: Paths;
	readonly env: NodeJS.ProcessEnv;
	readonly by: Requester;
	/** Told what could not be written down. */
	warn(line: string): void;
	/** Actions that this node has beside those of every node. */
	readonly more?: Partial<ConsoleActions>;
	/** The command that reaches this node by ssh, where it is not the usual one. */
	readonly ssh?: string | undefined;
}

/** Shows the console once. @returns whether it was left for good, or for a shell. */
type Show = (source: ConsoleSource, actions: ConsoleActions) => Promise<'leave' | 'shell'>;

/**
 * A console until it is left, with shells in between: known to the others meanwhile, and written down.
 *
 * @returns the state of the node then.
 * @throws what `show` throws.
 */
async function runConsole({more, ssh, ...place}: Place, show: Show, shell: () => Promise<void>): Promise<NodeState> {
	const {paths} = place;
	const presence = await openPresence(paths, place.by);
	const own = nodeSource(paths, presence, runner, async () => {
		const {examineNode} = await import('../../backends/registry.js');
		return examineNode(paths, runner);
	});
	const source = ssh === undefined ? own : {...own, node: async () => ({...(await own.node()), ssh})};
	const acting = nodeActions(async (progress) => {
		const {makeWorld} = await import('./world.js');
		return makeWorld(place, progress, progress);
	}, presence);
	const actions = {...acting, ...more};
	const auditor: Auditor = place;
	await recordAction(auditor, {action: 'console opened', outcome: 'done'});
	const untilLeft = async () => {
		while ((await show(source, actions)) === 'shell') {
			presence.did('opened a shell');
			await recordAction(auditor, {action: 'shell opened', outcome: 'done'});
			await shell();
			presence.did('came back from a shell');
			await recordAction(auditor, {action: 'shell left', outcome: 'done'});
		}
	};
	// One that can't be shown fails here.
	await audited(auditor, {action: 'console left'}, () => untilLeft().finally(() => presence.close()));
	return (await readNode(paths)).state;
}

/**
 * The console on a terminal, this process's own or that of an ssh session, until it is left.
 *
 * @param shell opens a shell there; settles when that ends.
 * @returns the state of the node then.
 * @throws as mountConsole.
 */
export function showConsole(
	place: Place,
	{stdin, stdout}: {readonly stdin: TerminalInput; readonly stdout: TerminalOutput},
	shell: () => Promise<void>,
): Promise<NodeState> {
	// Loaded while the disk is written to; whoever waits for it is told when it can't be.
	const loading = import('../../ui/terminal/mount.js');
	loading.catch(() => undefined);
	const {env} = place;
	return runConsole(
		place,
		async (source, actions) => (await loading).mountConsole({stdin, stdout, source, actions, env}),
		shell,
	);
}

/** A fault of the whole console: the terminal is given back by now; what is known is kept. @throws UmmError (system) */
async function faulty({paths, env, stdout}: Context, error: unknown): Promise<never> {
	if (error instanceof UmmError) throw error;
	const {TERM = '', LANG = ''} = env;
	const {columns = 0, rows = 0} = stdout;
	const facts = [`umm ${version}`, `TERM ${TERM}`, `LANG ${LANG}`, `size ${columns}x${rows}`];
	const report = await keepFaultReport(paths, error, facts);
	throw new UmmError('system', `this is a fault of umm: the console failed: ${messageOf(error)}`, {
		hints: [
			...(report === undefined ? [] : [`a report is in ${report}`]),
			"'umm console --plain', 'umm status' and 'umm off' do without it",
		],
		cause: error,
	});
}

/** @throws UmmError (system) where there is no terminal and not plain lines are wanted. */
export function needsTerminal(context: Context): void {
	const {stdin, stdout, verb} = context;
	if (flag(context, 'plain') || (stdin.isTTY && stdout.isTTY)) return;
	throw new UmmError('system', 'the console needs a terminal', {
		hints: [`'umm ${verb.name} --plain' needs none`, "'umm status' says the same in one line"],
	});
}

/**
 * The console of this process's terminal, full-screen or line by line.
 *
 * @param more actions that this node has beside those of every node.
 * @param ssh the command that reaches it by ssh, where it is not the usual one.
 * @returns exit status 0: left on purpose.
 * @throws UmmError (system) when it could not be shown; the caller has an ordinary shell.
 */
export async function openConsole(context: Context, more: Partial<ConsoleActions> = {}, ssh?: string): Promise<number> {
	const {paths, env, stdin, stdout} = context;
	const place: Place = {paths, env, by: requester(env), warn: (line) => warn(context, line), more, ssh};
	const shell = () => openShell(context);
	if (flag(context, 'plain')) {
		const {runPlainConsole} = await import('./plain-console.js');
		await runConsole(place, (_source, actions) => runPlainConsole(context, actions), shell);
		return 0;
	}
	needsTerminal(context);
	const state = await showConsole(place, {stdin, stdout}, shell).catch((error: unknown) => faulty(context, error));
	if (flag(context, 'login') && state === 'paused') await sayLast(stdout, 'The node stays paused.\n');
	return 0;
}

/** `umm console`. */
export const main: VerbMain = (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm console takes no argument');
	return openConsole(context);
};

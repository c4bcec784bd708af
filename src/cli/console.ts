import {userInfo} from 'node:os';
import {type Auditor, audited, recordAction} from '../audit/record.js';
import {nodeActions} from '../console/actions.js';
import {openPresence, type Presence} from '../console/presence.js';
import type {ConsoleActions} from '../console/snapshot.js';
import {nodeSource} from '../console/source.js';
import {UmmError} from '../errors.js';
import {readNode} from '../node.js';
import type {Runner} from '../runner.js';
import {type Context, flag, usageError, type VerbMain, warn} from './context.js';
import {requester} from './requester.js';

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

/** The console until it is left, with shells in between. */
async function show(
	context: Context,
	auditor: Auditor,
	presence: Presence,
	more: Partial<ConsoleActions>,
): Promise<void> {
	const {paths, env, stdin, stdout} = context;
	const {mountConsole} = await import('../../ui/terminal/mount.js');
	const source = nodeSource(paths, presence, runner, async () => {
		const {backendOf} = await import('../../backends/registry.js');
		return backendOf(paths, runner).examine();
	});
	const acting = nodeActions(async (progress) => {
		const {makeWorld} = await import('./world.js');
		return makeWorld(context, progress, progress);
	}, presence);
	const actions = {...acting, ...more};
	while ((await mountConsole({stdin, stdout, source, actions, env})) === 'shell') {
		presence.did('opened a shell');
		await recordAction(auditor, {action: 'shell opened', outcome: 'done'});
		await openShell(context);
		presence.did('came back from a shell');
		await recordAction(auditor, {action: 'shell left', outcome: 'done'});
	}
}

/**
 * The console on the terminal of a process until it is left, with shells in between.
 *
 * @param more actions that this node has beside those of every node.
 * @returns exit status 0: left on purpose.
 * @throws UmmError (system) when it could not be shown; the caller has an ordinary shell.
 */
export async function openConsole(context: Context, more: Partial<ConsoleActions> = {}): Promise<number> {
	const {paths, env, stdin, stdout} = context;
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new UmmError('system', 'the console needs a terminal', {hints: ["'umm status' says the same in one line"]});
	}
	// Loaded while the disk is written to; show() tells when it can't be.
	import('../../ui/terminal/mount.js').catch(() => undefined);
	const by = requester(env);
	const auditor: Auditor = {paths, by, warn: (line) => warn(context, line)};
	const presence = await openPresence(paths, by);
	await recordAction(auditor, {action: 'console opened', outcome: 'done'});
	// One that can't be shown fails here.
	await audited(auditor, {action: 'console left'}, () =>
		show(context, auditor, presence, more).finally(() => presence.close()),
	);
	if (flag(context, 'login') && (await readNode(paths)).state === 'paused') stdout.write('The node stays paused.\n');
	return 0;
}

/** `umm console`. */
export const main: VerbMain = (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm console takes no argument');
	return openConsole(context);
};

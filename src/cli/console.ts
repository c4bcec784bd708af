import {userInfo} from 'node:os';
import type {ConsoleActions, ConsoleSource, Snapshot} from '../console/snapshot.js';
import {nodeSource} from '../console/source.js';
import {UmmError} from '../errors.js';
import {type Context, flag, usageError, type VerbMain} from './context.js';

function shellOf(env: NodeJS.ProcessEnv): string {
	try {
		return userInfo().shell || env['SHELL'] || '/bin/sh';
	} catch {
		return '/bin/sh';
	}
}

/** A shell from the console; UMM_SHELL keeps the login snippet from opening another console in it. */
async function openShell({env, paths, stdout}: Context): Promise<void> {
	stdout.write("This is an ordinary shell. 'exit' or Ctrl-D brings the console back.\n");
	const {runForeground} = await import('../exec.js');
	await runForeground([shellOf(env)], {
		UMM_SHELL: '1',
		...(paths.root === '' ? {} : {UMM_ROOT: paths.root}),
	});
}

/** What acts is loaded when it is first needed, after the first frame. */
function actionsOf(context: Context): ConsoleActions {
	let loaded: Promise<ConsoleActions> | undefined;
	const load = async () => {
		const {nodeActions} = await import('../console/actions.js');
		const {makeWorld} = await import('./world.js');
		return nodeActions((progress) => makeWorld(context, progress, progress));
	};
	const actions = () => (loaded ??= load());
	return {
		resume: async (progress) => (await actions()).resume(progress),
		reboot: async (progress) => (await actions()).reboot(progress),
		consequences: async (action) => (await actions()).consequences(action),
	};
}

/** The source, whose first reading of the node begins now, while the console is still being loaded. */
function readAhead(source: ConsoleSource): ConsoleSource {
	let first: Promise<Snapshot> | undefined = source.snapshot();
	first.catch(() => undefined);
	return {
		...source,
		snapshot() {
			const snapshot = first ?? source.snapshot();
			first = undefined;
			return snapshot;
		},
	};
}

/**
 * `umm console`: the console until it is left, with shells in between.
 *
 * Exit status 0: left on purpose. Anything else: it could not be shown, and the caller has an ordinary shell.
 */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm console takes no argument');
	const {paths, env, stdin, stdout} = context;
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new UmmError('system', 'the console needs a terminal', {hints: ["'umm status' says the same in one line"]});
	}
	const source = readAhead(nodeSource(paths));
	const {mountConsole} = await import('../../ui/terminal/mount.js');
	const actions = actionsOf(context);
	for (;;) {
		const end = await mountConsole({stdin, stdout, source, actions, env});
		if (end === 'leave') break;
		await openShell(context);
	}
	if (flag(context, 'login') && (await source.snapshot()).state === 'paused') stdout.write('The node stays paused.\n');
	return 0;
};

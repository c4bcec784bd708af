import {userInfo} from 'node:os';
import type {TerminalInput} from '../../ui/terminal/keyboard.js';
import type {TerminalOutput} from '../../ui/terminal/screen.js';
import {nodeActions} from '../console/actions.js';
import {nodeSource} from '../console/source.js';
import {UmmError} from '../errors.js';
import {runForeground} from '../exec.js';
import type {NodeState} from '../machine/state.js';
import type {Paths} from '../paths.js';
import type {Requester} from '../state/requester.js';
import {type Context, flag, usageError, type VerbMain} from './context.js';
import {makeWorld} from './world.js';

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
	await runForeground([shellOf(env)], {
		UMM_SHELL: '1',
		...(paths.root === '' ? {} : {UMM_ROOT: paths.root}),
	});
}

/** Where the console is shown, and to whom. */
interface Place {
	readonly paths: Paths;
	readonly env: NodeJS.ProcessEnv;
	readonly stdin: TerminalInput;
	readonly stdout: TerminalOutput;
	/** Who acts, where it is not who runs this process. */
	readonly by?: Requester;
}

/**
 * The console on a terminal until it is left, with shells in between.
 *
 * @returns the state of the node then.
 * @throws as mountConsole.
 */
export async function showConsole(place: Place, shell: () => Promise<void>): Promise<NodeState> {
	const {mountConsole} = await import('../../ui/terminal/mount.js');
	const source = nodeSource(place.paths);
	const actions = nodeActions((progress) => makeWorld(place, progress, progress));
	while ((await mountConsole({...place, source, actions})) === 'shell') await shell();
	return (await source.snapshot()).state;
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
	const state = await showConsole({paths, env, stdin, stdout}, () => openShell(context));
	if (flag(context, 'login') && state === 'paused') stdout.write('The node stays paused.\n');
	return 0;
};

import {readlinkSync} from 'node:fs';
import {userInfo} from 'node:os';
import {backendOf} from '../../backends/registry.js';
import {loadConfig} from '../config/config.js';
import {execaRunner} from '../exec.js';
import type {HookPoint} from '../hooks/list.js';
import {hookError, hookSucceeded} from '../hooks/result.js';
import {runHooks} from '../hooks/run-hooks.js';
import type {Paths} from '../paths.js';
import {stopSignal} from '../runs/stop-signal.js';
import type {Requester} from '../state/requester.js';
import type {World} from '../switch/world.js';
import {type Context, printable, warn} from './context.js';

/** Text of the environment that goes into records and to terminals: one line, no control characters. */
const clean = (text: string | undefined) => text?.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200);

/**
 * Who calls: the user, the user behind sudo(8), the ssh client's address, the terminal.
 *
 * @param env SUDO_USER and SSH_CONNECTION are taken from here; sudo hides the latter unless it is told to keep it.
 */
export function requester(env: NodeJS.ProcessEnv): Requester {
	const sudoUser = clean(env['SUDO_USER']);
	const sshPeer = clean(env['SSH_CONNECTION'] ?? env['SSH_CLIENT'])?.split(' ')[0];
	let tty: string | undefined;
	try {
		const path = readlinkSync('/proc/self/fd/0');
		if (/^\/dev\/(pts\/|tty|console)/.test(path)) tty = path;
	} catch {
		tty = undefined;
	}
	let user = String(process.geteuid?.());
	try {
		user = userInfo().username;
	} catch {
		/* A user without an entry in passwd(5) is known by number. */
	}
	return {
		user,
		...(sudoUser === undefined ? {} : {sudoUser}),
		...(sshPeer === undefined || sshPeer === '' ? {} : {sshPeer}),
		...(tty === undefined ? {} : {tty}),
	};
}

/** What a failed hook means, by its point. */
const consequence: Readonly<Record<HookPoint, string>> = {
	'before-on': 'nothing was changed',
	'after-on': 'maintenance mode goes on',
	'before-off': 'the node stays paused',
	'after-off': 'the node is operational all the same',
};

/** The world of `umm on` and `umm off` on this node. @param by who asks, where it is not who runs this process. */
export async function makeWorld(
	{paths, env, by = requester(env)}: {paths: Paths; env: NodeJS.ProcessEnv; by?: Requester},
	progress: (line: string) => void,
	warnLine: (line: string) => void,
): Promise<World> {
	const {config} = await loadConfig(paths.conf);
	return {
		paths,
		backend: backendOf(paths, execaRunner),
		by,
		progress,
		warn: warnLine,
		async hooks(point, {force, ...context}) {
			using stop = stopSignal();
			const results = await runHooks({
				paths,
				point,
				force,
				timeout: config.hookTimeout * 1000,
				env: {
					UMM_ACTION: context.action,
					UMM_REASON: context.reason,
					UMM_REQUESTED_BY: context.requestedBy,
					UMM_STATE: context.state,
				},
				stop: stop.signal,
				progress,
				warn: warnLine,
			});
			const failed = results.filter((result) => !hookSucceeded(result));
			const [first] = failed;
			if (!first) return;
			if (!force) throw hookError(first, consequence[point]);
			for (const result of failed) warnLine(`${hookError(result, 'going on because of --force').message}`);
		},
	};
}

/** {@link makeWorld} for a verb: progress on standard output (standard error with --json), warnings on standard error. */
export function worldOf(context: Context): Promise<World> {
	const stream = context.options['json'] === true ? context.stderr : context.stdout;
	return makeWorld(
		context,
		(line) => void stream.write(`${printable(line)}\n`),
		(line) => warn(context, line),
	);
}

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
import {requester} from './requester.js';

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

/**
 * Go on at SIGTERM: the shutdown that this process asks for must not end it before what it did is written down. That
 * takes milliseconds; hooks are ended by the signal all the same.
 */
export function outliveShutdown(): void {
	process.on('SIGTERM', () => undefined);
}

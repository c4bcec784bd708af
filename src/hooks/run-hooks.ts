import {join} from 'node:path';
import {messageOf, UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {capture, type Patience} from '../runs/capture.js';
import {type Clock, systemClock} from '../runs/clock.js';
import {commandEnvironment} from '../runs/environment.js';
import {logFilesIn} from '../runs/log-files.js';
import {LogWriter} from '../runs/log-writer.js';
import {replaceFile} from '../state/file.js';
import {newHookLog, pruneHookLogs} from './hook-log.js';
import {LastLines} from './last-lines.js';
import {type Hook, type HookPoint, listHooks} from './list.js';
import {describeHookEnd, encodeHookResult, type HookResult, hookSucceeded} from './result.js';

/** Milliseconds that each hook has, when HOOK_TIMEOUT says nothing else. */
const defaultTimeout = 5 * 60 * 1000;

/** How many hooks' outputs are kept. */
const defaultKeep = 50;

export interface HookOptions {
	readonly paths: Paths;
	readonly point: HookPoint;
	/** For the hooks: UMM_REASON, UMM_REQUESTED_BY, UMM_STATE and so on. UMM_HOOK and UMM_HOOK_NAME are added. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Milliseconds that each hook has. */
	readonly timeout?: number;
	/** Go on after a failure, and record that. */
	readonly force?: boolean;
	/** Aborted when this process is told to stop. */
	readonly stop?: AbortSignal;
	/** Is told what happens, one sentence each. */
	readonly progress?: (line: string) => void;
	readonly warn?: (message: string) => void;
	readonly keep?: number;
	/** Bytes of output kept of each hook. */
	readonly limit?: number;
	readonly clock?: Clock;
	readonly patience?: Partial<Patience>;
}

async function runHook(hook: Hook, directory: string | undefined, options: HookOptions): Promise<HookResult> {
	const {paths, point, stop, timeout = defaultTimeout, clock = systemClock, patience, warn = () => undefined} = options;
	const {name, path} = hook;
	const last = new LastLines();
	const log =
		directory === undefined
			? undefined
			: new LogWriter(logFilesIn(directory), {
					clock,
					warn: (message) => warn(`${path}: ${message}`),
					...(options.limit === undefined ? {} : {limit: options.limit}),
				});
	const ending = await capture({
		command: [path],
		env: commandEnvironment(paths, {...options.env, UMM_HOOK: point, UMM_HOOK_NAME: name}),
		async take(chunk) {
			last.add(chunk.bytes);
			await log?.append(chunk);
		},
		pipes: paths.volatile,
		timeout,
		stop,
		warn,
		clock,
		...(patience === undefined ? {} : {patience}),
	});
	await log?.close();
	return {point, name, path, ...ending, lastLines: last.lines(), ...(directory === undefined ? {} : {log: directory})};
}

const refuse = ({name, path, refusal}: Hook, point: HookPoint): HookResult => ({
	point,
	name,
	path,
	outcome: 'refused',
	seconds: 0,
	...(refusal === undefined ? {} : {reason: refusal}),
	lastLines: [],
});

/**
 * Run the hooks of a point one after the other, in run-parts(8) order, each with the time it has, then SIGTERM, then
 * SIGKILL 10 s later. What they print is kept like a run's; when it can't be, they run all the same.
 *
 * Every hook is looked at before the first one runs. Of a `before-` point, a hook that is refused keeps all from
 * running, and one that fails keeps the next from running, unless it is forced. Of an `after-` point, where the switch
 * is done, all run that may.
 *
 * @returns what became of them, in order; one that failed is the last one unless forced or `after-`. The caller decides
 *   what a failure means ({@link hookError}).
 * @throws UmmError (refused) when the directory of the hooks can't be trusted; (system) when it can't be read, or when told to
 *   stop before the next hook.
 */
export async function runHooks(options: HookOptions): Promise<readonly HookResult[]> {
	const {paths, point, force = false, stop, progress = () => undefined, warn = () => undefined} = options;
	const {clock = systemClock, keep = defaultKeep} = options;
	const stops = point.startsWith('before-') && !force;
	const hooks = await listHooks(paths, point);
	const refused = hooks.find(({refusal}) => refusal !== undefined);
	if (stops && refused !== undefined) return [refuse(refused, point)];
	const results: HookResult[] = [];
	const logs: string[] = [];
	for (const hook of hooks) {
		if (stop?.aborted) throw new UmmError('system', `told to stop before the ${point} hook ${hook.name} ran`);
		const directory = await newHookLog(paths.hookRuns, clock.now(), `${point}-${hook.name}`).catch((error: unknown) => {
			warn(`the output of ${hook.path} can't be kept: ${messageOf(error)}`);
			return undefined;
		});
		if (directory !== undefined) logs.push(directory);
		if (hook.refusal === undefined) progress(`${point} hook ${hook.name} runs`);
		const result = hook.refusal === undefined ? await runHook(hook, directory, options) : refuse(hook, point);
		results.push(result);
		progress(`${point} hook ${hook.name} ${describeHookEnd(result)}`);
		if (directory !== undefined) {
			const record = encodeHookResult(result, force && !hookSucceeded(result));
			await replaceFile(join(directory, 'result'), record, 0o600).catch((error: unknown) => warn(messageOf(error)));
		}
		if (stops && !hookSucceeded(result)) break;
	}
	if (logs.length > 0)
		await pruneHookLogs(paths.hookRuns, keep, logs).catch((error: unknown) => warn(messageOf(error)));
	return results;
}

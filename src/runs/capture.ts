/* The one place that starts the administrator's commands: scheduled commands and hooks. */
import {closeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {setTimeout as delay} from 'node:timers/promises';
import {execa, type Result} from 'execa';
import type {OutputChunk} from '../console/snapshot.js';
import {messageOf} from '../errors.js';
import type {RunOutcome} from '../schedule.js';
import {type Clock, systemClock} from './clock.js';
import {endGroup} from './group.js';
import {PipeReader} from './pipe-reader.js';
import {openPipes, type Pipe} from './pipes.js';

export interface Capture {
	/** Program and arguments; no shell stands between. */
	readonly command: readonly [string, ...string[]];
	/** The whole environment. */
	readonly env: Readonly<Record<string, string>>;
	/** Takes each piece of output, as it comes. Must not reject; the bytes change once its promise is fulfilled. */
	readonly take: (chunk: OutputChunk) => Promise<void>;
	/** Where pipes can be made, before /run, /dev/shm and /tmp. */
	readonly pipes: string;
	/** Milliseconds until it is ended. */
	readonly timeout?: number | undefined;
	/** Aborted when whoever waits for the command is told to stop. */
	readonly stop?: AbortSignal | undefined;
	/** Is told the process id. */
	readonly started?: (pid: number) => Promise<void>;
	readonly warn?: (message: string) => void;
	readonly clock?: Clock;
	readonly patience?: Partial<Patience>;
}

/** Milliseconds. */
export interface Patience {
	/** From being told to stop to SIGTERM: a command about to end may do so by itself. */
	readonly stop: number;
	/** From SIGTERM to SIGKILL. */
	readonly kill: number;
	/** From the end of the process to the end of the reading, when a child in the background keeps the pipes. */
	readonly drain: number;
}

const defaultPatience: Patience = {stop: 1000, kill: 10_000, drain: 1000};

/** How a command ended. */
export interface Ending {
	readonly outcome: RunOutcome;
	readonly status?: number;
	readonly signal?: string;
	/** Duration by the monotonic clock. */
	readonly seconds: number;
	/** Why it could not be started. */
	readonly reason?: string;
}

/** setTimeout(3) of Node.js fires at once beyond this, in milliseconds (24.8 days). */
const longestDelay = 2 ** 31 - 1;

/** Wait, at most so long. @returns what the promise gave, or undefined when it took longer. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
	const timer = new AbortController();
	const late = delay(Math.min(milliseconds, longestDelay), undefined, {signal: timer.signal}).catch(() => undefined);
	try {
		return await Promise.race([promise, late]);
	} finally {
		timer.abort();
	}
}

/** @returns when the signal is aborted; never, without one. `dispose` forgets it. */
function aborted(signal: AbortSignal | undefined): {promise: Promise<void>; dispose: () => void} {
	const {promise, resolve} = Promise.withResolvers<void>();
	const listener = () => resolve();
	if (signal?.aborted) resolve();
	signal?.addEventListener('abort', listener, {once: true});
	return {promise, dispose: () => signal?.removeEventListener('abort', listener)};
}

/**
 * Let a process run until it ends, until its time is over or until umm is told to stop; end its group in the latter
 * cases.
 *
 * @returns why umm ended it, or undefined when it ended by itself.
 */
async function supervise(
	pid: number,
	exited: Promise<unknown>,
	{timeout, stop}: Capture,
	patience: Patience,
): Promise<'timeout' | 'interrupted' | undefined> {
	const told = aborted(stop);
	const ended = exited.then(() => 'ended' as const);
	try {
		const first = Promise.race([ended, told.promise.then(() => 'told' as const)]);
		const why = (await (timeout === undefined ? first : within(first, timeout))) ?? 'timeout';
		if (why === 'ended') return undefined;
		if (why === 'told' && (await within(ended, patience.stop)) === 'ended') return undefined;
		await endGroup(pid, patience.kill);
		await within(exited, patience.kill);
		return why === 'told' ? 'interrupted' : 'timeout';
	} finally {
		told.dispose();
	}
}

/** execa hands any descriptor on to the child; its types know 1 and 2 alone. */
const descriptor = (pipe: Pipe | undefined) => (pipe === undefined ? 'ignore' : (pipe.write as 1));

function endingOf(result: Result | undefined, ended: 'timeout' | 'interrupted' | undefined, stopped: boolean) {
	const {exitCode: status, signal} = result ?? {};
	// Told to stop, the command may have got the same signal as umm (systemctl stop): that is no end of its own.
	const outcome: RunOutcome = ended ?? (signal === undefined ? 'exited' : stopped ? 'interrupted' : 'signalled');
	return {outcome, ...(status === undefined ? {} : {status}), ...(signal === undefined ? {} : {signal})};
}

/**
 * Run a command to its end, in a session and process group of its own, at `/`, with nothing on standard input, and take
 * its output as raw bytes.
 *
 * Its pipes are read until every writer has closed them; but once the command itself has ended, what it left in the
 * background is listened to for a second only, and gets SIGPIPE from then on. At a timeout the whole group is ended.
 *
 * @returns how it ended; it never rejects.
 */
export async function capture(options: Capture): Promise<Ending> {
	const {command, env, take, pipes, started, stop, warn = () => undefined, clock = systemClock} = options;
	const [file, ...args] = command;
	const patience = {...defaultPatience, ...options.patience};
	const opened = await openPipes([pipes, '/run', '/dev/shm', tmpdir()]).catch((error: unknown) => {
		warn(`the output of ${file} can't be read: ${messageOf(error)}`);
		return undefined;
	});
	const readers = (opened ?? []).map(
		({read}, index) =>
			new PipeReader(read, (bytes) => take({time: clock.now(), stream: index === 0 ? 'stdout' : 'stderr', bytes})),
	);
	const began = clock.monotonic();
	const seconds = () => Math.max(0, Math.round(clock.monotonic() - began) / 1000);
	let writers: readonly Pipe[] = opened ?? [];
	const closeWriters = () => {
		for (const {write} of writers) closeSync(write);
		writers = [];
	};
	try {
		// Output goes straight to descriptors: execa sees none of it.
		const child = execa(file, args, {
			stdin: 'ignore',
			stdout: descriptor(opened?.[0]),
			stderr: descriptor(opened?.[1]),
			env,
			extendEnv: false,
			cwd: '/',
			detached: true,
			cleanup: false,
			reject: false,
			buffer: false,
		});
		closeWriters();
		const {pid} = child;
		if (pid === undefined) {
			const {originalMessage = 'no reason given'} = await child;
			return {outcome: 'failed-to-start', seconds: seconds(), reason: originalMessage};
		}
		let result: Result | undefined;
		const exited = child.then((value) => {
			result = value as Result;
		});
		await started?.(pid);
		const cause = await supervise(pid, exited, options, patience);
		const took = seconds();
		// Should it have survived SIGKILL (see endGroup), it does not keep umm from ending.
		child.nodeChildProcess.unref();
		await within(Promise.all(readers.map(({ended}) => ended)), patience.drain);
		return {...endingOf(result, cause, stop?.aborted === true), seconds: took};
	} catch (error) {
		return {outcome: 'failed-to-start', seconds: seconds(), reason: messageOf(error)};
	} finally {
		closeWriters();
		for (const reader of readers) await reader.finish();
	}
}

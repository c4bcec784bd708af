import {constants} from 'node:os';
import type {Readable, Writable} from 'node:stream';
import {execa} from 'execa';
import type {Runner} from './runner.js';

function statusOf({exitCode, signal}: {exitCode?: number | undefined; signal?: string | undefined}): number {
	return exitCode ?? (signal === undefined ? 127 : 128 + constants.signals[signal as NodeJS.Signals]);
}

/** The {@link Runner} that starts real processes. */
export const execaRunner: Runner = {
	async run([file, ...args], options = {}) {
		const result = await execa(file, args, {
			reject: false,
			stripFinalNewline: true,
			maxBuffer: 16 * 1024 * 1024,
			...(options.input === undefined ? {stdin: 'ignore'} : {input: options.input}),
			...(options.timeout === undefined ? {} : {timeout: options.timeout}),
			...(options.env === undefined ? {} : {env: options.env}),
		});
		const isStarted = result.exitCode !== undefined || result.signal !== undefined;
		return {
			status: statusOf(result),
			stdout: result.stdout ?? '',
			stderr: (isStarted ? result.stderr : result.shortMessage) ?? '',
		};
	},
};

const detached = {detached: true, cleanup: false, stdio: 'ignore', reject: false} as const;

/**
 * Start a program that goes on when this process ends, in a session of its own and without a terminal.
 *
 * @returns when it has ended.
 */
export async function startDetached(
	[file, ...args]: readonly [string, ...string[]],
	env: Readonly<Record<string, string>>,
): Promise<void> {
	await execa(file, args, {...detached, env});
}

/** Like {@link startDetached}, for one that nobody here waits for: this process ends without it. */
export function launch([file, ...args]: readonly [string, ...string[]], env: Readonly<Record<string, string>>): void {
	execa(file, args, {...detached, env}).nodeChildProcess.unref();
}

/**
 * Run a program in the foreground of this terminal, e.g. a shell.
 *
 * @returns its exit status (127 when it can't be started).
 */
export async function runForeground(
	[file, ...args]: readonly [string, ...string[]],
	env: Readonly<Record<string, string>>,
): Promise<number> {
	const ignore = () => undefined;
	for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, ignore);
	try {
		const {exitCode = 127} = await execa(file, args, {stdio: 'inherit', reject: false, env});
		return exitCode;
	} finally {
		for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.off(signal, ignore);
	}
}

/** A program that runs, with its streams. */
export interface Piped {
	readonly stdin: Writable;
	readonly stdout: Readable;
	readonly stderr: Readable;
	/** Its exit status, as {@link Runner} has it; never rejects. */
	readonly ended: Promise<number>;
	/** Send a signal; SIGTERM is followed by SIGKILL after five seconds. */
	kill(signal: NodeJS.Signals): void;
}

/**
 * Start a program with pipes, without a shell.
 *
 * @param env its whole environment.
 */
export function startPiped([file, ...args]: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Piped {
	const child = execa(file, args, {stdin: 'pipe', buffer: false, reject: false, extendEnv: false, env});
	const {stdin, stdout, stderr} = child;
	// It may end before it has read everything.
	stdin.on('error', () => undefined);
	return {
		stdin,
		stdout,
		stderr,
		ended: child.then(statusOf),
		kill: (signal) => void child.kill(signal),
	};
}

import {constants} from 'node:os';
import {execa} from 'execa';
import type {Runner} from './runner.js';

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
		const signal = result.signal === undefined ? undefined : constants.signals[result.signal as NodeJS.Signals];
		return {
			status: result.exitCode ?? (signal === undefined ? 127 : 128 + signal),
			stdout: result.stdout ?? '',
			stderr:
				result.exitCode === undefined && signal === undefined ? (result.shortMessage ?? '') : (result.stderr ?? ''),
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

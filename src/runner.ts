/** How umm starts other programs. The one real implementation is `execaRunner` (src/exec.ts); tests inject a fake. */
export interface Runner {
	/**
	 * Run a program to its end, without a shell.
	 *
	 * @param command program and arguments.
	 * @param options `timeout`: milliseconds, then SIGTERM, then SIGKILL; `env`: added to the environment; `input`: for
	 *   standard input (otherwise /dev/null).
	 * @returns its exit status (127 when it can't be started, 128+N when signal N ended it) and output, never rejecting.
	 */
	run(command: readonly [string, ...string[]], options?: RunOptions): Promise<Outcome>;
}

export interface RunOptions {
	timeout?: number;
	env?: Readonly<Record<string, string>>;
	input?: string;
}

export interface Outcome {
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

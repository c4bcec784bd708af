import {fileURLToPath} from 'node:url';
import {execa} from 'execa';

/** A program and its arguments. */
export type Command = readonly string[];

/** How a program ended. */
export interface Outcome {
	/** Exit status; 128+15 when it was ended for taking too long. */
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface RunOptions {
	/** For standard input; otherwise that is /dev/null. */
	input?: string | Uint8Array;
	/** Seconds until the program is ended; none by default. */
	timeout?: number;
	/** Added to the environment. */
	env?: Readonly<Record<string, string>>;
	/** Called with each piece of output (both streams) as it comes. */
	onOutput?: (text: string) => void;
}

/**
 * Run a program to its end.
 *
 * @returns its exit status and output; a program that fails does not throw.
 * @throws when the program can't be started.
 */
export async function run(
	[file = '', ...args]: Command,
	{input, timeout, env, onOutput}: RunOptions = {},
): Promise<Outcome> {
	const child = execa(file, args, {
		reject: false,
		...(input === undefined ? {stdin: 'ignore'} : {input}),
		...(timeout === undefined ? {} : {timeout: timeout * 1000}),
		...(env === undefined ? {} : {env}),
	});
	if (onOutput) {
		child.stdout.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
	}

	const result = await child;
	if (result.exitCode === undefined && result.signal === undefined && !result.timedOut) throw result;
	return {status: result.exitCode ?? 128 + 15, stdout: result.stdout, stderr: result.stderr};
}

/**
 * Run a program that must succeed.
 *
 * @returns its standard output, without the final newline.
 * @throws with the program's standard error, when its exit status is not 0.
 */
export async function must(command: Command, options: RunOptions = {}): Promise<string> {
	const {status, stdout, stderr} = await run(command, options);
	if (status !== 0) throw new Error(`exit status ${status}: ${command.join(' ')}\n${stderr}`);
	return stdout;
}

/** @returns the path of a shell script that lies beside this module's source (not its compiled form). */
export function script(name: string): string {
	return fileURLToPath(new URL(`../../../../test/e2e/lab/${name}`, import.meta.url));
}

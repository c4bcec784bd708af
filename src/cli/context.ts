import {statSync} from 'node:fs';
import {UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import type {Verb} from './verbs.js';

/** What a verb gets: its arguments and the world around it. */
export interface Context {
	readonly verb: Verb;
	/** Words that are no options, without the verb. */
	readonly words: readonly string[];
	readonly options: Readonly<Record<string, string | boolean | undefined>>;
	readonly paths: Paths;
	readonly env: NodeJS.ProcessEnv;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
}

/** A verb's code: its module is loaded only when it is called. */
export type VerbMain = (context: Context) => Promise<ExitCode>;
type ExitCode = number;

/** Whether who runs this may act on the node: root, and on a simulated node also its owner. */
export function mayAct({root}: Paths): boolean {
	const user = process.geteuid?.();
	return user === 0 || (root !== '' && statSync(root, {throwIfNoEntry: false})?.uid === user);
}

/** An option's text. */
export function text(context: Context, name: string): string | undefined {
	const value = context.options[name];
	return typeof value === 'string' ? value : undefined;
}

/** Whether a flag is given. */
export function flag(context: Context, name: string): boolean {
	return context.options[name] === true;
}

/** Text that a terminal only shows: control characters, which may come from files and commands, made visible. */
export function printable(text: string): string {
	return text.replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD');
}

/** Print a line for people. */
export function say(context: Context, line: string): void {
	context.stdout.write(`${printable(line)}\n`);
}

/** Print a warning, on standard error. */
export function warn(context: Context, line: string): void {
	context.stderr.write(`umm: ${printable(line)}\n`);
}

/**
 * Print the one JSON document of a call. Its schemas are in docs/json.md.
 *
 * @param schema e.g. `umm/status/1`: name and version.
 */
export function printJson(context: Context, schema: string, value: Readonly<Record<string, unknown>>): void {
	context.stdout.write(`${JSON.stringify({schema, ...value}, undefined, 2)}\n`);
}

/** A usage error that points at the verb's help. */
export function usageError(context: Context, message: string): UmmError {
	return new UmmError('usage', message, {hints: [`'umm ${context.verb.name} --help' shows how it is used`]});
}

/** Print what a thrown UmmError says, and return its exit status. */
export function report(stderr: NodeJS.WriteStream, error: UmmError): number {
	stderr.write(`umm: ${printable(error.message)}\n`);
	for (const hint of error.hints) stderr.write(`umm: ${hint}\n`);
	return error.exitStatus;
}

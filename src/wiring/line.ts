/* One line of umm's in a file of somebody else's: added at its end, and removed so that every byte is as before. */
import {constants} from 'node:fs';
import {open, realpath} from 'node:fs/promises';
import {dirname} from 'node:path';
import {messageOf, UmmError} from '../errors.js';
import type {Runner} from '../runner.js';
import {distrust, isOwnDirectory, replaceFile} from '../state/file.js';

/** A line that `umm install` adds at the end of a file, and `umm uninstall` removes. */
export interface LineStep {
	readonly kind: 'line';
	/** The file; it must be there. */
	readonly path: string;
	/** Printable ASCII, without the newline. */
	readonly line: string;
	/** What is in this line and in no line of anybody else, whatever version of umm wrote it. */
	readonly mark: string;
	readonly why: string;
}

/** Text whose lines `\n` ends or separates; it may end without one. */
const linesOf = (text: string) => text.split('\n');

/**
 * A text without umm's lines.
 *
 * @returns the text itself when there is none in it.
 */
export function withoutLine(text: string, {mark}: Pick<LineStep, 'mark'>): string {
	return linesOf(text)
		.filter((line) => !line.includes(mark))
		.join('\n');
}

/**
 * A text with umm's line at its end, in place of what another version of umm left there. Where the text does not end in
 * a newline it still does not: so {@link withoutLine} gives back the same bytes.
 *
 * @returns the text itself when the line is in it, wherever.
 */
export function withLine(text: string, {line, mark}: Pick<LineStep, 'line' | 'mark'>): string {
	const ours = linesOf(text).filter((each) => each.includes(mark));
	if (ours.length === 1 && ours[0] === line) return text;
	const others = withoutLine(text, {mark});
	if (others === '') return `${line}\n`;
	return others.endsWith('\n') ? `${others}${line}\n` : `${others}\n${line}`;
}

interface Opened {
	/** Where links lead. */
	readonly real: string;
	/** A character for each byte. */
	readonly text: string;
	/** Permission bits. */
	readonly mode: number;
}

/** Open the file that a path leads to, in which and beside which nobody but root (or who runs this) can write. */
async function read(path: string): Promise<Opened> {
	const real = await realpath(path);
	await using handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	const stats = await handle.stat();
	const problem = distrust(stats);
	if (problem !== undefined) throw new Error(problem);
	if (!isOwnDirectory(dirname(real))) throw new Error(`others may write to its directory ${dirname(real)}`);
	return {real, text: await handle.readFile('latin1'), mode: stats.mode & 0o7777};
}

async function readFor({path}: LineStep): Promise<Opened> {
	try {
		return await read(path);
	} catch (error) {
		throw new UmmError('system', `cannot use ${path}: ${messageOf(error)}: it is left as it is`, {
			hints: ['put that right, then try again'],
			cause: error,
		});
	}
}

/** Why a file can't have a line of umm's, or undefined. */
export async function lineObstacle(path: string): Promise<string | undefined> {
	return read(path).then(
		() => undefined,
		(error: unknown) => `${path}: ${messageOf(error)}`,
	);
}

/** Whether the line is in its file. @throws UmmError (system) when that can't be read or trusted. */
export async function hasLine(step: LineStep): Promise<boolean> {
	const {text} = await readFor(step);
	return withLine(text, step) === text;
}

/** Whether there is a line of umm's to remove. */
export async function mayRemoveLine(step: LineStep): Promise<boolean> {
	return readFor(step).then(
		({text}) => withoutLine(text, step) !== text,
		() => false,
	);
}

/** Replace the content of the file; what cp(1) can keep of its owner, mode, ACL and extended attributes stays. */
async function change(step: LineStep, runner: Runner, edit: (text: string) => string): Promise<void> {
	const {real, text, mode} = await readFor(step);
	await replaceFile(real, Buffer.from(edit(text), 'latin1'), mode, async (temporary) => {
		const keep = ['--attributes-only', '--preserve=all', '--no-preserve=timestamps'];
		const {status, stderr} = await runner.run(['cp', ...keep, '--', real, temporary]);
		if (status !== 0) throw new Error(stderr);
	});
}

/** Add the line. @throws UmmError (system); the file is as it was. */
export function addLine(step: LineStep, runner: Runner): Promise<void> {
	return change(step, runner, (text) => withLine(text, step));
}

/** Remove the line. @throws UmmError (system); the file is as it was. */
export function removeLine(step: LineStep, runner: Runner): Promise<void> {
	return change(step, runner, (text) => withoutLine(text, step));
}

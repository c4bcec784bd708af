/* The scheduled commands: records in the schedule directory, one file each. */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {isErrno, messageOf, UmmError} from './errors.js';
import type {Paths} from './paths.js';
import {createFile, makeDirectory, readTrusted, replaceFile, setAside} from './state/file.js';
import {decodeRecord, encodeRecord} from './state/record.js';
import {type Requester, requesterFields, requesterOf} from './state/requester.js';

export type CommandState = 'waiting' | 'running' | 'done' | 'cancelled';

/** How a run ended. */
export type RunOutcome = 'exited' | 'signalled' | 'timeout' | 'interrupted' | 'failed-to-start';

/** One execution of a scheduled command. */
export interface Run {
	/** Boot id of the boot it ran in. */
	readonly boot: string;
	/** Milliseconds since the epoch. */
	readonly started: number;
	/** Milliseconds since the epoch; absent while it runs, and when power loss cut it. */
	readonly ended?: number;
	/** Duration by the monotonic clock. */
	readonly seconds?: number;
	readonly outcome?: RunOutcome;
	/** Exit status, when it exited. */
	readonly status?: number;
	/** Name of the signal that ended it, e.g. `SIGTERM`. */
	readonly signal?: string;
	/** When its failure stops the rest: the last number in the list at that moment. Up to it the others are held back. */
	readonly holds?: number;
}

/** A command stored to run when the node reaches MM (docs/internals.md, Records). */
export interface ScheduledCommand {
	readonly id: number;
	/** Given to `/bin/sh -c`. */
	readonly command: string;
	/** Seconds since the epoch; informative. */
	readonly created: number;
	readonly by: Requester;
	/** Id of the request it came with or, once it runs, of the one it runs under. */
	readonly request?: string;
	/** Seconds after which it is ended. */
	readonly timeout?: number;
	/** What a failure means for the commands behind it. */
	readonly onFailure: 'stop' | 'continue';
	/** Its place among the numbers of the list once it was moved, e.g. 2.5: between 2 and 3. */
	readonly order?: number;
	readonly state: CommandState;
	readonly run?: Run;
}

export type NewCommand = Omit<ScheduledCommand, 'id' | 'order' | 'state' | 'run'>;

/** The place of a command in the list: its number, unless it was moved. */
export function placeOf({id, order}: ScheduledCommand): number {
	return order ?? id;
}

/** The order in which commands run, for Array.prototype.sort. */
export function inOrder(a: ScheduledCommand, b: ScheduledCommand): number {
	return placeOf(a) - placeOf(b) || a.id - b.id;
}

/** The number of a command as its files are named: at least four digits, so that they sort. */
export function commandName(id: number): string {
	return String(id).padStart(4, '0');
}

const optional = (value: number | undefined) => (value === undefined ? undefined : String(value));

function encode(command: ScheduledCommand): string {
	const {run} = command;
	return encodeRecord('command', {
		id: String(command.id),
		command: command.command,
		created: String(command.created),
		...requesterFields(command.by),
		request: command.request,
		timeout: optional(command.timeout),
		on_failure: command.onFailure,
		order: optional(command.order),
		state: command.state,
		boot: run?.boot,
		started: optional(run?.started),
		ended: optional(run?.ended),
		seconds: optional(run?.seconds),
		outcome: run?.outcome,
		status: optional(run?.status),
		signal: run?.signal,
		holds: optional(run?.holds),
	});
}

const states: readonly CommandState[] = ['waiting', 'running', 'done', 'cancelled'];
const outcomes: readonly RunOutcome[] = ['exited', 'signalled', 'timeout', 'interrupted', 'failed-to-start'];

function decode(text: string): ScheduledCommand {
	const fields = decodeRecord('command', text);
	const number = (key: string) => {
		const text = fields[key];
		if (text === undefined) return undefined;
		const value = Number(text);
		if (!Number.isFinite(value)) throw new UmmError('system', `its ${key} is not a number`);
		return value;
	};
	const state = states.find((state) => state === fields['state']);
	const id = number('id');
	const {command} = fields as {command?: string};
	if (state === undefined || id === undefined || command === undefined) {
		throw new UmmError('system', 'it lacks its id, command or state');
	}
	const outcome = outcomes.find((outcome) => outcome === fields['outcome']);
	const started = number('started');
	const run: {-readonly [K in keyof Run]: Run[K]} | undefined =
		started === undefined ? undefined : {boot: fields['boot'] ?? '', started};
	if (run) {
		const [ended, seconds, status] = [number('ended'), number('seconds'), number('status')];
		const holds = number('holds');
		if (ended !== undefined) run.ended = ended;
		if (seconds !== undefined) run.seconds = seconds;
		if (outcome !== undefined) run.outcome = outcome;
		if (status !== undefined) run.status = status;
		if (fields['signal'] !== undefined) run.signal = fields['signal'];
		if (holds !== undefined) run.holds = holds;
	}
	const timeout = number('timeout');
	const order = number('order');
	return {
		id,
		command,
		created: number('created') ?? 0,
		by: requesterOf(fields),
		...(fields['request'] === undefined ? {} : {request: fields['request']}),
		...(timeout === undefined ? {} : {timeout}),
		onFailure: fields['on_failure'] === 'continue' ? 'continue' : 'stop',
		...(order === undefined ? {} : {order}),
		state,
		...(run === undefined ? {} : {run}),
	};
}

async function names(directory: string): Promise<readonly string[]> {
	try {
		return readdirSync(directory)
			.filter((name) => /^\d{4,}$/.test(name))
			.sort((a, b) => Number(a) - Number(b));
	} catch (error) {
		if (isErrno(error, 'ENOENT', 'EACCES')) return [];
		throw new UmmError('system', `cannot list ${directory}: ${messageOf(error)}`, {cause: error});
	}
}

/**
 * Store a command at the end of the list.
 *
 * @returns it, with its number.
 * @throws UmmError (system) when it can't be written; nothing is left behind.
 */
export async function addCommand(paths: Paths, command: NewCommand): Promise<ScheduledCommand> {
	await makeDirectory(paths.schedule, 0o700);
	for (;;) {
		const last = Number((await names(paths.schedule)).at(-1) ?? 0);
		const entry: ScheduledCommand = {...command, id: last + 1, state: 'waiting'};
		if (await createFile(join(paths.schedule, commandName(entry.id)), encode(entry), 0o600)) return entry;
	}
}

/**
 * All commands in the order in which they run. A file that can't be believed is set aside.
 *
 * @param warn is told of files that were set aside.
 */
export async function listCommands(
	paths: Paths,
	warn: (message: string) => void,
): Promise<readonly ScheduledCommand[]> {
	const commands: ScheduledCommand[] = [];
	for (const name of await names(paths.schedule)) {
		const path = join(paths.schedule, name);
		try {
			const text = await readTrusted(path);
			if (text !== undefined) commands.push(decode(text));
		} catch (error) {
			await setAside(path, `the scheduled command in ${path} can't be used: ${messageOf(error)}`, warn);
		}
	}
	return commands.sort(inOrder);
}

/**
 * One command.
 *
 * @throws UmmError (usage) when there is none with this number; (system) when its file can't be believed.
 */
export async function readCommand(paths: Paths, id: number): Promise<ScheduledCommand> {
	const text = await readTrusted(join(paths.schedule, commandName(id)));
	if (text === undefined) {
		throw new UmmError('usage', `there is no scheduled command ${id}`, {
			hints: ["'umm schedule list' shows all of them"],
		});
	}
	return decode(text);
}

/** Store a changed command, whole. @throws UmmError (system) when it can't be written; the old content stands. */
export function saveCommand(paths: Paths, command: ScheduledCommand): Promise<void> {
	return replaceFile(join(paths.schedule, commandName(command.id)), encode(command), 0o600);
}

/**
 * Whether a command is to run: it waits, and the request that it came with, if any, still stands.
 *
 * @param request id of the present request.
 */
export function isWaiting(command: ScheduledCommand, request: string | undefined): boolean {
	return command.state === 'waiting' && (command.request === undefined || command.request === request);
}

/** Bytes of an argument of execve(2) with its NUL: MAX_ARG_STRLEN of Linux. */
const longestCommand = 131_072;

/** What keeps a text from being a command; undefined when nothing does. */
export function commandProblem(command: string): string | undefined {
	if (command.trim() === '') return 'the command is empty';
	if (command.includes('\0')) return 'the command has a NUL byte';
	if (Buffer.byteLength(command) < longestCommand) return undefined;
	return `the command is longer than ${longestCommand - 1} bytes: put it into a script`;
}

/** Whether a command that ended did what it should: exit status 0. */
export function succeeded(command: ScheduledCommand): boolean {
	return command.state === 'done' && command.run?.outcome === 'exited' && command.run.status === 0;
}

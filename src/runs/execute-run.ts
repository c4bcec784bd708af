import {messageOf, UmmError} from '../errors.js';
import type {Paths} from '../paths.js';
import {listCommands, type Run, readCommand, type ScheduledCommand, saveCommand} from '../schedule.js';
import {capture, type Ending, type Patience} from './capture.js';
import {claim, claimFor, release} from './claim.js';
import {type Clock, systemClock} from './clock.js';
import {commandEnvironment} from './environment.js';
import {holdsUpTo} from './holding.js';
import {type LogFiles, logFilesIn, setOldLogAside} from './log-files.js';
import {LogWriter} from './log-writer.js';
import {persist} from './persist.js';
import {runDirectory} from './run-directory.js';
import {withScheduleLock} from './schedule-lock.js';

export interface ExecuteOptions {
	readonly paths: Paths;
	/** Number of the command. */
	readonly id: number;
	/** Boot id of this boot. */
	readonly bootId: string;
	/** Id of the present request; a command added without one is counted to it from now on. */
	readonly request?: string | undefined;
	/** Aborted when this process is told to stop (`stopSignal`). */
	readonly stop?: AbortSignal;
	/** Bytes of output kept. */
	readonly limit?: number;
	readonly shell?: string;
	readonly clock?: Clock;
	readonly patience?: Partial<Patience>;
	readonly warn?: (message: string) => void;
	/** The output's files, given their directory. */
	readonly files?: (directory: string) => LogFiles;
}

/** Mark a command `running` for good, so that no power loss makes it run twice. */
async function mark({paths, id, bootId, request, clock = systemClock}: ExecuteOptions): Promise<ScheduledCommand> {
	const command = await readCommand(paths, id);
	if (command.state !== 'waiting') {
		throw new UmmError('state', `scheduled command ${id} does not wait to be run: it is ${command.state}`);
	}
	const under = command.request ?? request;
	const running: ScheduledCommand = {
		...command,
		...(under === undefined ? {} : {request: under}),
		state: 'running',
		run: {boot: bootId, started: clock.now()},
	};
	await saveCommand(paths, running);
	return running;
}

/** {@link mark}, when nobody changes the command at that moment. */
function begin(options: ExecuteOptions): Promise<ScheduledCommand> {
	const {paths, id, warn = () => undefined} = options;
	return withScheduleLock(paths, `the run of command ${id}`, warn, () => mark(options));
}

async function execute(
	options: ExecuteOptions,
	{command, timeout}: ScheduledCommand,
	directory: string,
): Promise<Ending> {
	const {paths, id, stop, shell = '/bin/sh', clock = systemClock, patience, warn = () => undefined} = options;
	const log = new LogWriter((options.files ?? logFilesIn)(directory), {
		clock,
		warn: (message) => warn(`scheduled command ${id}: ${message}`),
		...(options.limit === undefined ? {} : {limit: options.limit}),
	});
	const ending = await capture({
		command: [shell, '-c', command],
		env: commandEnvironment(paths, {UMM_RUN: String(id)}),
		take: (chunk) => log.append(chunk),
		pipes: paths.volatile,
		timeout: timeout === undefined ? undefined : timeout * 1000,
		stop,
		started: (pid) => claimFor(paths, id, pid).catch(() => undefined),
		warn,
		clock,
		...(patience === undefined ? {} : {patience}),
	});
	if (ending.reason !== undefined) {
		const bytes = Buffer.from(`umm: ${shell} could not be started: ${ending.reason}\n`);
		await log.append({time: clock.now(), stream: 'stderr', bytes});
	}
	const {lost} = await log.close();
	if (lost > 0) warn(`scheduled command ${id}: ${lost} bytes of its output were lost`);
	return ending;
}

/**
 * Run a scheduled command to its end in this process, keeping its output and how it ended.
 *
 * It is marked `running` on disk before it starts; when that fails, or it is not `waiting`, it does not start. When its
 * output can't be kept it runs all the same: what is lost is said in the log and on standard error. When its end can't
 * be recorded, that is tried until it works.
 *
 * @returns the command as it is on disk then. Its outcome is `interrupted` when this process was told to stop and the
 *   command did not end by itself within a second; `timeout` and `interrupted` come with the status or signal as well.
 * @throws UmmError (usage) when there is no such command; (state) when it does not wait, or is being run; (system) when
 *   it can't be marked, or, told to stop, its end can't be recorded.
 */
export async function executeRun(options: ExecuteOptions): Promise<ScheduledCommand> {
	const {paths, id, stop, clock = systemClock, warn = () => undefined} = options;
	await claim(paths, id).catch((error: unknown) => {
		if (error instanceof UmmError && error.kind === 'state') throw error;
		warn(messageOf(error));
	});
	try {
		const command = await begin(options);
		const directory = runDirectory(paths, id);
		await setOldLogAside(directory, clock.now()).catch((error: unknown) => warn(messageOf(error)));
		const {outcome, status, signal, seconds} = await execute(options, command, directory);
		const run: Run = {
			boot: options.bootId,
			started: command.run?.started ?? clock.now(),
			ended: clock.now(),
			seconds,
			outcome,
			...(status === undefined ? {} : {status}),
			...(signal === undefined ? {} : {signal}),
		};
		let done: ScheduledCommand = {...command, state: 'done', run};
		const record = async () => {
			const holds = holdsUpTo(done, await listCommands(paths, warn));
			done = {...done, run: {...run, ...(holds === undefined ? {} : {holds})}};
			await saveCommand(paths, done);
		};
		await persist(record, `the end of scheduled command ${id}`, stop, warn);
		return done;
	} finally {
		await release(paths, id).catch((error: unknown) => warn(messageOf(error)));
	}
}

/* What administrators do with scheduled commands, by the command line and by the console. */
import {audited} from '../audit/record.js';
import {UmmError} from '../errors.js';
import {bootId, readNode} from '../node.js';
import {withScheduleLock} from '../runs/schedule-lock.js';
import {settleRunning} from '../runs/settle.js';
import {
	addCommand,
	commandProblem,
	isWaiting,
	listCommands,
	type NewCommand,
	readCommand,
	type ScheduledCommand,
	saveCommand,
} from '../schedule.js';
import {readRequest} from '../state/request.js';
import {describeRequester} from '../state/requester.js';
import {exchanged} from './place.js';
import type {World} from './world.js';

/** What a new command says of itself. */
export type CommandOptions = Pick<NewCommand, 'command' | 'timeout' | 'onFailure'>;

/** Milliseconds that a command and its unit have to end: 30 s until systemd kills it (umm-run@.service), and some. */
const stopPatience = 45_000;

const now = () => Math.floor(Date.now() / 1000);

/** @throws UmmError (usage) when a text is no command. */
function checkText(command: string): void {
	const problem = commandProblem(command);
	if (problem !== undefined) throw new UmmError('usage', problem);
}

async function store({paths, backend, by}: World, options: CommandOptions): Promise<ScheduledCommand> {
	checkText(options.command);
	const {state} = await readNode(paths);
	if (state === 'disabled') {
		throw new UmmError('state', 'umm is disabled on this node', {hints: ["'umm enable' enables it"]});
	}
	const entry = await addCommand(paths, {...options, created: now(), by});
	if (state === 'paused') await backend.startQueue();
	return entry;
}

/**
 * Store a command at the end of the list; on a paused node it runs, after those before it.
 *
 * @throws UmmError (usage) when it is no command; (state) when umm is disabled; (system) when it can't be stored, or the
 *   queue can't be started: it is stored then.
 */
export function addScheduled(world: World, options: CommandOptions): Promise<ScheduledCommand> {
	const action = (entry?: ScheduledCommand) => `command${entry ? ` ${entry.id}` : ''}: add`;
	return audited(world, {action, detail: options.command}, () => store(world, options));
}

/**
 * Store a copy of a command that has ended or was cancelled, at the end of the list.
 *
 * @returns the copy.
 * @throws UmmError (state) when it waits or runs; as {@link addScheduled}.
 */
export function againScheduled(world: World, id: number): Promise<ScheduledCommand> {
	const action = (copy?: ScheduledCommand) => `command ${id}: again${copy ? ` as command ${copy.id}` : ''}`;
	return audited(world, {action}, async () => {
		const {command, timeout, onFailure, state} = await readCommand(world.paths, id);
		if (state === 'waiting') throw new UmmError('state', `command ${id} has not run yet`);
		if (state === 'running') throw new UmmError('state', `command ${id} still runs`);
		return store(world, {command, onFailure, ...(timeout === undefined ? {} : {timeout})});
	});
}

/** Look at a command that waits and store what becomes of it, while nobody else does and it is not started. */
function change(
	{paths, by, warn}: World,
	id: number,
	verb: string,
	changed: (command: ScheduledCommand, request: string | undefined) => Promise<ScheduledCommand>,
): Promise<ScheduledCommand> {
	return withScheduleLock(paths, describeRequester(by), warn, async () => {
		const command = await readCommand(paths, id);
		const request = (await readRequest(paths.request, warn))?.id;
		if (command.state !== 'waiting') {
			const hints = command.state === 'running' ? [`'umm schedule stop ${id}' ends it`] : [];
			throw new UmmError('state', `command ${id} is ${command.state}: there is nothing to ${verb}`, {hints});
		}
		if (!isWaiting(command, request) && verb !== 'cancel') {
			throw new UmmError('state', `command ${id} came with a request that was withdrawn: it never runs`);
		}
		const after = await changed(command, request);
		await saveCommand(paths, after);
		return after;
	});
}

/**
 * Change the text of a command that has not run; it is then that of whoever changed it.
 *
 * @throws UmmError (usage) when there is none or the text is no command; (state) when it does not wait; (system).
 */
export function editScheduled(world: World, id: number, command: string): Promise<ScheduledCommand> {
	return audited(world, {action: `command ${id}: edit`, detail: command}, async () => {
		checkText(command);
		return change(world, id, 'change', async (present) => ({...present, command, by: world.by}));
	});
}

/**
 * Exchange a command that has not run with the waiting one before (`up`) or behind it (`down`).
 *
 * @throws UmmError (usage) when there is none; (state) when it does not wait or has no such neighbour; (system).
 */
export function moveScheduled(world: World, id: number, where: 'up' | 'down'): Promise<ScheduledCommand> {
	const {paths, warn} = world;
	return audited(world, {action: `command ${id}: move ${where}`}, async () => {
		await change(world, id, 'move', async (_, request) =>
			exchanged(await listCommands(paths, warn), request, id, where),
		);
		return readCommand(paths, id);
	});
}

/**
 * Cancel a command that has not run.
 *
 * @throws UmmError (usage) when there is none; (state) when it does not wait; (system).
 */
export function cancelScheduled(world: World, id: number): Promise<ScheduledCommand> {
	return audited(world, {action: `command ${id}: cancel`}, () =>
		change(world, id, 'cancel', async (command) => ({...command, state: 'cancelled'})),
	);
}

/**
 * End a command that runs: SIGTERM, later SIGKILL, and wait until it has ended.
 *
 * @returns it as it ended.
 * @throws UmmError (usage) when there is none; (state) when it does not run; (system) when it can't be ended.
 */
export function stopScheduled(world: World, id: number): Promise<ScheduledCommand> {
	const {paths, backend} = world;
	return audited(world, {action: `command ${id}: stop`}, async () => {
		const command = await readCommand(paths, id);
		if (command.state !== 'running') {
			throw new UmmError('state', `command ${id} is ${command.state}: there is nothing to stop`);
		}
		await backend.stopRun(id);
		await settleRunning(command, {
			paths,
			bootId: await bootId(paths),
			request: undefined,
			warn: () => undefined,
			stop: AbortSignal.timeout(stopPatience),
		});
		const after = await readCommand(paths, id);
		if (after.state !== 'running') return after;
		throw new UmmError('system', `command ${id} still runs ${stopPatience / 1000} s after it was told to end`, {
			hints: ['a process of it may hang in the kernel; a reboot ends it'],
		});
	});
}

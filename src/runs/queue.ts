import {messageOf} from '../errors.js';
import {isWaiting, listCommands, readCommand, type ScheduledCommand} from '../schedule.js';
import {failed, nextCommand} from './holding.js';
import {type SettleOptions, settle, settleRunning} from './settle.js';

export interface QueueOptions extends SettleOptions {
	/**
	 * Runs a command to its end: as a unit of its own on systemd, `executeRun` elsewhere. Fulfilled when the process that
	 * records it has ended, whatever came of it.
	 */
	readonly startRun: (id: number) => Promise<void>;
	/** Asked before each command whether the node is still held. */
	readonly held?: () => Promise<boolean>;
}

export interface QueueResult {
	/** Those that were run now, as they ended. */
	readonly ran: readonly ScheduledCommand[];
	/**
	 * Those of this maintenance that failed, were interrupted or could not be started, also before a power cut. Only when
	 * there is none may what comes afterwards (`--then`) begin.
	 */
	readonly failed: readonly ScheduledCommand[];
	/** Those that still wait, most of them held back by a failure. */
	readonly waiting: readonly ScheduledCommand[];
}

/** Run one command. @returns it as it is on disk then; still `waiting` when it could not be started. */
async function runOne(id: number, options: QueueOptions): Promise<ScheduledCommand> {
	const {paths, startRun, warn} = options;
	try {
		await startRun(id);
	} catch (error) {
		warn(`scheduled command ${id}: ${messageOf(error)}`);
	}
	const command = await readCommand(paths, id);
	if (command.state === 'running') {
		// Its recorder was killed: only the claim tells whether the command goes on.
		await settleRunning(command, options);
		return readCommand(paths, id);
	}
	return command;
}

/**
 * Run the scheduled commands one after the other, in order. The list is read anew before each: commands may be added
 * and cancelled meanwhile. After one that failed with `onFailure: 'stop'` those behind it stay waiting. One that could
 * not be started is not tried again by this queue and, with `stop`, ends it.
 *
 * @returns when none is left to run, the node is held no more, or it was told to stop.
 * @throws UmmError (system) when the list can't be read, or an interrupted command can't be recorded as such.
 */
export async function runQueue(options: QueueOptions): Promise<QueueResult> {
	const {paths, bootId, request, warn, stop, held = async () => true} = options;
	const ran: ScheduledCommand[] = [];
	const tried = new Set<number>();
	const cut = new Set((await listCommands(paths, warn)).filter(({state}) => state === 'running').map(({id}) => id));
	await settle(options);
	const next = async () => {
		if (stop?.aborted || !(await held())) return undefined;
		return nextCommand(await listCommands(paths, warn), request, tried);
	};
	for (let command = await next(); command !== undefined; command = await next()) {
		const after = await runOne(command.id, options);
		if (after.state === 'done') ran.push(after);
		if (after.state !== 'waiting') continue;
		warn(`scheduled command ${after.id} could not be started; it is left waiting`);
		tried.add(after.id);
		if (after.onFailure === 'stop') break;
	}
	const commands = await listCommands(paths, warn);
	const ofThisMaintenance = ({id, request: its, run}: ScheduledCommand) =>
		cut.has(id) || run?.boot === bootId || (its !== undefined && its === request);
	return {
		ran,
		failed: commands.filter((command) => tried.has(command.id) || (failed(command) && ofThisMaintenance(command))),
		waiting: commands.filter((command) => isWaiting(command, request)),
	};
}

import {setTimeout as delay} from 'node:timers/promises';
import type {Paths} from '../paths.js';
import {listCommands, type Run, readCommand, type ScheduledCommand, saveCommand} from '../schedule.js';
import {isAlive} from './claim.js';
import {holdsUpTo} from './holding.js';
import {withScheduleLock} from './schedule-lock.js';

export interface SettleOptions {
	readonly paths: Paths;
	/** Boot id of this boot. */
	readonly bootId: string;
	/** Id of the present request. */
	readonly request: string | undefined;
	readonly warn: (message: string) => void;
	/** Ends the waiting. */
	readonly stop?: AbortSignal | undefined;
}

async function interrupt(command: ScheduledCommand, {paths, bootId, warn}: SettleOptions): Promise<void> {
	const {boot = bootId, started = command.created * 1000} = command.run ?? {};
	const run: Run = {boot, started, outcome: 'interrupted'};
	const done: ScheduledCommand = {...command, state: 'done', run};
	const holds = holdsUpTo(done, await listCommands(paths, warn));
	await saveCommand(paths, holds === undefined ? done : {...done, run: {...run, holds}});
}

/**
 * Settle a command that is marked `running`. One of another boot was cut by power loss. One of this boot runs as long as
 * its recorder or its shell lives, and that is waited for: ending somebody's half-done work would be worse, and so would
 * starting the next command beside it. Where neither lives, nobody knows how it ended: it is `interrupted`.
 *
 * @returns when it is not `running` any more, or waiting was told to stop.
 */
export async function settleRunning(command: ScheduledCommand, options: SettleOptions): Promise<void> {
	const {paths, bootId, warn, stop} = options;
	let present = command;
	let said = false;
	while (present.state === 'running' && present.run?.boot === bootId && (await isAlive(paths, command.id))) {
		if (!said) warn(`scheduled command ${command.id} is still running; what comes after it waits`);
		said = true;
		await delay(200, undefined, stop === undefined ? {} : {signal: stop}).catch(() => undefined);
		if (stop?.aborted) return;
		present = await readCommand(paths, command.id);
	}
	// Its recorder may have written the end between the two looks.
	present = await readCommand(paths, command.id);
	if (present.state === 'running') await interrupt(present, options);
}

/**
 * Settle what an earlier queue left: `running` commands that run no more become `interrupted`, waiting ones whose
 * request is not the present one become `cancelled`. Nothing is deleted.
 */
export async function settle(options: SettleOptions): Promise<void> {
	const {paths, request, warn} = options;
	for (const command of await listCommands(paths, warn)) {
		if (command.state === 'running') await settleRunning(command, options);
	}
	await withScheduleLock(paths, 'the queue', warn, async () => {
		for (const command of await listCommands(paths, warn)) {
			if (command.state !== 'waiting' || command.request === undefined || command.request === request) continue;
			await saveCommand(paths, {...command, state: 'cancelled'});
		}
	});
}

/* When the server serves: while the node is paused and it is wanted. */
import {setTimeout as sleep} from 'node:timers/promises';

/** What is served, and how one knows. */
export interface Duty {
	/** Whether the node is still held. */
	isPaused(): Promise<boolean>;
	/** Whether the server is wanted: `unless`, when sshd does not come in the time that it has. */
	isWanted(): Promise<'yes' | 'unless' | 'no'>;
	/** Start to serve. */
	start(): Promise<Service>;
	/** Ends the duty, e.g. for SIGTERM. */
	readonly stop: AbortSignal;
	readonly times: DutyTimes;
}

/** A server at work. */
export interface Service {
	readonly sessions: number;
	close(): Promise<void>;
}

/** Milliseconds. */
export interface DutyTimes {
	/** How long sshd may take to come. */
	readonly patience: number;
	/** Between two looks in that time. */
	readonly soon: number;
	/** Between two looks afterwards. */
	readonly later: number;
	/** Between two looks whether the node is still paused. */
	readonly poll: number;
}

export const standardTimes: DutyTimes = {patience: 30_000, soon: 1000, later: 60_000, poll: 500};

/**
 * Serve for as long as there is a reason to: the node is paused and the server is wanted, or a session is left. A server
 * that is not wanted any more stays until its sessions have ended.
 *
 * @throws what `start` throws.
 */
export async function onDuty({isPaused, isWanted, start, stop, times}: Duty): Promise<void> {
	const begin = performance.now();
	let service: Service | undefined;
	let nextLook = begin;
	try {
		while (!stop.aborted) {
			const isIdle = (service?.sessions ?? 0) === 0;
			if (isIdle && !(await isPaused())) return;
			if (performance.now() >= nextLook && isIdle) {
				const wanted = await isWanted();
				const isEarly = performance.now() - begin < times.patience;
				nextLook = performance.now() + (isEarly && wanted === 'unless' ? times.soon : times.later);
				if (wanted === 'no') {
					await service?.close();
					service = undefined;
				} else if (wanted === 'yes' || !isEarly) service ??= await start();
			}
			await sleep(times.poll, undefined, {signal: stop}).catch(() => undefined);
		}
	} finally {
		await service?.close();
	}
}

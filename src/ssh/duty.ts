/* When the server serves: while the node is paused and it is wanted. */
import {setTimeout} from 'node:timers/promises';

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
	/** That of the machine by default. */
	readonly clock?: DutyClock;
}

/** What a duty goes by. */
export interface DutyClock {
	/** Milliseconds since some fixed moment; never steps. */
	now(): number;
	/** Resolves after so many milliseconds, or at once when the signal comes. */
	sleep(duration: number, stop: AbortSignal): Promise<void>;
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

const machineClock: DutyClock = {
	now: () => performance.now(),
	sleep: (duration, signal) => setTimeout(duration, undefined, {signal}).catch(() => undefined),
};

/**
 * Serve for as long as there is a reason to: the node is paused and the server is wanted, or a session is left. A server
 * that is not wanted any more stays until its sessions have ended.
 *
 * @throws what `start` throws.
 */
export async function onDuty({isPaused, isWanted, start, stop, times, clock = machineClock}: Duty): Promise<void> {
	const begin = clock.now();
	let service: Service | undefined;
	let nextLook = begin;
	try {
		while (!stop.aborted) {
			const isIdle = (service?.sessions ?? 0) === 0;
			if (isIdle && !(await isPaused())) return;
			if (clock.now() >= nextLook && isIdle) {
				const wanted = await isWanted();
				const isEarly = clock.now() - begin < times.patience;
				nextLook = clock.now() + (isEarly && wanted === 'unless' ? times.soon : times.later);
				if (wanted === 'no') {
					await service?.close();
					service = undefined;
				} else if (wanted === 'yes' || !isEarly) service ??= await start();
			}
			await clock.sleep(times.poll, stop);
		}
	} finally {
		await service?.close();
	}
}

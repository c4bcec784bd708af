import type {Finding} from './console/snapshot.js';

/** A service as the init system sees it. */
export interface ServiceState {
	readonly name: string;
	readonly state: 'starting' | 'active' | 'failed';
}

/** Names of units, sorted. */
export interface Rehearsal {
	readonly runs: readonly string[];
	readonly waits: readonly string[];
}

/** What umm needs of an init system. One folder in `backends/` for each (design.md, Backends). */
export interface Backend {
	/** e.g. `systemd`. */
	readonly name: string;
	/** The line of `umm status` for scripts (design.md, The compatibility contract). @throws UmmError (system) */
	status(): Promise<string>;
	/** Ask for a clean reboot; returns once the init system has taken it on. @throws UmmError (system) */
	reboot(): Promise<void>;
	/** Call off a reboot that has not begun. @throws UmmError (system) */
	cancelReboot(): Promise<void>;
	/**
	 * Leave MM through the gate, which withdraws the request first.
	 *
	 * @param how `force` resumes also when what sent the boot into emergency mode still fails.
	 * @throws UmmError (state), (refused) when it still fails, (system)
	 */
	leave(how: 'resume' | 'force' | 'reboot'): Promise<void>;
	/** Whether the node is shutting down. */
	isGoingDown(): Promise<boolean>;
	/** Whether the ordinary default target is reached. */
	isOperational(): Promise<boolean>;
	/** Names of units or services that failed. */
	failedUnits(): Promise<readonly string[]>;
	/** The services of the node that run, start or have failed; for following a boot that goes on. */
	services(): Promise<readonly ServiceState[]>;
	/** Why a boot could not be held on this node, or undefined. */
	obstacle(): Promise<string | undefined>;
	/** Have the queue of scheduled commands run, if it does not. @throws UmmError (system) */
	startQueue(): Promise<void>;
	/** Run one scheduled command as a unit of its own, until it has ended. */
	startRun(id: number): Promise<void>;
	/** End a running command: SIGTERM, later SIGKILL. @throws UmmError (system) */
	stopRun(id: number): Promise<void>;
	/**
	 * Wire umm into the init system or out of it, and have it read its files again.
	 *
	 * @returns a line for each piece that is or would be touched.
	 * @throws UmmError (refused) when something of somebody else's is in its place: nothing was changed; (state), (system)
	 */
	wire(verb: 'install' | 'uninstall', options: {dryRun: boolean}): Promise<readonly string[]>;
	/**
	 * What a held boot of this node would start and what it would leave until it goes on, from the node's own units.
	 *
	 * @throws UmmError (system)
	 */
	rehearse?(): Promise<Rehearsal>;
	/** Prove on the live system that each piece is in place. */
	examine(): Promise<readonly Finding[]>;
}

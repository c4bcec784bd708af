import type {Finding} from './console/snapshot.js';

/** One file or link that `umm install` makes and `umm uninstall` removes. */
export interface WiringStep {
	/** The link's path. */
	readonly path: string;
	/** What it points to. */
	readonly target: string;
	readonly why: string;
}

/** A service as the init system sees it. */
export interface ServiceState {
	readonly name: string;
	readonly state: 'starting' | 'active' | 'failed';
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
	/** Leave MM through the gate, which withdraws the request first. @throws UmmError (state, system) */
	leave(how: 'resume' | 'reboot'): Promise<void>;
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
	/** The links that wire umm into the init system. */
	wiring(): readonly WiringStep[];
	/** Have the init system read its files again, where it runs. */
	reload(): Promise<void>;
	/** Prove on the live system that each piece is in place. */
	examine(): Promise<readonly Finding[]>;
}

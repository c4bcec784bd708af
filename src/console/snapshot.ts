import type {NodeState} from '../machine/state.js';
import type {ScheduledCommand} from '../schedule.js';

/** All that the console draws; made anew at each poll, never changed. Times are milliseconds since the epoch. */
export interface Snapshot {
	readonly host: string;
	readonly state: NodeState;
	/** When the present state began; undefined when it is not known. */
	readonly since?: number;
	readonly now: number;
	/** Why the node is paused; undefined when it is not. */
	readonly why?: Why;
	readonly commands: readonly ScheduledCommand[];
	/** Things that umm could not read or believe, one sentence each. */
	readonly warnings: readonly string[];
}

/** Why a node is paused: one sentence, then what it rests on. */
export interface Why {
	readonly sentence: string;
	/** One line each, e.g. `boot 3f2a… · ended uncleanly · lived 41 s`. */
	readonly evidence: readonly string[];
	/** Milliseconds since the epoch at which the administrator expected to be done (`--for`). */
	readonly until?: number;
	/** What held the boot; the safe next step follows from it. */
	readonly held?: 'request' | 'counter' | 'word';
}

/** What the console can do. Each action's lines are shown as they come; it throws UmmError when it fails. */
export interface ConsoleActions {
	/** Let the held boot go on; hooks first. */
	resume(progress: (line: string) => void): Promise<void>;
	/** Reboot the node cleanly, back to operational; hooks first. */
	reboot(progress: (line: string) => void): Promise<void>;
	/** What a confirmation of an action says will happen, a sentence each. */
	consequences(action: 'resume' | 'reboot' | 'shell'): Promise<readonly string[]>;
}

/** A piece of a run's output: raw bytes as the command wrote them. */
export interface OutputChunk {
	/** Milliseconds since the epoch. */
	readonly time: number;
	readonly stream: 'stdout' | 'stderr';
	readonly bytes: Uint8Array;
}

/** Where the console gets its snapshots and output from. */
export interface ConsoleSource {
	snapshot(): Promise<Snapshot>;
	/** The output of a run as it comes, from its last `tail` bytes on, until the signal aborts. */
	output(id: number, options: {tail: number; signal: AbortSignal}): AsyncIterable<OutputChunk>;
}

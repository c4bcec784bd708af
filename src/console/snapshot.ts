import type {NodeState} from '../machine/state.js';
import type {ScheduledCommand} from '../schedule.js';
import type {Boot, Held} from '../state/ledger.js';
import type {Requester} from '../state/requester.js';

export type {Boot};

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
	/** Seconds that a boot must live after its release to be healthy. */
	readonly window?: number;
	/** The ledger, newest boot first. */
	readonly boots?: readonly Boot[];
	/** Who else has a console open now. */
	readonly others?: readonly Session[];
	/** What was done of late, newest first. */
	readonly audit?: readonly AuditEntry[];
	/** Things that umm could not read or believe, one sentence each. */
	readonly warnings: readonly string[];
}

/** A console that somebody has open. */
export interface Session {
	/** Unique on the node. */
	readonly id: string;
	readonly by: Requester;
	/** Milliseconds since the epoch. */
	readonly since: number;
	/** What was done last on it, e.g. `looked at command 3`, and when. */
	readonly last?: {readonly what: string; readonly time: number};
}

/** One action that somebody took (docs/internals.md, Audit log). */
export interface AuditEntry {
	/** Milliseconds since the epoch. */
	readonly time: number;
	readonly by: Requester;
	/** What was done, e.g. `off reboot`, `command 3: cancel`, `console opened`. */
	readonly action: string;
	/** More of it in one line, e.g. the command's text or why it failed. */
	readonly detail?: string;
	readonly outcome: 'done' | 'refused' | 'failed';
}

/** How the node is, for the pane Node. Every list may be empty, every number absent where the kernel does not tell. */
export interface NodeReport {
	readonly kernel: string;
	/** E.g. `systemd 252`. */
	readonly init: string;
	/** Seconds since power-on. */
	readonly uptime: number;
	/** Of 1, 5 and 15 minutes (proc_loadavg(5)), and the number of processors. */
	readonly load: readonly [number, number, number];
	readonly cpus: number;
	/** Bytes (proc_meminfo(5)). */
	readonly memory: {readonly total: number; readonly available: number};
	readonly interfaces: readonly NetworkInterface[];
	/** E.g. `192.0.2.1 dev eth0`. */
	readonly defaultRoutes: readonly string[];
	/** Fingerprints as ssh-keygen(1) -l prints them: `SHA256:...`. */
	readonly hostKeys: readonly {readonly type: string; readonly fingerprint: string}[];
	readonly disks: readonly Disk[];
	/** The command that reaches the node by ssh, where it is not the usual one. */
	readonly ssh?: string;
}

/** A network interface; loopback is left out. */
export interface NetworkInterface {
	readonly name: string;
	/** operstate of the kernel: `up`, `down`, `unknown` and so on. */
	readonly link: string;
	/** With prefix length, e.g. `192.0.2.7/24`. */
	readonly addresses: readonly string[];
}

/** A mounted filesystem that keeps files on a disk. */
export interface Disk {
	readonly mount: string;
	/** Bytes, as df(1) counts. */
	readonly size: number;
	readonly used: number;
	/** Share that is used, 0 to 1, of what is not reserved; and of the inodes. */
	readonly full: number;
	readonly inodesFull?: number;
}

/** Why a node is paused: one sentence, then what it rests on. */
export interface Why {
	readonly sentence: string;
	/** One line each, e.g. `boot 3f2a… · ended uncleanly · lived 41 s`. */
	readonly evidence: readonly string[];
	/** Milliseconds since the epoch at which the administrator expected to be done (`--for`). */
	readonly until?: number;
	/** What held the boot; the safe next step follows from it. */
	readonly held?: Exclude<Held, 'no'>;
}

/** A maintenance mode that is to be entered. */
export interface MaintenancePlan {
	readonly reason: string;
	/** Seconds from now at which the administrator expects to be done. */
	readonly expected?: number;
	/** What is to run there one after the other, each by /bin/sh -c. */
	readonly commands: readonly string[];
	/** What comes when every command has succeeded. */
	readonly afterwards: 'stay' | 'off' | 'reboot';
}

/** One key of the configuration. */
export interface Setting {
	readonly key: string;
	readonly value: string;
	readonly default: string;
	readonly meaning: string;
	/** What is wrong with the value in the file; the default holds then. */
	readonly fault?: string;
}

/** What a check of `umm doctor` found. */
export interface Finding {
	readonly check: string;
	readonly result: 'ok' | 'warning' | 'broken';
	readonly message: string;
	/** What to do about it. */
	readonly hint?: string;
}

/** What the console can do. Each action's lines are shown as they come; it throws UmmError when it fails. */
export interface ConsoleActions {
	/** Let the held boot go on; hooks first. */
	resume(progress: (line: string) => void): Promise<void>;
	/** Reboot the node cleanly, back to operational; hooks first. */
	reboot(progress: (line: string) => void): Promise<void>;
	/** Reboot the node into maintenance mode; hooks first. */
	maintenance?(plan: MaintenancePlan, progress: (line: string) => void): Promise<void>;
	/** Withdraw the request for maintenance mode, before the reboot. */
	withdraw?(progress: (line: string) => void): Promise<void>;
	enable?(): Promise<void>;
	disable?(): Promise<void>;
	/** Pull the plug of a simulated node, and switch it on again. */
	cutPower?(): Promise<void>;
	/** Set a key of the configuration. */
	set?(key: string, value: string): Promise<void>;
	/** What a confirmation of an action says will happen, a sentence each. */
	consequences(action: Confirmed, plan?: MaintenancePlan): Promise<readonly string[]>;
	/** What can be done with commands; each throws UmmError when the state of the command does not allow it. */
	readonly commands?: CommandActions;
}

/** The actions whose consequences only the node knows. */
export type Confirmed = 'resume' | 'reboot' | 'shell' | 'maintenance' | 'withdraw' | 'enable' | 'disable';

/** What the console can do with scheduled commands. */
export interface CommandActions {
	/** Store a command at the end of the list; on a paused node it runs. @returns its number. */
	add(command: string): Promise<number>;
	/** Change a command that has not run. */
	edit(id: number, command: string): Promise<void>;
	/** Exchange a command that has not run with the waiting one before or behind it. */
	move(id: number, where: 'up' | 'down'): Promise<void>;
	/** A command that has not run will not run. */
	cancel(id: number): Promise<void>;
	/** End a command that runs: TERM, then KILL after some seconds. */
	stop(id: number): Promise<void>;
	/** Store a copy of a command that has ended, to run again. @returns its number. */
	again(id: number): Promise<number>;
	/** Write the output of a run, as raw bytes, to a new file. @returns its path. */
	save(id: number): Promise<string>;
}

/** A piece of a run's output: raw bytes as the command wrote them. */
export interface OutputChunk {
	/** Milliseconds since the epoch. */
	readonly time: number;
	readonly stream: 'stdout' | 'stderr';
	readonly bytes: Uint8Array;
	/** There is output before it that was not asked for (`tail`). */
	readonly isCut?: true;
}

/** Where the console gets its snapshots and output from. */
export interface ConsoleSource {
	snapshot(): Promise<Snapshot>;
	/** The output of a run as it comes, from its last `tail` bytes on, until the signal aborts. */
	output(id: number, options: {tail: number; signal: AbortSignal}): AsyncIterable<OutputChunk>;
	/** How the node is now. */
	node?(): Promise<NodeReport>;
	/** The configuration, key by key. */
	settings?(): Promise<readonly Setting[]>;
	/** What `umm doctor` finds; may take a second. */
	findings?(): Promise<readonly Finding[]>;
	/** What was kept of a boot that ended uncleanly: each kind, e.g. `journal`, with its text. */
	evidence?(boot: string): Promise<readonly {readonly kind: string; readonly text: string}[]>;
}

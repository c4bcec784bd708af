import type {Readable} from 'node:stream';
import type {Permit} from './authorise.js';
import type {ChannelOutput} from './channel-output.js';
import type {FaultScope} from './faults.js';
import type {TerminalChannel} from './terminal-channel.js';

/** Somebody who has logged in. */
export interface Login {
	readonly user: string;
	/** Address of the client. */
	readonly peer: string;
	readonly permit: Permit;
}

/** One session of a connection, from the client's request on. */
export interface Session {
	/** Unique in the process. */
	readonly id: number;
	readonly login: Login;
	/** What was asked to be run, or what the key is bound to; absent: whatever there is to log in to. */
	readonly command?: string;
	/** TERM, LANG and LC_* of the client; SSH_CONNECTION; SUDO_USER for another user than the one who runs the server. */
	readonly env: Readonly<Record<string, string>>;
	/** Absent when the client asked for none. */
	readonly terminal?: TerminalChannel;
	/** What the client types or pipes. */
	readonly input: Readable;
	readonly output: ChannelOutput;
	/** The client has gone, or has to. */
	readonly gone: AbortSignal;
	readonly scope: FaultScope;
}

/** Serves a session. @returns its exit status. @throws UmmError for the client; anything else is a fault. */
export type Handler = (session: Session) => Promise<number>;

/** Something around a handler. */
export type Middleware = (next: Handler) => Handler;

/** One handler of many, the first of them outermost. */
export function chain(...[...around]: readonly [...Middleware[]]): (handler: Handler) => Handler {
	return (handler) => around.reduceRight((next, wrap) => wrap(next), handler);
}

/* One connection: its login, its sessions, its end. */
import type {Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Connection as Client, Session as Ssh2Session} from 'ssh2';
import {networkOf, plainAddress} from './addresses.js';
import {authentication} from './authenticate.js';
import type {Authorise} from './authorise.js';
import type {ChannelOutput} from './channel-output.js';
import type {Limits} from './limits.js';
import {type Log, quoted} from './log.js';
import {type Begun, takeRequests} from './requests.js';
import type {Handler, Login} from './session.js';
import type {Stranger} from './startups.js';

/** Milliseconds that a client has to close a connection that is over. */
const patience = 1000;

/** What all connections of a server have in common. */
export interface Shared {
	readonly authorise: Authorise;
	readonly handler: Handler;
	readonly log: Log;
	/** For what a flood of connections does by the hundred. */
	readonly logSparingly: Log;
	readonly limits: Limits;
}

/** One connection. */
export class Connection implements Stranger {
	/** Settles when the socket is closed and every session has ended. */
	readonly closed: Promise<void>;
	readonly network: string;
	readonly #socket: Socket;
	readonly #shared: Shared;
	readonly #peer: string;
	/** As in SSH_CONNECTION (ssh(1), ENVIRONMENT). */
	readonly #ends: string;
	readonly #gone = new AbortController();
	/** Sessions that are served, each with what asks it to end, and its output. */
	readonly #running = new Map<Promise<void>, {readonly leave: () => void; readonly output: ChannelOutput}>();
	/** Channels that are open, served or not. */
	readonly #channels = new Set<Ssh2Session>();
	#client: Client | undefined;
	#login: Login | undefined;
	#timer: NodeJS.Timeout;
	#problem = '';
	/** The handshake is over. */
	#hasKeys = false;
	#isCrowdedOut = false;

	constructor(socket: Socket, shared: Shared) {
		this.#socket = socket;
		this.#shared = shared;
		const {remoteAddress = '', remotePort, localAddress = '', localPort} = socket;
		this.#peer = plainAddress(remoteAddress);
		this.network = networkOf(this.#peer);
		this.#ends = `${this.#peer} ${remotePort} ${plainAddress(localAddress)} ${localPort}`;
		this.#timer = setTimeout(() => {
			this.#problem = ': it took too long to log in';
			socket.destroy();
		}, shared.limits.loginGrace);
		const {promise, resolve} = Promise.withResolvers<void>();
		this.closed = promise;
		socket.once('close', () => {
			clearTimeout(this.#timer);
			this.#gone.abort();
			const who = this.#login ? `the connection of ${this.#login.user} from` : 'a connection without login from';
			const log = this.#isCrowdedOut ? shared.logSparingly : shared.log;
			log(`${who} ${this.#peer} ended${this.#problem}`);
			void Promise.allSettled(this.#running.keys()).then(() => resolve());
		});
	}

	/** Whether it may still log in. */
	get isStranger(): boolean {
		return this.#login === undefined && !this.#socket.destroyed;
	}

	get progress(): Stranger['progress'] {
		if (this.#hasKeys) return 2;
		return this.#socket.bytesRead > 0 ? 1 : 0;
	}

	/** Sessions that have not ended. */
	get sessions(): number {
		return this.#running.size;
	}

	/** Take what ssh2 makes of the socket. */
	attach(client: Client): void {
		const {authorise, log, limits} = this.#shared;
		const peer = this.#peer;
		this.#client = client;
		client.once('handshake', () => {
			this.#hasKeys = true;
		});
		client.on('error', (error: Error) => {
			this.#problem = `: ${quoted(error.message)}`;
			this.#dismiss();
		});
		client.on(
			'authentication',
			authentication({
				authorise,
				peer,
				attempts: limits.attempts,
				log,
				loggedIn: (user, permit) => {
					this.#login = {user, peer, permit};
				},
				tooMany: () => {
					this.#problem = ': too many keys were tried';
					this.#dismiss();
				},
			}),
		);
		client.once('ready', () => this.#expectSession());
		client.on('session', (accept, reject) => {
			if (this.#channels.size >= limits.sessionsEach) return reject();
			return this.#prepare(accept());
		});
		const refuse = (what: string) => (_accept: unknown, reject?: () => void) => {
			log(`refused ${this.#login?.user} from ${peer}: ${what}`);
			reject?.();
		};
		client.on('tcpip', refuse('port forwarding'));
		client.on('openssh.streamlocal', refuse('socket forwarding'));
		client.on('request', refuse('forwarding'));
	}

	/** End it for others that have come, at once. */
	crowdOut(): void {
		this.#isCrowdedOut = true;
		this.#problem = ': too many have not logged in';
		this.#socket.destroy();
	}

	/** End it: every session first, which gives terminals back. A client that does not take what it is sent is not waited for. */
	async end(why: string): Promise<void> {
		this.#problem = `: ${why}`;
		for (const {leave} of this.#running.values()) leave();
		const late = setTimeout(() => {
			if ([...this.#running.values()].some(({output}) => output.isWaiting)) this.#socket.destroy();
		}, patience);
		await Promise.allSettled(this.#running.keys());
		clearTimeout(late);
		// ssh(1) ends with its last session; told to, it would throw away what it has not shown yet.
		if (this.#channels.size > 0) await Promise.race([this.closed, sleep(patience)]);
		this.#dismiss();
		await this.closed;
	}

	/* Politely, then not: a peer that is gone never closes. */
	#dismiss(): void {
		this.#client?.end();
		this.#socket.end();
		setTimeout(() => this.#socket.destroy(), patience).unref();
	}

	/* A connection that nobody uses is ended. */
	#expectSession(): void {
		clearTimeout(this.#timer);
		if (this.#running.size > 0) return;
		this.#timer = setTimeout(() => {
			this.#problem = ': it was idle';
			this.#dismiss();
		}, this.#shared.limits.idle);
	}

	#prepare(session: Ssh2Session): void {
		const login = this.#login as Login;
		const {log} = this.#shared;
		this.#channels.add(session);
		session.on('close', () => this.#channels.delete(session));
		takeRequests(session, {
			login,
			socket: this.#socket,
			ends: this.#ends,
			log,
			begin: (begun) => this.#serve(begun),
		});
	}

	#serve({session, channel, gone}: Begun): void {
		const {terminal, output} = session;
		clearTimeout(this.#timer);
		const lost = () => gone.abort();
		gone.signal.addEventListener('abort', () => terminal?.destroy());
		this.#gone.signal.addEventListener('abort', lost);
		if (this.#gone.signal.aborted) lost();
		channel.on('error', () => undefined);
		const running = Promise.resolve(session)
			.then(this.#shared.handler)
			.then(async (status) => {
				// After what it wrote.
				await output.write('');
				channel.exit(status);
			})
			.finally(() => {
				channel.end();
				// Without a reader ssh2 never says 'close', and the channel would stay.
				channel.resume();
				this.#gone.signal.removeEventListener('abort', lost);
				this.#running.delete(running);
				if (!this.#gone.signal.aborted) this.#expectSession();
			});
		this.#running.set(running, {leave: terminal ? () => terminal.hangUp() : lost, output});
	}
}

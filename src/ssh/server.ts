/* The embedded ssh server: the way in when sshd is broken (design.md, Login). */
import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import ssh2 from 'ssh2';
import {messageOf, UmmError} from '../errors.js';
import type {Authorise} from './authorise.js';
import {Connection} from './connection.js';
import {watchFaults} from './faults.js';
import {type HostKey, offeredAs} from './host-keys.js';
import {byKind, type Kinds} from './kinds.js';
import {type Limits, standardLimits} from './limits.js';
import {type Log, oneLine, sparing} from './log.js';
import {guarded, limited, logged} from './middleware.js';
import {serverName} from './server-name.js';
import {chain} from './session.js';
import {crowdedOut} from './startups.js';

export interface ServerOptions extends Kinds {
	/** TCP port; 0: one that is free. */
	readonly port: number;
	/** Address to listen on; absent: all. */
	readonly host?: string;
	/** At least one. */
	readonly hostKeys: readonly HostKey[];
	readonly authorise: Authorise;
	/** Takes one line for each login, refusal and end; none holds a key or a secret. */
	readonly log: Log;
	readonly limits?: Partial<Limits>;
}

/** A server that listens. */
export interface SshServer {
	readonly port: number;
	/** Sessions that have not ended; one whose client is gone ends when the action that it began has. */
	readonly sessions: number;
	/** Connections, logged in or not. */
	readonly connections: number;
	/** Take no more connections and end all sessions. @returns when all are gone; what was begun is waited for. */
	close(): Promise<void>;
}

/**
 * As sshd has them by default, without SHA-1, and less: no compression, which works on what strangers send; no
 * Diffie-Hellman but with elliptic curves, since a stranger could have the whole process compute with 8192 bits.
 */
const algorithms = {
	kex: [
		'curve25519-sha256',
		'curve25519-sha256@libssh.org',
		'ecdh-sha2-nistp256',
		'ecdh-sha2-nistp384',
		'ecdh-sha2-nistp521',
	],
	hmac: {remove: ['hmac-sha1', 'hmac-sha1-etm@openssh.com'], append: [], prepend: []},
	compress: ['none'],
} satisfies ssh2.Algorithms;

/**
 * Start the server in this process. Many sessions share it; nothing of one reaches another, and a fault in one ends that
 * one alone.
 *
 * @returns once it listens.
 * @throws UmmError (system) when it can't listen there.
 */
export async function startServer({port, host, hostKeys, ...options}: ServerOptions): Promise<SshServer> {
	const log = oneLine(options.log);
	const limits = {...standardLimits, ...options.limits};
	const handler = chain(logged(log), guarded(log), limited(limits.sessions))(byKind(options, limits.idle));
	const shared = {authorise: options.authorise, handler, log, logSparingly: sparing(log), limits};
	const connections = new Set<Connection>();
	const sockets = new WeakMap<Socket, Connection>();

	const ssh = new ssh2.Server({
		hostKeys: hostKeys.flatMap(offeredAs),
		ident: serverName,
		algorithms,
		keepaliveInterval: limits.alive,
		keepaliveCountMax: limits.aliveCount,
	});
	// By the socket itself: a client that breaks a connection off may come again from the same port before that is known.
	ssh.on('connection', (client) => sockets.get((client as unknown as {_sock: Socket})._sock)?.attach(client));

	// Not ssh2's own, which says nothing of a connection that sends nothing.
	const listener = createServer({noDelay: true}, (socket) => {
		// It has gone again.
		if (socket.remoteAddress === undefined) {
			socket.destroy();
			return;
		}
		const connection = new Connection(socket, shared);
		const strangers = [...connections].filter(({isStranger}) => isStranger);
		crowdedOut(connection.network, strangers, limits)?.crowdOut();
		connections.add(connection);
		sockets.set(socket, connection);
		void connection.closed.then(() => connections.delete(connection));
		ssh.injectSocket(socket);
	});
	try {
		listener.listen(host === undefined ? {port} : {port, host});
		await once(listener, 'listening');
	} catch (error) {
		throw new UmmError('system', `cannot listen on port ${port}: ${messageOf(error)}`, {cause: error});
	}
	listener.on('error', (error) => log(`the listening socket: ${error.message}`));
	const unwatch = watchFaults();
	// Ink listens to the process once for each console.
	process.setMaxListeners(process.getMaxListeners() + limits.sessions);

	return {
		port: (listener.address() as AddressInfo).port,
		get sessions() {
			return [...connections].reduce((sum, {sessions}) => sum + sessions, 0);
		},
		get connections() {
			return connections.size;
		},
		async close() {
			const closed = new Promise((resolve) => listener.close(resolve));
			await Promise.all([...connections].map((connection) => connection.end('the server ends')));
			await closed;
			unwatch();
			process.setMaxListeners(process.getMaxListeners() - limits.sessions);
		},
	};
}

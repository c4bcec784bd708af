/* The embedded ssh server: the way in when sshd is broken (design.md, Login). */
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import ssh2 from 'ssh2';
import {messageOf, UmmError} from '../errors.js';
import type {Authorise} from './authorise.js';
import {Connection} from './connection.js';
import {watchFaults} from './faults.js';
import type {HostKey} from './host-keys.js';
import {byKind, type Kinds} from './kinds.js';
import {type Limits, standardLimits} from './limits.js';
import {type Log, oneLine} from './log.js';
import {guarded, limited, logged} from './middleware.js';
import {serverName} from './server-name.js';
import {chain} from './session.js';

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

/** No MAC of SHA-1's, and no compression, which works on what strangers send. */
const algorithms = {
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
	const shared = {authorise: options.authorise, handler, log, limits};
	const connections = new Set<Connection>();
	/** By the client's address and port, since that is how ssh2 names them. */
	const sockets = new Map<string, Connection>();

	const ssh = new ssh2.Server({
		hostKeys: [...hostKeys],
		ident: serverName,
		algorithms,
		keepaliveInterval: limits.alive,
		keepaliveCountMax: limits.aliveCount,
	});
	ssh.on('connection', (client, {ip, port}) => sockets.get(`${ip} ${port}`)?.attach(client));

	// Not ssh2's own, which says nothing of a connection that sends nothing.
	const listener = createServer({noDelay: true}, (socket) => {
		const {remoteAddress, remotePort} = socket;
		const strangers = [...connections].filter(({isLoggedIn}) => !isLoggedIn).length;
		if (remoteAddress === undefined || strangers >= limits.startups) {
			log(`refused a connection from ${remoteAddress}: ${strangers} others have not logged in`);
			socket.destroy();
			return;
		}
		const key = `${remoteAddress} ${remotePort}`;
		const connection = new Connection(socket, shared);
		connections.add(connection);
		sockets.set(key, connection);
		socket.once('close', () => sockets.delete(key));
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

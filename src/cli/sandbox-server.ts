/* The embedded ssh server on a simulated node: the real one, on loopback, for a key that is made with the node. */
import {mkdir, writeFile} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import type {ConsoleActions} from '../console/snapshot.js';
import type {Paths} from '../paths.js';
import type {SshServer} from '../ssh/server.js';
import {runVerb, sessionConsole} from './ssh-session.js';

/** A server of a simulated node. */
export interface SandboxServer {
	/** The command that opens the console through it. */
	readonly command: string;
	close(): Promise<void>;
}

/**
 * Start it on a port that is free.
 *
 * @param env what processes of the simulated node have in their environment.
 * @param more actions that the node has beside those of every node.
 * @param log takes a line for each login, refusal and end.
 * @throws UmmError (system) when it can't listen.
 */
export async function serveSandbox(
	paths: Paths,
	env: Readonly<Record<string, string>>,
	more: Partial<ConsoleActions>,
	log: (line: string) => void,
): Promise<SandboxServer> {
	const [{newKey}, {startServer}] = await Promise.all([import('../ssh/new-key.js'), import('../ssh/server.js')]);
	const {uid, shell} = userInfo();
	const hostKey = newKey();
	const clientKey = newKey();
	const allowed = Buffer.from(clientKey.public.split(' ')[1] ?? '', 'base64');
	const account = {name: 'root', uid, home: paths.root, shell: shell ?? '/bin/sh'};
	const server: SshServer = await startServer({
		port: 0,
		host: '127.0.0.1',
		hostKeys: [hostKey.private],
		authorise: async (_user, {blob}) =>
			blob.equals(allowed) ? {account, pty: true} : 'the key is not the one of this simulated node',
		openConsole: (session, terminal) => sessionConsole(paths, session, terminal, log, more),
		runVerb: (words, session) => runVerb(words, session, env),
		log,
	});
	const directory = join(paths.root, 'ssh');
	const at = (name: string) => join(directory, name);
	await mkdir(directory, {mode: 0o700});
	await writeFile(at('key'), clientKey.private, {mode: 0o600});
	await writeFile(at('known_hosts'), `[127.0.0.1]:${server.port} ${hostKey.public}\n`);
	// A configuration, so that the command is short enough to be typed.
	const config = [
		'Host umm',
		'HostName 127.0.0.1',
		`Port ${server.port}`,
		'User root',
		`IdentityFile ${at('key')}`,
		'IdentitiesOnly yes',
		`UserKnownHostsFile ${at('known_hosts')}`,
	];
	await writeFile(at('config'), `${config.join('\n')}\n`);
	return {command: `ssh -F ${at('config')} umm`, close: () => server.close()};
}

/* The server alone, whose sessions a test can break. */
import {fileURLToPath} from 'node:url';
import type {Limits} from '../../../src/ssh/limits.js';
import type {Scope} from '../../backends/gate/node.js';
import {makeKey, ServerProcess, scratch, ssh, sshArguments, sshOnTerminal} from './client.js';

/** A process with the server and no node. */
export const fixture = fileURLToPath(new URL('fixtures/server.js', import.meta.url));

/** Start it, with a key that logs in as anybody. */
export async function open(t: Scope, limits: Partial<Limits> = {}, host = 'ed25519', client = 'ed25519') {
	const directory = await scratch(t);
	const key = await makeKey(directory, 'client', '-t', client);
	await makeKey(directory, 'host', '-t', host);
	const server = await ServerProcess.start(t, [fixture, directory, JSON.stringify(limits)], {});
	const to = (user: string, more: readonly string[] = []) => sshArguments(server.port, key, user, more);
	return {
		directory,
		key,
		server,
		to,
		run: (verb: string, input?: string) => ssh([...to('root'), verb], input),
		console: (user: string) => sshOnTerminal(t, to(user)),
		/** Sessions and connections but for this one; bytes that `endless` sessions got rid of. */
		async count() {
			const {stdout} = await ssh([...to('root'), 'count']);
			const [sessions = 0, connections = 0, written = 0] = stdout.split(' ').map(Number);
			return {sessions: sessions - 1, connections: connections - 1, written};
		},
	};
}

/* A simulated paused node that is served by the real `umm serve`. */
import {mkdir} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import type {Called, Scope} from '../../backends/gate/node.js';
import type {TestTerminal} from '../../ui/terminal.js';
import {CliNode, main} from '../cli/node.js';
import {makeKey, publicKey, ServerProcess, scratch, ssh, sshArguments, sshOnTerminal} from './client.js';

const own = `${process.geteuid?.() ?? 0}:${process.getegid?.() ?? 0}`;

/** A port of loopback on which nobody listens. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as {port: number};
	await new Promise((resolve) => server.close(resolve));
	return port;
}

export class SshNode {
	readonly cli: CliNode;
	server: ServerProcess;
	/** A private key that opens root; another that opens nothing. */
	readonly key: string;
	readonly stranger: string;

	private constructor(cli: CliNode, server: ServerProcess, key: string, stranger: string) {
		this.cli = cli;
		this.server = server;
		this.key = key;
		this.stranger = stranger;
	}

	/** @param options `before` the line of root's key; `conf` of umm; `program`: what node is called with for umm. */
	static async open(t: Scope, {before = '', conf = 'SSH_SERVE=always\n', program = [main]} = {}): Promise<SshNode> {
		const cli = await CliNode.paused(t);
		const {node} = cli;
		const {root} = node.paths;
		const keys = await scratch(t);
		const key = await makeKey(keys, 'root');
		const stranger = await makeKey(keys, 'stranger');
		const passwd = [`root:x:${own}:root:/root:/bin/sh`, `anna:x:4321:4321::/home/anna:/bin/sh`, ''];
		await node.write(join(root, 'etc/passwd'), passwd.join('\n'));
		await node.write(join(root, 'etc/group'), 'sudo:x:27:anna\n');
		for (const home of ['root', 'home/anna']) {
			const path = join(root, home, '.ssh/authorized_keys');
			await node.write(path, `${before}${await publicKey(key)}\n`, 0o600);
		}
		await mkdir(join(root, 'etc/ssh'));
		await makeKey(join(root, 'etc/ssh'), 'ssh_host_ed25519_key');
		await node.conf(`SSH_PORT=${await freePort()}\n${conf}`);
		const server = await ServerProcess.start(t, [...program, 'serve'], node.env);
		return new SshNode(cli, server, key, stranger);
	}

	/** Have it served anew, as its host keys are now. */
	async restart(t: Scope): Promise<void> {
		await this.server.end();
		this.server = await ServerProcess.start(t, [main, 'serve'], this.cli.node.env);
	}

	/** Arguments of ssh(1) that lead here. */
	to({user = 'root', key = this.key, options = [] as readonly string[]} = {}): string[] {
		return sshArguments(this.server.port, key, user, options);
	}

	/** Call ssh(1) with a command. */
	ssh(command: string, how: Parameters<SshNode['to']>[0] = {}): Promise<Called> {
		// ssh(1) looks for options of its own behind the host, too.
		return ssh([...this.to(how), '--', command]);
	}

	/** Call ssh(1) without a command, on a terminal. */
	terminal(t: Scope, size: {columns?: number; rows?: number} = {}): TestTerminal {
		return sshOnTerminal(t, this.to(), size);
	}
}

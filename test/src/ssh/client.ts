/* A real OpenSSH client against umm's server, on loopback. */
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import type {Called, Scope} from '../../backends/gate/node.js';
import {TestTerminal} from '../../ui/terminal.js';
import {until} from '../runs/node.js';

/** A directory that is gone at the end of the test. */
export async function scratch(t: Scope): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'umm-ssh-'));
	t.teardown(() => rm(directory, {recursive: true, force: true}));
	return directory;
}

/** Make a key pair. @returns the path of the private key. */
export async function makeKey(directory: string, name: string, ...options: readonly string[]): Promise<string> {
	const path = join(directory, name);
	await execa('ssh-keygen', ['-q', '-t', 'ed25519', ...options, '-N', '', '-C', name, '-f', path]);
	return path;
}

/** The public key of a pair, as a line. */
export const publicKey = async (path: string) => (await readFile(`${path}.pub`, 'utf8')).trim();

/** A process that runs umm's server and logs to its standard error. */
export class ServerProcess {
	readonly port: number;
	readonly #child: ReturnType<typeof startServer>;
	readonly #said: () => string;

	private constructor(port: number, child: ReturnType<typeof startServer>, said: () => string) {
		this.port = port;
		this.#child = child;
		this.#said = said;
	}

	/** Start one and wait until it listens. */
	static async start(t: Scope, args: readonly string[], env: Readonly<Record<string, string>>): Promise<ServerProcess> {
		const child = startServer(args, env);
		let said = '';
		child.stderr.on('data', (chunk) => {
			said += chunk;
		});
		t.teardown(async () => {
			child.kill('SIGKILL');
			await child;
		});
		const port = await until(() => {
			if (child.nodeChildProcess.exitCode !== null) throw new Error(`it has ended: ${said}`);
			return /serves ssh on port (\d+)/.exec(said)?.[1];
		});
		return new ServerProcess(Number(port), child, () => said);
	}

	get log(): string {
		return this.#said();
	}

	get pid(): number {
		return this.#child.pid as number;
	}

	/** Megabytes that it has in memory (VmRSS, proc_pid_status(5)). */
	async resident(): Promise<number> {
		const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${this.pid}/status`, 'utf8')) ?? [];
		return Number(kilobytes) / 1024;
	}

	/** Wait for a line in the log. */
	logs(wanted: RegExp): Promise<RegExpExecArray> {
		return until(() => wanted.exec(this.log) ?? undefined).catch(() => {
			throw new Error(`${wanted} was not logged:\n${this.log}`);
		});
	}

	/** End it by a signal. @returns its exit status. */
	async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | undefined> {
		this.#child.kill(signal);
		return (await this.#child).exitCode;
	}

	/** Its exit status, once it ends by itself. */
	async ended(): Promise<number | undefined> {
		return (await this.#child).exitCode;
	}
}

function startServer(args: readonly string[], env: Readonly<Record<string, string>>) {
	const {PATH = ''} = process.env;
	return execa(process.execPath, args, {
		reject: false,
		stdin: 'ignore',
		buffer: false,
		extendEnv: false,
		env: {PATH, ...env},
	});
}

/** Arguments of ssh(1) that leave out all of this machine's own configuration. */
export function sshArguments(port: number, key: string, user = 'root', more: readonly string[] = []): string[] {
	const options = {
		BatchMode: 'yes',
		ConnectTimeout: '10',
		IdentitiesOnly: 'yes',
		IdentityAgent: 'none',
		LogLevel: 'ERROR',
		StrictHostKeyChecking: 'no',
		UserKnownHostsFile: '/dev/null',
	};
	const words = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
	return ['-F', '/dev/null', '-i', key, ...more, ...words, '-p', `${port}`, '-l', user, '127.0.0.1'];
}

/** Call ssh(1) to its end. */
export async function ssh(args: readonly string[], input?: string): Promise<Called> {
	const {exitCode, stdout, stderr} = await execa('ssh', args, {reject: false, timeout: 30_000, input: input ?? ''});
	return {status: exitCode ?? -1, stdout, stderr};
}

/** Call ssh(1) on a terminal. */
export function sshOnTerminal(
	t: Scope,
	args: readonly string[],
	size: {columns?: number; rows?: number} = {},
): TestTerminal {
	const quoted = args.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
	return TestTerminal.open(t, 'by-request', {...size, script: `ssh -tt ${quoted}; echo "ssh ended: $?"`});
}

import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import type {Readable, Writable} from 'node:stream';
import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';

/** A login by ssh that stays open: a shell on the node that takes its commands one after the other. */
export class Session implements Disposable {
	readonly #ssh: ChildProcessByStdio<Writable, Readable, Readable>;
	#said = '';

	private constructor(ssh: ChildProcessByStdio<Writable, Readable, Readable>) {
		this.#ssh = ssh;
		const take = (chunk: Buffer) => {
			this.#said += chunk.toString();
		};
		ssh.stdout.on('data', take);
		ssh.stderr.on('data', take);
		// Writing to a session that was cut is found out by the answer that does not come.
		ssh.stdin.on('error', () => undefined);
	}

	/** Log in. @throws when the shell does not answer. */
	static async open(node: Node, user = 'root'): Promise<Session> {
		const [file = '', ...args] = node.sshCommand({user});
		const session = new Session(spawn(file, [...args, 'exec sh'], {stdio: ['pipe', 'pipe', 'pipe']}));
		await session.run('true');
		return session;
	}

	/** Whether the ssh client is still there. */
	get open(): boolean {
		return this.#ssh.exitCode === null && this.#ssh.signalCode === null;
	}

	/**
	 * Run a command in the session's shell.
	 *
	 * @returns what it printed.
	 * @throws when it fails, or the session is gone.
	 */
	async run(command: string): Promise<string> {
		const mark = randomBytes(8).toString('hex');
		const end = new RegExp(`${mark} (\\d+)\\n`);
		const start = this.#said.length;
		this.#ssh.stdin.write(`${command}\nprintf '${mark} %s\\n' $?\n`);
		const [, status] = await until(
			() => {
				if (!this.open) throw new Error(`the session has ended: ${this.#said}`);
				return end.exec(this.#said.slice(start));
			},
			{timeout: 60, what: `the session answers ${command}`},
		);
		const said = this.#said.slice(start).replace(end, '').trimEnd();
		if (status !== '0') throw new Error(`${command}: exit status ${status}: ${said}`);
		return said;
	}

	/** End it as a user does. @returns the ssh client's exit status. */
	async end(): Promise<number | null> {
		this.#ssh.stdin.end();
		await until(() => !this.open, {timeout: 60, what: 'the session ends'});
		return this.#ssh.exitCode;
	}

	[Symbol.dispose](): void {
		this.#ssh.kill('SIGKILL');
	}
}

/* Programs in a pty, and what they take. */
import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {type IPty, spawn} from 'node-pty';

/** A program in a pty whose other end only reads. */
export class Line implements Disposable {
	readonly pty: IPty;
	readonly exited: Promise<unknown>;
	bytes = 0;
	#seen = '';
	#wanted: {readonly text: string; found(): void} | undefined;

	constructor(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
		this.pty = spawn(file, [...args], {
			cols: 80,
			rows: 24,
			name: 'xterm-256color',
			env: {PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', NODE_ENV: 'production', ...env},
		});
		this.pty.onData((data) => this.#take(data));
		this.exited = new Promise((resolve) => this.pty.onExit(resolve));
	}

	/** Wait for a text in what is written from now on. */
	async sees(text: string): Promise<void> {
		this.#seen = '';
		const found = new Promise<void>((resolve) => {
			this.#wanted = {text, found: resolve};
		});
		const late = AbortSignal.timeout(60_000);
		const failed = new Promise<never>((_, reject) => {
			late.addEventListener('abort', () => reject(new Error(`'${text}' did not come`)));
			void this.exited.then(() => reject(new Error(`it ended before '${text}' came`)));
		});
		failed.catch(() => undefined);
		await Promise.race([found, failed]);
	}

	/** Bytes that come until nothing has come for 200 ms. */
	async settles(): Promise<number> {
		const before = this.bytes;
		for (let last = -1; last !== this.bytes; await sleep(200)) last = this.bytes;
		return this.bytes - before;
	}

	[Symbol.dispose](): void {
		this.pty.kill('SIGKILL');
	}

	#take(data: string): void {
		this.bytes += data.length;
		if (this.#wanted === undefined) return;
		this.#seen = this.#seen.slice(-this.#wanted.text.length) + data;
		if (!this.#seen.includes(this.#wanted.text)) return;
		this.#wanted.found();
		this.#wanted = undefined;
	}
}

/** Milliseconds that something takes. */
export async function time(action: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await action();
	return performance.now() - start;
}

/** Megabytes that a process had in memory at its peak (VmHWM, proc_pid_status(5)). */
export async function peak(pid: number): Promise<number> {
	const text = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmHWM:\s+(\d+)/m.exec(text)?.[1]) / 1024;
}

import xterm from '@xterm/headless';
import {spawn} from 'node-pty';
import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';

/** What keys send (xterm's ctlseqs). */
const enter = '\r';
export const ctrlD = '\x04';

export interface TerminalOptions {
	readonly columns?: number;
	readonly rows?: number;
	/** `xterm-256color` by default. */
	readonly term?: string;
	readonly user?: string;
	/** 22 by default. */
	readonly port?: number;
	/** A command for ssh instead of the login shell. */
	readonly command?: string;
}

/** What a terminal hangs on: node-pty's IPty, or a line to the machine itself. */
export interface Line {
	write(keys: string): void;
	onData(listener: (data: string) => void): void;
	onExit(listener: (exit: {exitCode: number}) => void): void;
	kill(signal?: string): void;
}

/** A real terminal: a line, mostly a login by ssh in a pty, and an emulator that draws what comes. */
export class Terminal implements Disposable {
	readonly #line: Line;
	readonly #emulator: xterm.Terminal;
	#exit: {exitCode: number} | undefined;
	/** All that came. */
	raw = '';

	/** @param line to what the emulator shows. */
	constructor(line: Line, columns = 80, rows = 24) {
		this.#line = line;
		this.#emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
		line.onData((data) => {
			this.raw += data;
			this.#emulator.write(data);
		});
		this.#emulator.onData((data) => line.write(data));
		line.onExit((exit) => {
			this.#exit = exit;
		});
	}

	/** Log in by ssh. */
	static open(
		node: Node,
		{columns = 80, rows = 24, term = 'xterm-256color', user, port, command}: TerminalOptions = {},
	): Terminal {
		const [file = '', ...args] = node.sshCommand({user, port, tty: true});
		const pty = spawn(file, command === undefined ? args : [...args, command], {
			cols: columns,
			rows,
			name: term,
			env: {PATH: process.env['PATH'] ?? '', TERM: term},
		});
		return new Terminal(pty, columns, rows);
	}

	/** The rows of the screen, and on the ordinary screen also what has scrolled off it. */
	text(): string {
		const {active} = this.#emulator.buffer;
		const rows = Array.from({length: active.length}, (_, row) => {
			const line = active.getLine(row);
			const goesOn = active.getLine(row + 1)?.isWrapped === true;
			return `${line?.translateToString(!goesOn) ?? ''}${goesOn ? '' : '\n'}`;
		});
		return rows.join('').trimEnd();
	}

	/** The text in one line, with single spaces and without the frames of dialogs: what a sentence says. */
	words(): string {
		return this.text().replaceAll(/[\s│]+/g, ' ');
	}

	/** Whether a full-screen program has the screen. */
	get fullScreen(): boolean {
		return this.#emulator.buffer.active.type === 'alternate';
	}

	/** Wait until the screen says something. @throws with the screen, when it does not. */
	async sees(wanted: RegExp, timeout = 60): Promise<void> {
		const said = () => wanted.test(this.words()) || this.#exit !== undefined;
		await until(said, {timeout, what: `${wanted} on the screen`}).catch((error: Error) => {
			throw new Error(`${error.message}\n${this.text()}`);
		});
		if (!wanted.test(this.words())) throw new Error(`ended before ${wanted} was on the screen\n${this.text()}`);
	}

	/** Press keys. */
	types(keys: string): void {
		this.#line.write(keys);
	}

	/**
	 * Type a line to a shell, once it has a prompt: what is typed before is read by whatever ends or begins just then.
	 *
	 * @returns where that prompt is.
	 */
	async tells(command: string): Promise<number> {
		const at = await this.#prompt(-1);
		this.types(`${command}${enter}`);
		return at;
	}

	/** Type a line to a shell, and wait for its next prompt. @throws when the answer is not on the screen then. */
	async does(command: string, answer: RegExp): Promise<void> {
		await this.#prompt(await this.tells(command));
		await this.sees(answer);
	}

	/** Leave the console by keys. */
	async leaves(): Promise<void> {
		this.types('q');
		await this.sees(/Leave the console\?.*session ends/);
		this.types('y');
	}

	/** @returns the ssh client's exit status, once it has ended. */
	async ended(timeout = 60): Promise<number> {
		const {exitCode} = await until(() => this.#exit, {timeout, what: 'the session ends'}).catch((error: Error) => {
			throw new Error(`${error.message}\n${this.text()}`);
		});
		return exitCode;
	}

	/** Kill the ssh client, as a lost connection does. */
	drop(): void {
		this.#line.kill('SIGKILL');
	}

	/** Wait for a shell's prompt at the cursor, further down than a line. @returns its line. */
	async #prompt(after: number): Promise<number> {
		const found = () => {
			const {active} = this.#emulator.buffer;
			const row = active.baseY + active.cursorY;
			const line = active.getLine(row)?.translateToString(false, 0, active.cursorX) ?? '';
			return row > after && /[#$] $/.test(line) ? {row} : undefined;
		};
		const {row} = await until(found, {timeout: 60, what: 'a prompt'}).catch((error: Error) => {
			throw new Error(`${error.message}\n${this.text()}`);
		});
		return row;
	}

	[Symbol.dispose](): void {
		if (this.#exit === undefined) this.drop();
		this.#emulator.dispose();
	}
}

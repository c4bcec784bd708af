import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import xterm from '@xterm/headless';
import {type IPty, spawn} from 'node-pty';
import type {ScenarioName} from './fixtures/scenarios.js';

const fixture = fileURLToPath(new URL('fixtures/console.js', import.meta.url));

/** What the names of keys send (xterm's ctlseqs). */
const keys = {
	enter: '\r',
	escape: '\x1b',
	tab: '\t',
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	pageup: '\x1b[5~',
	pagedown: '\x1b[6~',
	home: '\x1b[H',
	end: '\x1b[F',
	'ctrl+w': '\x17',
	'ctrl+c': '\x03',
	'ctrl+d': '\x04',
	'ctrl+l': '\x0c',
	'ctrl+u': '\x15',
	backspace: '\x7f',
} as const;

interface Options {
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Another program than the console of a scenario, for /bin/sh. */
	readonly script?: string;
}

/** A program in a real pty, with a real terminal emulator at the other end. */
export class TestTerminal {
	/** All bytes that the program wrote. */
	raw = '';
	readonly emulator: xterm.Terminal;
	/** Exit status of the program, and the number of the signal that ended it. */
	readonly exited: Promise<{exitCode: number; signal?: number | undefined}>;
	readonly #pty: IPty;

	private constructor(pty: IPty) {
		this.#pty = pty;
		this.emulator = new xterm.Terminal({cols: pty.cols, rows: pty.rows, allowProposedApi: true});
		pty.onData((data) => {
			this.raw += data;
			this.emulator.write(data);
		});
		this.emulator.onData((data) => pty.write(data));
		this.exited = new Promise((resolve) => pty.onExit(resolve));
	}

	/** Start the console of a scenario. @param t the test at whose end it ends. */
	static open(
		t: {teardown(end: () => void): void},
		scenario: ScenarioName,
		{columns = 80, rows = 24, env = {}, script}: Options = {},
	): TestTerminal {
		const args = script === undefined ? [fixture, scenario] : ['-c', script, process.execPath, fixture, scenario];
		const pty = spawn(script === undefined ? process.execPath : '/bin/sh', args, {
			cols: columns,
			rows,
			name: env['TERM'] ?? 'xterm-256color',
			env: {PATH: process.env['PATH'] ?? '', TZ: 'UTC', LANG: 'C.UTF-8', ...env},
		});
		t.teardown(() => pty.kill('SIGKILL'));
		return new TestTerminal(pty);
	}

	/** The rows of the screen, without the spaces at their ends. */
	screen(): readonly string[] {
		const buffer = this.emulator.buffer.active;
		return Array.from(
			{length: this.emulator.rows},
			(_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
		);
	}

	text(): string {
		return this.screen().join('\n');
	}

	/** Wait until the screen has a text. @throws when it does not come within 30 s; the message holds the screen. */
	async sees(wanted: string | RegExp): Promise<void> {
		await this.until(() => matches(this.text(), wanted), `'${wanted}' did not come`);
	}

	/** Wait until the screen has all of these phrases, wherever a row ends or a border stands between their words. */
	async shows(...phrases: readonly string[]): Promise<void> {
		const squeezed = () => this.text().replaceAll(/[\s│|]+/g, ' ');
		for (const phrase of phrases) await this.until(() => squeezed().includes(phrase), `'${phrase}' is not shown`);
	}

	/** Whether a row was too long for the terminal and went on in the next one. */
	get hasTornRow(): boolean {
		const buffer = this.emulator.buffer.active;
		return Array.from({length: this.emulator.rows}, (_, row) => buffer.getLine(buffer.viewportY + row)).some(
			(line) => line?.isWrapped,
		);
	}

	/** Wait until the screen no longer has a text. */
	async nolonger(unwanted: string | RegExp): Promise<void> {
		await this.until(() => !matches(this.text(), unwanted), `'${unwanted}' did not go`);
	}

	/** Wait until nothing has been written for a while: what was to be drawn is drawn. */
	async settles(): Promise<void> {
		for (let length = -1; length !== this.raw.length; await sleep(400)) length = this.raw.length;
	}

	/** Press keys one after the other, each name or character by itself, at the speed of a hand. */
	async types(...names: ReadonlyArray<keyof typeof keys | (string & {})>): Promise<void> {
		for (const name of names) {
			this.#pty.write(name in keys ? keys[name as keyof typeof keys] : name);
			await sleep(120);
		}
	}

	/** Send bytes as they are. */
	write(bytes: string): void {
		this.#pty.write(bytes);
	}

	resize(columns: number, rows: number): void {
		this.emulator.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	signal(name: string): void {
		this.#pty.kill(name);
	}

	/** Read nothing more, as a client that is suspended. */
	stopReading(): void {
		this.#pty.pause();
	}

	readOn(): void {
		this.#pty.resume();
	}

	/** Close the line, as a lost connection does. */
	hangUp(): void {
		(this.#pty as unknown as {destroy(): void}).destroy();
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** Whether the screen is the alternate one. */
	get isAlternate(): boolean {
		return this.emulator.buffer.active.type === 'alternate';
	}

	/** Whether the cursor was left shown, by the last that was said of it. */
	get isCursorShown(): boolean {
		return this.raw.lastIndexOf('\x1b[?25h') >= this.raw.lastIndexOf('\x1b[?25l');
	}

	/** Wait until a condition holds. @throws when it does not within 30 s: the complaint, and the screen. */
	async until(condition: () => boolean, complaint: string): Promise<void> {
		const end = performance.now() + 30_000;
		while (!condition()) {
			if (performance.now() > end) throw new Error(`${complaint}:\n${this.text()}`);
			await sleep(20);
		}
	}
}

function matches(text: string, wanted: string | RegExp): boolean {
	return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

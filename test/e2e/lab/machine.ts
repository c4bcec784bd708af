import {readFile} from 'node:fs/promises';
import type {Cgroup} from './cgroup.js';
import type {BootOptions, Container} from './container.js';
import type {Disk} from './disk.js';
import {Files} from './files.js';
import {until} from './poll.js';
import type {Rack} from './rack.js';
import type {Outcome, RunOptions} from './run.js';

export interface StartOptions extends BootOptions {
	/** More kernel words for the first boot alone, as typed at the boot loader's prompt. */
	wordsOnce?: readonly string[];
}

export interface Boot {
	/** Milliseconds since the epoch. */
	readonly startedAt: number;
	/** Milliseconds since the epoch; absent while the boot lasts. */
	endedAt?: number;
	/** How it ended: `failed` when its container did (the reason is on the console). */
	why?: 'reboot' | 'poweroff' | 'powercut' | 'failed';
}

export interface MachineParts<D extends Disk> {
	name: string;
	disk: D;
	cgroup: Cgroup;
	container: Container;
}

/** A machine that can be switched on and off: a container that boots the init system on its disk. */
export class Machine<D extends Disk = Disk> {
	readonly name: string;
	readonly disk: D;
	/** What is on the disk, whether the machine is on or off. */
	readonly files: Files;
	/** Every boot so far, the present one last. */
	readonly boots: Boot[] = [];
	protected readonly rack: Rack;
	readonly #cgroup: Cgroup;
	readonly #container: Container;
	#console = '';
	readonly #listeners = new Set<(text: string) => void>();
	#on = false;
	#cut = false;

	constructor(rack: Rack, {name, disk, cgroup, container}: MachineParts<D>) {
		this.rack = rack;
		this.name = name;
		this.disk = disk;
		this.files = new Files((command, options) => rack.run(['chroot', disk.root, ...command], options));
		this.#cgroup = cgroup;
		this.#container = container;
	}

	get on(): boolean {
		return this.#on;
	}

	/**
	 * Switch it on. When it reboots itself, it starts again in the same way.
	 *
	 * @throws when it is on.
	 */
	start(options: StartOptions = {}): void {
		if (this.on) throw new Error(`${this.name} is on`);
		this.#cut = false;
		this.#on = true;
		void this.#boot(options).finally(() => {
			this.#on = false;
		});
	}

	/**
	 * Cut its power: every process is gone at once. It stays off.
	 *
	 * @param options `loseUnsynced`: lose what is not synced to its disk, which must be `ext4`; otherwise its disk keeps
	 *   everything.
	 */
	async powerCut({loseUnsynced = false}: {loseUnsynced?: boolean} = {}): Promise<void> {
		this.#cut = true;
		// Asked again, since a guest that is just starting may not be in its cgroup yet.
		const off = async () => {
			await this.#cgroup.kill();
			return !this.on;
		};
		await until(off, {timeout: 20, what: `${this.name} is off after a power cut`});
		// The guest's end of the link goes with its namespace, but not at once.
		await this.rack.run(['ip', 'link', 'delete', `vb-${this.name}`]);
		if (loseUnsynced) await this.disk.loseUnsynced();
	}

	/** Cut its power, and switch it on again. */
	async crashReboot(options?: StartOptions & {loseUnsynced?: boolean}): Promise<void> {
		await this.powerCut(options);
		this.start(options);
	}

	/** Wait until it has switched itself off. @param timeout seconds. */
	async waitOff(timeout = 60): Promise<void> {
		await until(() => !this.on, {timeout, what: `${this.name} is off`});
	}

	/** @returns all that the guest and its container printed on the console, over all boots. */
	console(): string {
		return this.#console;
	}

	/** Be told what is printed on the console from now on. @returns what ends it. */
	onConsole(listener: (text: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/**
	 * Run a shell command in the guest, with no help from its sshd.
	 *
	 * @throws when the guest's first process is not there within 5 s.
	 */
	async exec(command: string, options?: RunOptions): Promise<Outcome> {
		const init = await until(() => this.#init(), {timeout: 5, what: `${this.name} has an init`});
		const environment = ['HOME=/root', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];
		return this.rack.run(
			[
				...['nsenter', '-t', String(init), '-m', '-u', '-i', '-n', '-p', '-C', '-r', '-w', '--'],
				...['env', '-i', ...environment, 'sh', '-c', command],
			],
			options,
		);
	}

	async #boot({wordsOnce = [], words = [], ...options}: StartOptions): Promise<void> {
		let all = [...words, ...wordsOnce];
		let boot: Boot;
		do {
			boot = {startedAt: Date.now()};
			this.boots.push(boot);
			const command = this.#container.boot(this.name, this.disk.root, {...options, words: all});
			const {status} = await this.rack.run(command, {
				onOutput: (text) => {
					this.#console += text;
					for (const listener of this.#listeners) listener(text);
				},
			});
			all = [...words];
			boot.endedAt = Date.now();
			boot.why = this.#cut ? 'powercut' : (this.#container.ends[status] ?? 'failed');
			// A clean shutdown leaves the filesystem read-only.
			await this.disk.makeWritable();
		} while (boot.why === 'reboot');
	}

	/** @returns the pid of the guest's first process, as the rack sees it. */
	async #init(): Promise<number | undefined> {
		for (const pid of await this.#cgroup.pids(this.#container.initGroup)) {
			const status = await readFile(`/proc/${pid}/status`, 'utf8');
			const pids = /^NSpid:\s(.*)$/m.exec(status)?.[1]?.split('\t').map(Number) ?? [];
			if (pids.at(-1) === 1) return pids.at(-2);
		}

		return undefined;
	}
}

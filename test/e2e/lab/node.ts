import {randomBytes} from 'node:crypto';
import type {Disk} from './disk.js';
import type {Ext4Size} from './ext4.js';
import type {Layer} from './files.js';
import {Machine, type MachineParts} from './machine.js';
import {until} from './poll.js';
import type {Rack} from './rack.js';
import type {Kind, Suite} from './rootfs.js';
import {type Command, type Outcome, run} from './run.js';
import {publicKey, sshOptions} from './ssh.js';

export interface NodeOptions {
	/** `bookworm` by default. */
	suite?: Suite;
	/** `systemd` by default. */
	init?: Kind;
	/** At most 12 characters, for the name of its link; n1, n2, ... by default. */
	name?: string;
	/** Files to find on its disk; a later layer wins. */
	layers?: readonly Layer[];
	/** Shell command to run with its disk as the root directory, when the layers are there. */
	setup?: string | undefined;
	/** `overlay` by default, which is faster and has no limit. */
	disk?: 'overlay' | 'ext4';
	/** Of an `ext4` disk. */
	diskSize?: Ext4Size;
}

/** How somebody logs in. */
export interface LoginOptions {
	/** `root` by default. */
	user?: string | undefined;
	/** Ask for a terminal on the node (`ssh -tt`). */
	tty?: boolean | undefined;
	/** 22 by default. */
	port?: number | undefined;
}

export interface SshOptions extends LoginOptions {
	/** Seconds until the client is ended; 60 by default. */
	timeout?: number;
	/** Environment of the ssh client. */
	env?: Readonly<Record<string, string>>;
	/** Sent as standard input. */
	input?: string | Uint8Array;
}

/** One guest with an address on the rack's bridge, reached by OpenSSH. */
export class Node<D extends Disk = Disk> extends Machine<D> {
	readonly address: string;
	readonly init: Kind;
	readonly #layers: readonly Layer[];
	readonly #setup: string;

	constructor(rack: Rack, options: Omit<NodeOptions, 'disk'> & MachineParts<D> & {address: string}) {
		super(rack, options);
		this.address = options.address;
		this.init = options.init ?? 'systemd';
		this.#layers = options.layers ?? [];
		this.#setup = options.setup ?? ':';
	}

	/** Write what makes the disk this node's own, and its layers, and set it up. */
	async install(): Promise<void> {
		const keys = await publicKey();
		await this.files.add({
			'/etc/hostname': `${this.name}\n`,
			'/etc/hosts': `127.0.0.1 localhost\n127.0.1.1 ${this.name}\n`,
			'/etc/machine-id': `${randomBytes(16).toString('hex')}\n`,
			'/etc/network/interfaces.d/host0': `auto host0\niface host0 inet static\n\taddress ${this.address}/24\n`,
			'/root/.ssh/authorized_keys': {text: keys, mode: 0o600},
			'/home/anna/.ssh/authorized_keys': {text: keys, mode: 0o600, owner: 'anna'},
		});
		for (const layer of this.#layers) await this.files.add(layer);
		await this.rack.must(['chroot', this.disk.root, 'sh', '-c', this.#setup]);
	}

	/**
	 * Run a command over ssh, with a connection of its own.
	 *
	 * @returns the command's exit status, or 255 when ssh itself failed.
	 */
	async ssh(command: string, {user, tty, port, timeout = 60, ...options}: SshOptions = {}): Promise<Outcome> {
		return run([...this.sshCommand({user, tty, port}), command], {timeout, ...options});
	}

	/** @returns a program and its arguments that log in by ssh; append a command to run it instead of a shell. */
	sshCommand({user = 'root', tty = false, port = 22}: LoginOptions = {}): Command {
		const options = [...sshOptions, '-p', String(port), ...(tty ? ['-tt'] : [])];
		return this.inNetwork('ssh', ...options, `${user}@${this.address}`);
	}

	/** @returns a program and its arguments, to be run on the rack's network: for scp and sftp, with `sshOptions`. */
	inNetwork(...command: Command): Command {
		return ['nsenter', '-t', String(this.rack.pid), '-n', '--', ...command];
	}

	/**
	 * Wait until a login by ssh works.
	 *
	 * @param timeout seconds.
	 * @returns seconds from power-on to then.
	 * @throws with the end of the console, after the timeout or when the node goes off.
	 */
	async waitSsh(timeout = 120): Promise<number> {
		const answer = async () => {
			if (!this.on) return `${this.name} is off`;
			return (await this.#listens()) && (await this.ssh('true', {timeout: 30})).status === 0 && 'yes';
		};
		const said = await until(answer, {timeout, what: `ssh on ${this.name} answers`}).catch((error) => error.message);
		if (said !== 'yes') throw new Error(`${said}\n${this.console().split('\n').slice(-30).join('\n')}`);
		return (Date.now() - (this.boots.at(-1)?.startedAt ?? 0)) / 1000;
	}

	/** @returns whether the ssh port takes connections. A lost SYN would be sent again only after a second: don't wait. */
	async #listens(): Promise<boolean> {
		const connect = ['timeout', '0.3', 'bash', '-c', `: </dev/tcp/${this.address}/22`];
		return (await run(this.inNetwork(...connect))).status === 0;
	}

	/** @returns the boot id of the present boot. */
	async bootId(): Promise<string> {
		const {stdout} = await this.exec('cat /proc/sys/kernel/random/boot_id');
		return stdout;
	}

	/** Shut it down cleanly, and wait until it is off. @param timeout seconds. */
	async powerOff(timeout = 120): Promise<void> {
		await this.exec('poweroff');
		await this.waitOff(timeout);
	}

	/**
	 * Do what makes the node reboot itself, and wait until ssh answers again.
	 *
	 * @param action for example `() => node.ssh('reboot')`.
	 * @param timeout seconds from the end of the action to the end of the boot, and then again until ssh answers.
	 * @returns the new boot id.
	 */
	async waitReboot(action: () => Promise<unknown>, timeout = 120): Promise<string> {
		const before = this.boots.length;
		await action();
		await until(() => this.boots.length > before, {timeout, what: `${this.name} reboots`});
		await this.waitSsh(timeout);
		return this.bootId();
	}
}

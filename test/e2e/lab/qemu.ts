import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {connect, type Socket} from 'node:net';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {cache, whileLocked} from './cache.js';
import {until} from './poll.js';
import type {Rack} from './rack.js';
import {rootfs} from './rootfs.js';
import {type Outcome, run, script} from './run.js';
import {identity, publicKey, sshOptions} from './ssh.js';

/**
 * Make a directory in the cache, once per machine and recipe.
 *
 * @param recipe a script that is given the suite, its arguments and then the directory.
 */
async function made(kind: string, recipe: string, ...args: readonly string[]): Promise<string> {
	const hash = createHash('sha256')
		.update(await readFile(script(recipe)))
		.update(args.join('\0'))
		.digest('hex')
		.slice(0, 12);
	const name = `${kind}-bookworm-${process.arch}-${hash}`;
	await whileLocked(name, ['bash', script(recipe), 'bookworm', ...args, join(cache, name)]);
	return join(cache, name);
}

const port = 2222;

/**
 * An emulated machine with a kernel and a clock of its own, in a rack's namespaces: for what a container can't show. It
 * boots Debian 12 in 20 to 40 s, and several times that on a busy machine.
 */
export class EmulatedNode {
	readonly name = 'emulated';
	readonly #rack: Rack;
	readonly #directory = '/run/rack/emulated';
	/** The directory of the kernel that it is given; undefined where it boots from its disk. */
	readonly #kernel: string | undefined;
	#off: Promise<Outcome> | undefined;
	#startedAt = 0;

	private constructor(rack: Rack, kernel: string | undefined) {
		this.#rack = rack;
		this.#kernel = kernel;
	}

	/**
	 * Make one, with packages installed, and leave it switched off. A rack has place for one.
	 *
	 * @param boot `kernel`: it is given a kernel with a small initrd, which is quicker; `grub`: it boots from its disk by
	 *   GRUB, with Debian's kernel and initrd.
	 */
	static async make(rack: Rack, debs: readonly string[], boot: 'kernel' | 'grub' = 'kernel'): Promise<EmulatedNode> {
		const [tree] = await Promise.all([rootfs('bookworm', 'systemd'), publicKey()]);
		const kernel = boot === 'kernel' ? await made('kernel', 'qemu-kernel.sh') : undefined;
		const layer = kernel === undefined ? await made('grub', 'qemu-grub.sh', tree) : `${kernel}/modules`;
		const node = new EmulatedNode(rack, kernel);
		await rack.must(['mkdir', '-p', node.#directory]);
		const image = [boot, `${node.#directory}/disk.img`, tree, layer, `${identity}.pub`, ...debs];
		await rack.must(['bash', script('qemu-image.sh'), ...image]);
		return node;
	}

	get on(): boolean {
		return this.#off !== undefined;
	}

	/** Switch it on. A reboot switches it off. @param clock what its real-time clock shows. */
	start(clock: Date): void {
		if (this.on) throw new Error(`${this.name} is on`);
		this.#startedAt = Date.now();
		rmSync(this.#path('console'), {force: true});
		// With cache=writeback what the guest has flushed is in this machine's memory when qemu is killed, and stays; what
		// the guest holds in its own memory is lost, as in a power cut.
		this.#off = this.#rack
			.run([
				...['qemu-system-x86_64', '-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max', '-smp', '2', '-m', '1024'],
				...['-nodefaults', '-display', 'none', '-no-reboot', '-pidfile', `${this.#directory}/pid`],
				...['-rtc', `base=${clock.toISOString().slice(0, 19)}`],
				...(this.#kernel === undefined
					? []
					: [
							...['-kernel', `${this.#kernel}/vmlinuz`, '-initrd', `${this.#kernel}/initrd`],
							...['-append', 'root=/dev/vda ro net.ifnames=0 console=ttyS0 quiet'],
						]),
				...['-drive', `file=${this.#directory}/disk.img,format=raw,if=virtio,cache=writeback`],
				...['-netdev', `user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`],
				...['-device', 'virtio-net-pci,netdev=net,romfile=', '-device', 'virtio-rng-pci'],
				// The machine does not wait for somebody at its serial console; what it says there is kept.
				...[
					'-chardev',
					`socket,id=serial,path=${this.#directory}/serial,server=on,wait=off,logfile=${this.#directory}/console`,
				],
				...['-serial', 'chardev:serial'],
				// A screen that nobody sees, so that the console tty1 is as on any machine; its keyboard is there anyway.
				...['-device', 'VGA', '-qmp', `unix:${this.#directory}/monitor,server=on,wait=off`],
			])
			.finally(() => {
				this.#off = undefined;
			});
	}

	/** Run a shell command on its disk while it is off, where it boots by GRUB. @throws when the exit status is not 0. */
	async chroot(command: string): Promise<string> {
		return this.#rack.must(['bash', script('qemu-chroot.sh'), `${this.#directory}/disk.img`, 'sh', '-c', command]);
	}

	/** What it has written on its serial line since it was switched on. */
	async console(): Promise<string> {
		return (await this.#rack.run(['cat', `${this.#directory}/console`])).stdout;
	}

	/** Type on its serial line. */
	async type(keys: string): Promise<void> {
		// What the machine writes meanwhile has to be read, or the end is not seen.
		await once(this.serial().end(keys).resume(), 'close');
	}

	/** Plug in at its serial console, the place of one. */
	serial(): Socket {
		return this.#connect('serial');
	}

	/**
	 * Press keys of its keyboard, one after the other.
	 *
	 * @param keys letters, digits, spaces and Enter (`\r`).
	 * @throws when qemu refuses one.
	 */
	async press(keys: string): Promise<void> {
		const names: Readonly<Record<string, string>> = {' ': 'spc', '\r': 'ret'};
		const commands = [
			{execute: 'qmp_capabilities'},
			...Array.from(keys, (key) => ({
				execute: 'send-key',
				arguments: {keys: [{type: 'qcode', data: names[key] ?? key}]},
			})),
		];
		const monitor = this.#connect('monitor');
		monitor.write(commands.map((command) => JSON.stringify(command)).join('\n'));
		let done = 0;
		for await (const line of createInterface(monitor)) {
			const {error} = JSON.parse(line);
			if (error !== undefined) throw new Error(`qemu: ${error.desc}`);
			if (/^{"return"/.test(line) && ++done === commands.length) break;
		}
		monitor.destroy();
	}

	#connect(name: 'serial' | 'monitor'): Socket {
		return connect(this.#path(name));
	}

	/** @returns the path of a file of its directory, as this machine sees it. */
	#path(name: string): string {
		return `/proc/${this.#rack.pid}/root${this.#directory}/${name}`;
	}

	/** Cut its power: SIGKILL for qemu. */
	async powerCut(): Promise<void> {
		const off = this.#off;
		await this.#rack.must(['sh', '-c', 'kill -s KILL "$(cat "$0")"', `${this.#directory}/pid`]);
		await off;
	}

	/** Wait until it has switched itself off. @throws with what qemu said, when that failed. */
	async waitOff(timeout = 300): Promise<void> {
		const off = this.#off;
		await until(() => !this.on, {timeout, what: `${this.name} is off`});
		const {status, stderr} = (await off) ?? {status: 0, stderr: ''};
		if (status !== 0) throw new Error(`qemu: exit status ${status}: ${stderr}`);
	}

	/** Run a command over ssh, with a connection of its own. @param timeout seconds. */
	async ssh(command: string, {timeout = 300}: {timeout?: number} = {}): Promise<Outcome> {
		// The first value of an option holds: it may be slow to answer.
		const patience = ['-o', 'ConnectTimeout=60', '-o', 'ServerAliveInterval=60', '-p', String(port)];
		const login = ['ssh', ...patience, ...sshOptions, 'root@127.0.0.1', command];
		return run(['nsenter', '-t', String(this.#rack.pid), '-n', '--', ...login], {timeout});
	}

	/** @returns the boot id of the present boot. */
	async bootId(): Promise<string> {
		return (await this.ssh('cat /proc/sys/kernel/random/boot_id')).stdout;
	}

	/** Wait until a login by ssh works. @returns seconds from power-on to then. @throws with the end of the console. */
	async waitSsh(timeout = 400): Promise<number> {
		const answer = async () => {
			if (!this.on) return `${this.name} is off`;
			return (await this.ssh('true')).status === 0 && 'yes';
		};
		const said = await until(answer, {timeout, what: `ssh on ${this.name} answers`}).catch((error) => error.message);
		if (said === 'yes') return (Date.now() - this.#startedAt) / 1000;
		const console = await this.#rack.must(['tail', '-n', '30', `${this.#directory}/console`]);
		throw new Error(`${said}\n${console}`);
	}
}

import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {Cgroup, hierarchy} from './cgroup.js';
import {Disk} from './disk.js';
import {Ext4Disk} from './ext4.js';
import {Node, type NodeOptions} from './node.js';
import {nspawn} from './nspawn.js';
import {rootfs} from './rootfs.js';
import {type Command, must, type Outcome, type RunOptions, run, script} from './run.js';
import {sandboxLayer} from './sandbox.js';
import {unshare} from './unshare.js';

let opened = 0;

/**
 * Nodes on one bridge, in namespaces of their own. Nothing of it can be seen outside but processes and one cgroup, and
 * nothing of it outlives the process that opened it, however that ends.
 */
export class Rack implements AsyncDisposable {
	/** Whoever holds the namespaces: pid, as this machine sees it. */
	readonly pid: number;
	/** The directory of its cgroup. */
	readonly cgroup: string;
	readonly #holder: ChildProcess;
	#nodes = 0;

	private constructor(holder: ChildProcess, pid: number, cgroup: string) {
		this.#holder = holder;
		this.pid = pid;
		this.cgroup = cgroup;
	}

	/** @throws when not root, or when the namespaces can't be made. */
	static async open(): Promise<Rack> {
		const cgroup = join(hierarchy, `umm-e2e-${process.pid}-${++opened}`);
		// Detached, so that Ctrl-C reaches only the tests: the holder goes when they do.
		const holder = spawn('bash', [script('holder.sh'), cgroup], {
			detached: true,
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		const [pid] = await Promise.race([
			once(createInterface(holder.stdout), 'line'),
			once(holder, 'exit').then(() => Promise.reject(new Error('no namespaces for the rack: see above'))),
		]);
		return new Rack(holder, Number(pid), cgroup);
	}

	/** Put a new node into the rack, with a disk of its own and switched off. */
	async node(options: NodeOptions & {disk: 'ext4'}): Promise<Node<Ext4Disk>>;
	async node(options?: NodeOptions): Promise<Node>;
	async node({disk: kind, diskSize, ...options}: NodeOptions = {}): Promise<Node> {
		const number = ++this.#nodes;
		const {name = `n${number}`, suite = 'bookworm', init = 'systemd'} = options;
		const place = {
			rack: this,
			directory: `/run/rack/${name}`,
			lower: await rootfs(suite, init === 'sandbox' ? 'sysvinit' : init),
		};
		const disk = kind === 'ext4' ? new Ext4Disk(place, diskSize) : new Disk(place);
		const cgroup = new Cgroup(join(this.cgroup, name));
		await Promise.all([disk.make(), cgroup.make()]);
		const container = init === 'systemd' ? nspawn : unshare;
		const layers = [...(init === 'sandbox' ? [await sandboxLayer()] : []), ...(options.layers ?? [])];
		const node = new Node(this, {...options, layers, name, address: `10.77.0.${number}`, disk, cgroup, container});
		await node.install();
		return node;
	}

	/** Run a command in the rack's mount, net, pid and cgroup namespaces. */
	async run(command: Command, options?: RunOptions): Promise<Outcome> {
		return run(this.#inside(command), options);
	}

	/** As {@link run}. @throws when the exit status is not 0. */
	async must(command: Command, options?: RunOptions): Promise<string> {
		return must(this.#inside(command), options);
	}

	/** Switch off and forget all nodes. Afterwards nothing of the rack is left on this machine. */
	async close(): Promise<void> {
		if (this.#holder.exitCode !== null) return;
		const exit = once(this.#holder, 'exit');
		this.#holder.stdin?.end();
		await exit;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}

	#inside(command: Command): Command {
		return ['nsenter', '-t', String(this.pid), '-m', '-n', '-p', '-C', '--', ...command];
	}
}

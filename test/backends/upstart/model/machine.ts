/* A node whose PID 1 is the model: umm's own scripts and those that change runlevels are run for real, by a shell. */
import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import type {Server} from 'node:net';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {execa} from 'execa';
import {type Boot, parseLedger} from '../../../../src/state/ledger.js';
import type {Called} from '../../gate/node.js';
import {type Answer, initctl, serveCommands} from './commands.js';
import type {ProcessName, ProcessText} from './stanzas.js';
import {type Kind, makeTree, powerOn, readJobs} from './tree.js';
import {type Job, type Running, Upstart} from './upstart.js';

/** What the processes of the distribution's own jobs do to events; of others a task ends at once, a service goes on. */
type Deed = (machine: Machine, job: Job) => Promise<void> | 'goes on';

const valueIn = (job: Job, key: string) =>
	job.env.findLast((entry) => entry.startsWith(`${key}=`))?.slice(key.length + 1);

const deeds: Readonly<Record<string, Deed>> = {
	'mountall main': async (machine) => {
		for (const [mountpoint, type] of [
			['/', 'ext4'],
			['/run', 'tmpfs'],
			['/sys', 'sysfs'],
		]) {
			await machine.emitted('mounted', `MOUNTPOINT=${mountpoint}`, `TYPE=${type}`);
		}
		for (const name of ['virtual', 'local', 'remote']) machine.upstart.emit(`${name}-filesystems`);
		machine.upstart.emit('all-swaps');
		machine.upstart.emit('filesystem');
	},
	'container-detect main': async (machine) => machine.upstart.emit('not-container'),
	'udevtrigger main': async (machine) => {
		for (const name of ['lo', 'eth0']) machine.upstart.emit('net-device-added', [`INTERFACE=${name}`]);
	},
	'networking pre-start': async (machine) => {
		for (const name of ['lo', 'eth0']) machine.ifup(name);
	},
	'network-interface pre-start': async (machine, job) => machine.ifup(valueIn(job, 'INTERFACE') as string),
	'failsafe main': (machine) => (machine.cable ? 'goes on' : machine.failsafe()),
};

/** Jobs whose processes are run: umm's, and those that lead from runlevel to runlevel. */
const real = new Set(['umm', 'umm-boot', 'umm-hold', 'umm-window', 'rc', 'rc-sysinit', 'start-ttys']);

function isReal(job: Job, process: ProcessName, kind: Kind): boolean {
	const {name} = job.class;
	return real.has(name) || (name === 'rcS' && (kind === 'centos6' || process === 'post-stop'));
}

export class Machine {
	readonly root: string;
	readonly kind: Kind;
	upstart!: Upstart;
	/** Whether the network is there. */
	cable = true;
	readonly #up = new Set<string>();
	readonly #children = new Set<ChildProcess>();
	#level = {now: '', before: 'N'};
	#busy = 0;
	#waiting: (() => void)[] = [];

	private constructor(root: string, kind: Kind) {
		this.root = root;
		this.kind = kind;
	}

	static async create(t: ExecutionContext, kind: Kind): Promise<Machine> {
		const machine = new Machine(await makeTree(t, kind), kind);
		const server: Server = await serveCommands(machine.root, (args, env) => machine.#command(args, env));
		t.teardown(() => {
			machine.#killAll();
			server.close();
		});
		return machine;
	}

	/** From power-on until nothing happens any more. */
	async boot(): Promise<void> {
		this.#killAll();
		this.#level = {now: '', before: 'N'};
		this.#up.clear();
		await powerOn(this.root, this.kind);
		this.upstart = new Upstart(await readJobs(this.root), (job, process, ended) => this.#run(job, process, ended));
		this.upstart.emit('startup');
		await this.quiet();
	}

	/** Run a program of umm's, by its path below /usr/lib/umm, or a command of the tree. */
	async call(program: string, ...args: string[]): Promise<Called> {
		const file = ['gate', 'wire', 'upstart/'].some((start) => program.startsWith(start))
			? join('usr/lib/umm', program)
			: join('sbin', program);
		const {exitCode, stdout, stderr} = await execa(join(this.root, file), args, {
			reject: false,
			stdin: 'ignore',
			env: this.#env(),
		});
		await this.quiet();
		return {status: exitCode ?? -1, stdout, stderr};
	}

	/** Until no process runs that ends by itself. */
	async quiet(): Promise<void> {
		await new Promise((resolve) => setImmediate(resolve));
		if (this.#busy === 0) return;
		await new Promise<void>((resolve) => this.#waiting.push(resolve));
		await this.quiet();
	}

	/** Goal and state of each job, without umm's own. */
	states(): string[] {
		return this.upstart.list().filter((line) => !line.startsWith('umm'));
	}

	/** The services that run. */
	running(): string[] {
		return this.upstart.list().flatMap((line) => /^(.*) start\/running, process 1$/.exec(line)?.[1] ?? []);
	}

	/** What scripts of System V did in this boot. */
	ran(): string[] {
		const path = join(this.root, 'ran');
		return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
	}

	kernelLog(): string {
		return readFileSync(join(this.root, 'dev/kmsg'), 'utf8');
	}

	ledger(): readonly Boot[] {
		return parseLedger(readFileSync(join(this.root, 'etc/umm/state/ledger'), 'utf8'));
	}

	emitted(name: string, ...env: string[]): Promise<boolean> {
		return new Promise((resolve) => this.upstart.emit(name, env, resolve));
	}

	/** ifup(8) of Ubuntu: if-up.d/upstart tells of each interface, and when all are up. */
	ifup(name: string): void {
		if (this.#up.has(name) || (name !== 'lo' && !this.cable)) return;
		this.#up.add(name);
		this.upstart.emit('net-device-up', [`IFACE=${name}`, `LOGICAL=${name}`, 'ADDRFAM=inet', 'METHOD=static']);
		if (this.#up.size === 2) this.upstart.emit('static-network-up');
	}

	/** Two minutes without a network. */
	async failsafe(): Promise<void> {
		this.upstart.emit('failsafe-boot');
	}

	#env(): Record<string, string> {
		return {UMM_ROOT: this.root, UMM_INIT: 'upstart', PATH: `${this.root}/sbin:/usr/sbin:/usr/bin:/sbin:/bin`};
	}

	async #command(args: readonly string[], caller: {job: string; instance: string}): Promise<Answer> {
		const [name, ...rest] = args as [string, ...string[]];
		if (name === 'runlevel') {
			const {now, before} = this.#level;
			return now === '' ? {status: 1, output: 'unknown\n'} : {status: 0, output: `${before} ${now}\n`};
		}
		if (name === 'telinit') this.#telinit(rest[0] as string);
		else if (name === 'shutdown')
			this.#telinit(rest[0] === '-r' ? '6' : '0', `INIT_HALT=${rest[0] === '-H' ? 'HALT' : 'POWEROFF'}`);
		else if (rest[0] === 'reload-configuration') for (const job of await readJobs(this.root)) this.upstart?.load(job);
		else if (name !== 'mount') return initctl(this.upstart, name === 'initctl' ? rest : [name, ...rest], caller);
		return {status: 0, output: ''};
	}

	/** telinit(8) and shutdown(8) write the runlevel, emit the event and wait for nothing. */
	#telinit(level: string, ...env: string[]): void {
		this.#level = {now: level, before: this.#level.now === '' ? 'N' : this.#level.now};
		this.upstart.emit('runlevel', [`RUNLEVEL=${level}`, `PREVLEVEL=${this.#level.before}`, ...env]);
	}

	#run(job: Job, process: ProcessName, ended: (status: number) => void): Running {
		if (isReal(job, process, this.kind)) return this.#spawn(job, process, ended);
		let over = false;
		const end = (status: number) => {
			if (over) return;
			over = true;
			this.#busy++;
			setImmediate(() => {
				ended(status);
				this.#idle();
			});
		};
		const deed = deeds[`${job.class.name} ${process}`];
		const isService = process === 'main' && !job.class.task;
		const doing = deed ? deed(this, job) : isService ? 'goes on' : Promise.resolve();
		if (doing !== 'goes on') void doing.then(() => end(0));
		return {kill: () => end(143)};
	}

	/** The text of a process, with the paths of this tree. */
	#text({script, text}: ProcessText): string {
		const own = text.replace(/(^|[\s"'(])(\/(?:etc|proc|run|usr\/lib\/umm)\/)/gm, `$1${this.root}$2`);
		return script ? own : `exec ${own}`;
	}

	#spawn(job: Job, process: ProcessName, ended: (status: number) => void): Running {
		const goesOn = job.class.name === 'umm-window';
		if (!goesOn) this.#busy++;
		const variables = [...job.env, ...job.stopEnv].map((entry) => [
			entry.slice(0, entry.indexOf('=')),
			entry.slice(entry.indexOf('=') + 1),
		]);
		const child = spawn('sh', ['-e', '-c', this.#text(job.class.processes.get(process) as ProcessText)], {
			detached: true,
			stdio: ['ignore', 'ignore', 'inherit'],
			env: {
				...Object.fromEntries(variables),
				...this.#env(),
				UPSTART_JOB: job.class.name,
				UPSTART_INSTANCE: job.name,
			},
		});
		this.#children.add(child);
		child.on('exit', (code) => {
			this.#children.delete(child);
			ended(code ?? 143);
			if (!goesOn) this.#idle();
		});
		return {kill: () => this.#kill(child)};
	}

	#kill(child: ChildProcess): void {
		try {
			global.process.kill(-(child.pid as number));
		} catch {
			// It has just ended.
		}
	}

	#killAll(): void {
		for (const child of this.#children) {
			child.removeAllListeners('exit');
			this.#kill(child);
		}
		this.#children.clear();
		this.#busy = 0;
	}

	#idle(): void {
		this.#busy--;
		if (this.#busy > 0) return;
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
}

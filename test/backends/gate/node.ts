/* A node for the tests of the gate: the real gate under a real shell, its disk a directory, its clock a file. */
import {randomUUID} from 'node:crypto';
import {existsSync} from 'node:fs';
import {chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {execa} from 'execa';
import {type Paths, pathsUnder} from '../../../src/paths.js';
import {type Boot, parseLedger} from '../../../src/state/ledger.js';
import {encodeRecord, type Fields} from '../../../src/state/record.js';

/** The directory of the backends, where the gate's own files are. */
export const backends = fileURLToPath(new URL('../../../../backends/', import.meta.url));

export interface Shell {
	readonly name: string;
	readonly command: readonly [string, ...string[]];
}

const known: readonly Shell[] = [
	{name: 'dash', command: ['dash']},
	{name: 'busybox', command: ['busybox', 'sh']},
	{name: 'bash', command: ['bash', '--posix']},
];

const installed = (program: string) =>
	(process.env['PATH'] ?? '').split(delimiter).some((directory) => existsSync(join(directory, program)));

/** The shells of this machine that the gate must run under. */
export const shells: readonly Shell[] = known.filter(({command}) => installed(command[0]));
if (shells.length === 0) throw new Error(`the gate needs a POSIX shell: ${known.map(({name}) => name).join(', ')}`);

/** The shell for tests of what does not depend on the shell. */
const anyShell = shells[0] as Shell;

export interface Called {
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** What `gate decide` prints. */
export interface Decision {
	readonly held: string;
	readonly count: number;
	readonly limit: number;
	readonly word: string;
	readonly request: string;
	readonly umm: string;
	/** What was said. */
	readonly said: string;
}

/** What is made is gone at its end: a test's context is one. */
export type Scope = Pick<ExecutionContext, 'teardown'>;

export class GateNode {
	readonly paths: Paths;
	readonly shell: Shell;
	readonly #gate: string;

	private constructor(root: string, shell: Shell) {
		this.paths = pathsUnder(root);
		this.shell = shell;
		this.#gate = join(root, 'lib/gate');
	}

	/** A new node that is switched off. */
	static async create(t: Scope, shell: Shell = anyShell): Promise<GateNode> {
		const root = await mkdtemp(join(tmpdir(), 'umm-gate-'));
		t.teardown(() => rm(root, {recursive: true, force: true, maxRetries: 10, retryDelay: 50}));
		const node = new GateNode(root, shell);
		for (const directory of ['proc/sys/kernel/random', 'lib/sandbox', 'run', 'etc/umm/state']) {
			await mkdir(join(root, directory), {recursive: true});
		}
		for (const [name, file] of [
			['gate', 'gate/gate'],
			['decide.sh', 'gate/decide.sh'],
			['common.sh', 'gate/common.sh'],
			['sandbox/init.sh', 'sandbox/init.sh'],
		] as const) {
			await symlink(join(backends, file), join(root, 'lib', name));
		}
		await node.kernelWords('quiet');
		await node.uptime(10);
		await writeFile(node.paths.bootId, `${randomUUID()}\n`);
		return node;
	}

	/** A second disk with the same content. */
	async copy(t: ExecutionContext, shell: Shell = this.shell): Promise<GateNode> {
		const root = await mkdtemp(join(tmpdir(), 'umm-gate-'));
		t.teardown(() => rm(root, {recursive: true, force: true, maxRetries: 10, retryDelay: 50}));
		await cp(this.paths.root, root, {recursive: true, verbatimSymlinks: true});
		return new GateNode(root, shell);
	}

	get env(): Record<string, string> {
		return {UMM_ROOT: this.paths.root, UMM_INIT: 'sandbox'};
	}

	/** Program and arguments that call a verb of the gate. */
	command(...args: string[]): [string, ...string[]] {
		return [...this.shell.command, this.#gate, ...args];
	}

	async call(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Called> {
		const [file, ...rest] = this.command(...args);
		const {exitCode, stdout, stderr} = await execa(file, rest, {
			reject: false,
			stdin: 'ignore',
			env: {...this.env, ...env},
		});
		return {status: exitCode ?? -1, stdout, stderr};
	}

	/** Call a verb that must succeed. */
	async must(...args: string[]): Promise<string> {
		const {status, stdout, stderr} = await this.call(args);
		if (status !== 0) throw new Error(`gate ${args.join(' ')}: exit status ${status}: ${stderr}`);
		return stdout;
	}

	/** Write a file that is ours alone. */
	async write(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
		await mkdir(dirname(path), {recursive: true});
		await writeFile(path, content);
		await chmod(path, mode);
	}

	conf(text: string | Uint8Array, mode = 0o644): Promise<void> {
		return this.write(this.paths.conf, text, mode);
	}

	kernelWords(line: string): Promise<void> {
		return this.write(join(this.paths.root, 'proc/cmdline'), `${line}\n`);
	}

	/** Set the clock of this boot. */
	uptime(seconds: number): Promise<void> {
		return this.write(this.paths.uptime, `${seconds}.42 1.00\n`);
	}

	/** Store a request as `umm on` does. */
	request(fields: Readonly<Record<string, string>> = {}): Promise<void> {
		return this.write(
			this.paths.request,
			encodeRecord('request', {id: 'r1', reason: 'a test', user: 'anna', ...fields}),
		);
	}

	/** Power on: a new boot id, an empty /run, then the gate. An ordinary boot reaches its default target. */
	async powerOn(): Promise<Called> {
		await rm(join(this.paths.root, 'run'), {recursive: true, force: true});
		await mkdir(join(this.paths.root, 'run'));
		await writeFile(this.paths.bootId, `${randomUUID()}\n`);
		await this.uptime(10);
		const called = await this.call(['boot']);
		if (!existsSync(this.paths.paused)) await this.write(join(this.paths.volatile, 'operational'), '');
		return called;
	}

	/** So many boots that end uncleanly. */
	async dieUncleanly(times: number): Promise<void> {
		for (let boot = 0; boot < times; boot++) await this.powerOn();
	}

	/** The node goes down cleanly. */
	async endCleanly(ending = 'reboot'): Promise<void> {
		await this.write(join(this.paths.volatile, 'ending'), `${ending}\n`);
		await this.must('end');
	}

	async decide(): Promise<Decision> {
		const {stdout, stderr} = await this.call(['decide']);
		const fields = Object.fromEntries(stdout.split(' ').map((pair) => pair.split(/=(.*)/s)));
		return {...fields, count: Number(fields['count']), limit: Number(fields['limit']), said: stderr} as Decision;
	}

	/** Facts of the present boot, as the gate noted them in /run. */
	async facts(): Promise<{held: string; count: number}> {
		const text = await readFile(this.paths.boot, 'utf8');
		const field = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '';
		return {held: field('held'), count: Number(field('count'))};
	}

	async isPaused(): Promise<boolean> {
		return existsSync(this.paths.paused);
	}

	ledgerText(): Promise<string> {
		return readFile(this.paths.ledger, 'utf8');
	}

	/** Boots of the ledger, newest first. */
	async ledger(): Promise<readonly Boot[]> {
		return parseLedger(await this.ledgerText());
	}

	/** Names of the state files that were set aside. */
	async aside(): Promise<readonly string[]> {
		return (await readdir(this.paths.state)).filter((name) => name.includes('.bad-')).sort();
	}
}

/** One line of a ledger; what is not given is that of an ordinary boot that ended uncleanly. */
export function ledgerLine(fields: Fields = {}): string {
	return Object.entries({
		boot: randomUUID(),
		start: '1700000000',
		up: '10',
		held: 'no',
		count: '1',
		limit: '2',
		umm: 'yes',
		word: '',
		released: '10',
		proof: '-',
		end: 'unclean',
		lived: '-',
		...fields,
	})
		.map(([key, value]) => `${key}=${value}`)
		.join('\t');
}

/** The text of a ledger, newest boot first. */
export function ledgerOf(...lines: readonly string[]): string {
	return ['umm-ledger 1', ...lines, '.', ''].join('\n');
}

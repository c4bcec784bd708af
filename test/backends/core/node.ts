/* A node for the tests of umm-core: the real scripts under a real shell, its disk a directory. */
import {mkdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {execa} from 'execa';
import type {Paths} from '../../../src/paths.js';
import {addCommand, listCommands, type NewCommand, type ScheduledCommand} from '../../../src/schedule.js';
import {backends, type Called, GateNode, type Shell} from '../gate/node.js';

export {shells} from '../gate/node.js';

export class CoreNode {
	readonly gate: GateNode;
	readonly #t: ExecutionContext;

	private constructor(t: ExecutionContext, gate: GateNode) {
		this.#t = t;
		this.gate = gate;
	}

	/** A new node that is up and operational. */
	static async create(t: ExecutionContext, shell: Shell): Promise<CoreNode> {
		const gate = await GateNode.create(t, shell);
		await symlink(join(backends, 'core'), join(gate.paths.root, 'lib/core'));
		await gate.conf('UMM=yes\n');
		await gate.powerOn();
		return new CoreNode(t, gate);
	}

	get paths(): Paths {
		return this.gate.paths;
	}

	/** Program and arguments of a verb of umm-core. */
	command(...args: readonly string[]): [string, ...string[]] {
		const [file, ...rest] = this.gate.shell.command;
		return [file, ...rest, join(this.paths.root, 'lib/core/umm'), ...args];
	}

	async umm(...args: readonly string[]): Promise<Called> {
		const [file, ...rest] = this.command(...args);
		const {exitCode, stdout, stderr} = await execa(file, rest, {
			reject: false,
			stdin: 'ignore',
			env: {...this.gate.env, SUDO_USER: '', SSH_CONNECTION: '', SSH_CLIENT: ''},
		});
		return {status: exitCode ?? -1, stdout, stderr};
	}

	/** A verb that must succeed with nothing on standard error. @returns what it printed. */
	async must(...args: readonly string[]): Promise<string> {
		const {status, stdout, stderr} = await this.umm(...args);
		this.#t.deepEqual({args, status, stderr}, {args, status: 0, stderr: ''});
		return stdout;
	}

	/** Shell text with the parts of umm-core loaded. @returns what it printed. */
	async eval(text: string, ...args: readonly string[]): Promise<string> {
		const head =
			'set -u; LC_ALL=C; export LC_ALL; lib=$UMM_ROOT/lib core=$lib/core; . $lib/decide.sh; . $lib/common.sh; ';
		const own = 'var=$root/var/lib/umm schedule=$state/schedule; ';
		const parts = 'message file record process lock requester audit state schedule claim trust capture output hooks';
		const [file, ...rest] = this.gate.shell.command;
		const script = `${head}${own}for part in ${parts}; do . $core/$part.sh; done; ${text}`;
		const {stdout} = await execa(file, [...rest, '-c', script, 'sh', ...args], {
			env: this.gate.env,
			stripFinalNewline: false,
		});
		return stdout;
	}

	/** As the boot that `umm on` asked for: held, nothing runs yet. */
	async reboot(): Promise<void> {
		await this.gate.endCleanly();
		await this.gate.powerOn();
	}

	/** Have this boot held by the kernel word. */
	async hold(): Promise<void> {
		await this.gate.kernelWords('umm');
		await this.reboot();
	}

	/** Schedule a command as the full package does. */
	schedule(command: string, options: Partial<NewCommand> = {}): Promise<ScheduledCommand> {
		return addCommand(this.paths, {command, created: 1, by: {user: 'anna'}, onFailure: 'stop', ...options});
	}

	/** The commands as the full package reads them. */
	commands(): Promise<readonly ScheduledCommand[]> {
		return listCommands(this.paths, (message) => this.#t.fail(message));
	}

	/** Number and state of each command. */
	async states(): Promise<readonly string[]> {
		return (await this.commands()).map(({id, state}) => `${id} ${state}`);
	}

	/** What the init system was asked for: `reboot`, or undefined. */
	async asked(): Promise<string | undefined> {
		return (await readFile(join(this.paths.volatile, 'ending'), 'utf8').catch(() => undefined))?.trim();
	}

	/** A hook, as lines of a shell script. */
	async hook(path: string, text: string, mode = 0o755): Promise<void> {
		await this.gate.write(join(this.paths.hooks, path), `#!/bin/sh\n${text}\n`, mode);
	}

	async file(path: string): Promise<string> {
		return readFile(join(this.paths.root, path), 'utf8');
	}

	async put(path: string, text: string): Promise<void> {
		await mkdir(join(this.paths.root, path, '..'), {recursive: true});
		await writeFile(join(this.paths.root, path), text);
	}
}

/** Texts that records, shells and terminals have trouble with. */
export const nasty: readonly string[] = [
	'two\nlines\n\nand an end\n',
	'a \\ b \\\\n \\0101 \\c %s %b',
	`'single' "double" \`back\` $HOME $(x) ; | & < > * ? [a] ~`,
	'tab\tand\u0001control\u001b[31m\u007f\r',
	'ä 日本語 с т у ф \u{1f600} \u0085 \u009b',
	' blanks around ',
	'=equals=',
	'-n',
];

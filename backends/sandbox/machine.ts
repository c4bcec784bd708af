import {randomUUID} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Paths} from '../../src/paths.js';
import type {Runner} from '../../src/runner.js';
import {exists} from '../../src/state/file.js';
import {gateAt} from '../gate/gate.js';
import {killNode, startUmm} from './processes.js';

/** The gate's files, in the source tree or in the package. */
function gateFiles(): Readonly<Record<string, string>> {
	const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
	const tree = at('../../../backends/');
	return existsSync(join(tree, 'gate/gate'))
		? {
				gate: join(tree, 'gate/gate'),
				'decide.sh': join(tree, 'gate/decide.sh'),
				'sandbox/init.sh': join(tree, 'sandbox/init.sh'),
			}
		: {gate: at('../gate'), 'decide.sh': at('../decide.sh'), 'sandbox/init.sh': at('../sandbox/init.sh')};
}

/** A simulated node that can be switched on, cut off and rebooted; its disk is a directory. */
export class SandboxMachine {
	readonly #paths: Paths;
	readonly #runner: Runner;

	/** @param paths paths under the directory that is the node's disk. */
	constructor(paths: Paths, runner: Runner) {
		this.#paths = paths;
		this.#runner = runner;
	}

	/** Make the disk of a new node. */
	async create(): Promise<void> {
		const {root, conf, schedule, hooks} = this.#paths;
		for (const directory of [schedule, hooks, join(root, 'proc/sys/kernel/random'), join(root, 'lib/sandbox')]) {
			await mkdir(directory, {recursive: true});
		}
		await symlink('/proc/uptime', join(root, 'proc/uptime'));
		await writeFile(join(root, 'proc/cmdline'), 'quiet\n');
		await writeFile(conf, '# the simulated node\nREBOOT_COUNT=2\n', {mode: 0o644});
		for (const [name, path] of Object.entries(gateFiles())) await symlink(path, join(root, 'lib', name));
	}

	#gate() {
		return gateAt(this.#runner, join(this.#paths.root, 'lib/gate'), {UMM_ROOT: this.#paths.root, UMM_INIT: 'sandbox'});
	}

	/** Power on: a new boot id, an empty /run, then the gate decides. */
	async powerOn(): Promise<void> {
		const {root, volatile, bootId, paused} = this.#paths;
		await rm(join(root, 'run'), {recursive: true, force: true});
		await mkdir(volatile, {recursive: true});
		await writeFile(bootId, `${randomUUID()}\n`);
		await this.#gate().ask('boot');
		if (await exists(paused)) void startUmm(root, ['schedule', 'run-queue']);
		else await writeFile(join(volatile, 'operational'), '');
	}

	/** The power goes, at this instant. */
	async powerCut(): Promise<void> {
		await killNode(this.#paths.root);
	}

	/** What an init system does once a reboot was asked for: end everything, say so, start again. */
	async serveReboot(): Promise<void> {
		const asked = await readFile(join(this.#paths.volatile, 'ending'), 'utf8').catch(() => undefined);
		if (asked === undefined) return;
		await this.#gate().ask('end');
		await this.powerCut();
		await this.powerOn();
	}
}

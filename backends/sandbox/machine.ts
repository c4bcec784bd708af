import {randomUUID} from 'node:crypto';
import {appendFile, mkdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {Paths} from '../../src/paths.js';
import type {Runner} from '../../src/runner.js';
import {shipped} from '../../src/shipped.js';
import {exists} from '../../src/state/file.js';
import {gateAt} from '../gate/gate.js';
import {killNode, startNodeProcess, startUmm} from './processes.js';
import {announceServices, journalOf, startServices} from './services.js';

/** The gate's files as they are in `lib/` of a simulated node. */
const gateFiles = (): Readonly<Record<string, string>> => ({
	gate: shipped('gate/gate'),
	'decide.sh': shipped('gate/decide.sh'),
	'common.sh': shipped('gate/common.sh'),
	'sandbox/init.sh': shipped('sandbox/init.sh'),
});

/** Milliseconds from the request for a shutdown to its begin: whoever asked over ssh gets the answer and the exit status. */
const notice = 1000;

/** A simulated node that can be switched on, cut off and rebooted; its disk is a directory. */
export class SandboxMachine {
	readonly #paths: Paths;
	readonly #runner: Runner;
	/** Boot id of the present boot, and of the last one whose services were started. */
	#boot: string | undefined;
	#started: string | undefined;
	/** When the present boot began, in milliseconds of the monotonic clock; how many seconds the last one that was cut lived. */
	#since = 0;
	#lived = 0;
	/** When the shutdown that was asked for begins, by the same clock. */
	#shutdown: number | undefined;

	/** @param paths paths under the directory that is the node's disk. */
	constructor(paths: Paths, runner: Runner) {
		this.#paths = paths;
		this.#runner = runner;
	}

	/** What its processes have in their environment. */
	get environment(): Readonly<Record<string, string>> {
		return {UMM_ROOT: this.#paths.root, UMM_INIT: 'sandbox'};
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
		return gateAt(this.#runner, join(this.#paths.root, 'lib/gate'), this.environment);
	}

	/** Power on: a new boot id, an empty /run/umm, then the gate decides, and the boot goes on or is held. */
	async powerOn(): Promise<void> {
		const {root, volatile, bootId, paused} = this.#paths;
		const before = this.#boot;
		this.#shutdown = undefined;
		await rm(volatile, {recursive: true, force: true});
		await mkdir(volatile, {recursive: true});
		this.#boot = randomUUID();
		this.#since = performance.now();
		await writeFile(bootId, `${this.#boot}\n`);
		await this.#say('kernel: power on');
		await announceServices(this.#paths);
		await this.#gate().ask('boot');
		if (before !== undefined) await this.#keepEvidence(before);
		if (await exists(paused)) {
			await this.#say('init: this boot is held; only network and ssh are up');
			void startUmm(root, ['schedule', 'run-queue']);
		}
	}

	/** A line of its own in the node's journal. */
	async #say(text: string): Promise<void> {
		const journal = journalOf(this.#paths, this.#boot ?? '');
		await mkdir(dirname(journal), {recursive: true});
		await appendFile(journal, `${text}\n`);
	}

	/** What umm-evidence.service does on a real node: the last words of a boot that died, and how long it lived. */
	async #keepEvidence(boot: string): Promise<void> {
		const unclean = await readFile(join(this.#paths.volatile, 'unclean'), 'utf8').catch(() => '');
		if (unclean.trim() !== boot) return;
		const journal = await readFile(journalOf(this.#paths, boot), 'utf8').catch(() => '');
		const directory = join(this.#paths.evidence, boot);
		await mkdir(directory, {recursive: true});
		await writeFile(join(directory, 'journal'), journal.split('\n').slice(-100).join('\n'), {mode: 0o644});
		await this.#gate().call('lived', boot, String(this.#lived));
	}

	/** The power goes, at this instant. @param lastWords what the kernel still got out. */
	async powerCut(...lastWords: readonly string[]): Promise<void> {
		await killNode(this.#paths.root);
		for (const words of lastWords) await this.#say(words);
		this.#lived = Math.round((performance.now() - this.#since) / 1000);
	}

	/**
	 * What an init system does, once: start the services of a boot that goes on and what comes after them, and shut down
	 * when that was asked for.
	 *
	 * @returns the word of `run/umm/ending`, e.g. `reboot`, when the node is off now; undefined while it is on.
	 */
	async serve(): Promise<string | undefined> {
		const {volatile, paused} = this.#paths;
		const ending = await readFile(join(volatile, 'ending'), 'utf8').catch(() => undefined);
		if (ending !== undefined) return this.#shutDown(ending.trim());
		this.#shutdown = undefined;
		if (this.#started === this.#boot || (await exists(paused))) return undefined;
		this.#started = this.#boot;
		await startServices(this.#paths, this.#boot ?? '');
		await this.#say('init: the default target is reached');
		await writeFile(join(volatile, 'operational'), '');
		await this.#goOn();
		return undefined;
	}

	/** What umm-after-off.service and umm-window.service do on a real node. */
	async #goOn(): Promise<void> {
		const {root, leaving} = this.#paths;
		if (await exists(leaving)) void startUmm(root, ['hooks', 'run-after-off']);
		void startNodeProcess(root, 'exec "$UMM_ROOT/lib/gate" window', journalOf(this.#paths, this.#boot ?? ''));
	}

	async #shutDown(ending: string): Promise<string | undefined> {
		this.#shutdown ??= performance.now() + notice;
		if (performance.now() < this.#shutdown) return undefined;
		await this.#gate().ask('end');
		await this.powerCut('init: all services are down');
		return ending;
	}
}

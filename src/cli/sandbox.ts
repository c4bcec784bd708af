import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {SandboxMachine} from '../../backends/sandbox/machine.js';
import type {ConsoleActions} from '../console/snapshot.js';
import {execaRunner} from '../exec.js';
import {pathsUnder} from '../paths.js';
import {addCommand} from '../schedule.js';
import {needsTerminal, openConsole} from './console.js';
import {type Context, say, usageError, type VerbMain} from './context.js';
import {serveSandbox} from './sandbox-server.js';

/** What runs on the simulated node once it has paused itself. */
const commands = [
	'uname -a; df -h /',
	'for n in $(seq 1 60); do echo "checking block $n of 60"; sleep 1; done',
	'ls /nowhere',
	'echo "all checks are done"',
];

/** What the kernel of the simulated node says before it dies. */
const panics = [
	[
		'kernel: sd 2:0:0:0: [sdb] tag#14 FAILED Result: hostbyte=DID_BAD_TARGET',
		'kernel: Buffer I/O error on dev sdb1, logical block 1048577, lost async page write',
		'kernel: Kernel panic - not syncing: EXT4-fs (device sdb1): panic forced after error',
	],
	[
		'kernel: watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [jbd2/sdb1-8:412]',
		'kernel: Kernel panic - not syncing: softlockup: hung tasks',
	],
];

/** Milliseconds between two looks of the init system, and that each of the first boots lives. */
const interval = 100;
const firstBoots = 1200;

/** What the init system of the simulated node does while the console is open. */
async function serve(machine: SandboxMachine, left: AbortSignal): Promise<void> {
	while (!left.aborted) {
		// This node always comes back.
		if ((await machine.serve()) !== undefined) await machine.powerOn();
		await sleep(interval, undefined, {signal: left}).catch(() => undefined);
	}
}

/** The boots that bring a new node to pause itself. */
async function breakDown(context: Context, machine: SandboxMachine): Promise<void> {
	for (const [index, lastWords] of panics.entries()) {
		say(context, `boot ${index + 1} of the simulated node`);
		await machine.powerOn();
		await machine.serve();
		await sleep(firstBoots);
		say(context, `  ${lastWords.at(-1)?.replace('kernel: ', '')}`);
		await machine.powerCut(...lastWords);
	}
	say(context, `boot ${panics.length + 1}: umm holds it`);
	await machine.powerOn();
}

/** `umm sandbox`: a node that has paused itself after unclean boots, in a directory of its own, gone afterwards. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm sandbox takes no argument');
	needsTerminal(context);
	const root = await mkdtemp(join(tmpdir(), 'umm-sandbox-'));
	const paths = pathsUnder(root);
	const machine = new SandboxMachine(paths, execaRunner);
	const left = new AbortController();
	try {
		await machine.create();
		for (const command of commands) {
			const created = Math.floor(Date.now() / 1000);
			await addCommand(paths, {command, created, by: {user: 'demo'}, onFailure: 'continue'});
		}
		await breakDown(context, machine);
		const serving = serve(machine, left.signal);
		const actions: Partial<ConsoleActions> = {
			async cutPower() {
				await machine.powerCut();
				await machine.powerOn();
			},
		};
		const server = await serveSandbox(paths, machine.environment, actions, () => undefined);
		try {
			say(context, `the same console through the embedded ssh server, while this one is open:\n  ${server.command}`);
			return await openConsole({...context, paths}, actions, server.command);
		} finally {
			await server.close();
			left.abort();
			await serving;
		}
	} finally {
		await machine.powerCut();
		await rm(root, {recursive: true, force: true});
	}
};

import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {SandboxMachine} from '../../backends/sandbox/machine.js';
import {execaRunner} from '../exec.js';
import {pathsUnder} from '../paths.js';
import {addCommand} from '../schedule.js';
import {main as consoleMain} from './console.js';
import {usageError, type VerbMain} from './context.js';

/** What runs on the simulated node once it has paused itself. */
const commands = [
	'uname -a; df -h /',
	'for n in $(seq 1 60); do echo "checking block $n of 60"; sleep 1; done',
	'ls /nowhere',
	'echo "all checks are done"',
];

/** Milliseconds between two looks for a reboot that was asked for. */
const interval = 100;

/** What the init system of the simulated node does while the console is open. */
async function serve(machine: SandboxMachine, left: AbortSignal): Promise<void> {
	while (!left.aborted) {
		await machine.serveReboot();
		await sleep(interval, undefined, {signal: left}).catch(() => undefined);
	}
}

/** `umm sandbox`: a node that has paused itself after unclean boots, in a directory of its own, gone afterwards. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm sandbox takes no argument');
	const root = await mkdtemp(join(tmpdir(), 'umm-sandbox-'));
	const paths = pathsUnder(root);
	const machine = new SandboxMachine(paths, execaRunner);
	try {
		await machine.create();
		for (const command of commands) {
			const created = Math.floor(Date.now() / 1000);
			await addCommand(paths, {command, created, by: {user: 'demo'}, onFailure: 'continue'});
		}
		for (const _ of [1, 2]) {
			await machine.powerOn();
			await machine.powerCut();
		}
		await machine.powerOn();
		const left = new AbortController();
		const serving = serve(machine, left.signal);
		try {
			return await consoleMain({...context, words: [], options: {}, paths});
		} finally {
			left.abort();
			await serving;
		}
	} finally {
		await machine.powerCut();
		await rm(root, {recursive: true, force: true});
	}
};

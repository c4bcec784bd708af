import type {Backend, ServiceState} from '../../src/backend.js';
import type {Paths} from '../../src/paths.js';
import type {Runner} from '../../src/runner.js';
import {stopRun} from '../../src/runs/stop-run.js';
import {commandName} from '../../src/schedule.js';
import {gateAt} from '../gate/gate.js';
import {rehearsalOf} from '../gate/rehearsal.js';
import {wireAt} from '../gate/wire.js';

/** Init systems whose part is written in shell alone: backends/NAME/init.sh, wiring and wire.sh. */
export type ShellInit = 'sysvinit' | 'openrc';

const states = ['starting', 'active', 'failed'] as const;

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

/** What a line of `init services` says: the state and the name. */
function serviceOf(line: string): readonly ServiceState[] {
	const [word, name] = line.split(' ');
	const state = states.find((each) => each === word);
	return state === undefined || name === undefined ? [] : [{name, state}];
}

/** @param lib directory of umm's shell files. */
export function shellBackend(paths: Paths, runner: Runner, name: ShellInit, lib = '/usr/lib/umm'): Backend {
	const gate = gateAt(runner, `${lib}/gate`);
	const init = gateAt(runner, `${lib}/init`);
	const {wire, examine} = wireAt(runner, lib);
	return {
		name,
		status: () => gate.call('status'),
		reboot: async () => {
			await init.call('reboot');
		},
		cancelReboot: async () => {
			await init.call('cancel_reboot');
		},
		leave: async (how) => {
			await (how === 'resume' ? gate.call('resume') : gate.call('resume', how));
		},
		isGoingDown: async () => (await init.call('ending')) !== '',
		isOperational: () => gate.ask('operational'),
		failedUnits: async () => linesOf(await init.call('failed_units')),
		services: async () => linesOf(await init.call('services')).flatMap(serviceOf),
		obstacle: async () => (await init.call('obstacle')) || undefined,
		startQueue: async () => {
			await init.call('start_queue');
		},
		startRun: async (id) => {
			await init.call('start_run', commandName(id));
		},
		stopRun: (id) => stopRun(paths, id),
		wire,
		rehearse: async () => rehearsalOf(await init.call('rehearse')),
		examine: async () => {
			const obstacle = await init.call('obstacle');
			return [
				...(await examine()),
				...(obstacle === '' ? [] : [{check: 'wiring', result: 'broken', message: obstacle} as const]),
			];
		},
	};
}

import {join} from 'node:path';
import type {Backend} from '../../src/backend.js';
import type {Paths} from '../../src/paths.js';
import type {Runner} from '../../src/runner.js';
import {stopRun} from '../../src/runs/stop-run.js';
import {exists, removeFile, replaceFile} from '../../src/state/file.js';
import {gateAt} from '../gate/gate.js';
import {launchUmm, startUmm} from './processes.js';
import {servicesOf} from './services.js';

/** The backend of a simulated node under a directory of its own: real files and processes, no init system. */
export function sandboxBackend(paths: Paths, runner: Runner): Backend {
	const env = {UMM_ROOT: paths.root, UMM_INIT: 'sandbox'};
	const gate = gateAt(runner, join(paths.root, 'lib/gate'), env);
	const ending = join(paths.volatile, 'ending');
	return {
		name: 'sandbox',
		status: () => gate.call('status'),
		reboot: () => replaceFile(ending, 'reboot\n'),
		cancelReboot: async () => {
			await removeFile(ending);
		},
		leave: async (how) => {
			await (how === 'resume' ? gate.call('resume') : gate.call('resume', how));
		},
		isGoingDown: () => exists(ending),
		isOperational: () => gate.ask('operational'),
		failedUnits: async () => (await servicesOf(paths)).filter(({state}) => state === 'failed').map(({name}) => name),
		services: () => servicesOf(paths),
		obstacle: async () => undefined,
		startQueue: async () => launchUmm(paths.root, ['schedule', 'run-queue']),
		startRun: (id) => startUmm(paths.root, ['schedule', 'run-one', String(id)]),
		stopRun: (id) => stopRun(paths, id),
		wire: async () => [],
		examine: async () => [{check: 'sandbox', result: 'ok', message: `a simulated node in ${paths.root}`}],
	};
}

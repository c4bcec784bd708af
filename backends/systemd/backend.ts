import {setTimeout as sleep} from 'node:timers/promises';
import type {Backend, ServiceState} from '../../src/backend.js';
import {UmmError} from '../../src/errors.js';
import type {Paths} from '../../src/paths.js';
import type {Outcome, Runner} from '../../src/runner.js';
import {commandName} from '../../src/schedule.js';
import {exists} from '../../src/state/file.js';
import {gateAt} from '../gate/gate.js';
import {rehearsalOf} from '../gate/rehearsal.js';
import {wireAt} from '../gate/wire.js';
import {examineSystemd} from './examine.js';
import {bypassingWord} from './kernel-words.js';

const failed = (what: string, {status, stderr}: Outcome) =>
	new UmmError('system', `${what} failed with exit status ${status}${stderr === '' ? '' : `: ${stderr}`}`, {
		hints: ["'journalctl -b -p warning' shows what systemd says of it"],
	});

/** Of a line of `systemctl list-units`: systemd 219 puts a dot before some of them, --plain or not. */
const columns = (line: string) =>
	line
		.replace(/^[^\p{L}\p{N}-]+/u, '')
		.trim()
		.split(/\s+/);

/**
 * The backend for systemd 219 and later. systemctl(1) works for root also where D-Bus does not run.
 *
 * @param lib directory of umm's shell files.
 */
export function systemdBackend(paths: Paths, runner: Runner, lib = '/usr/lib/umm'): Backend {
	const gate = gateAt(runner, `${lib}/gate`);
	const {wire, examine} = wireAt(runner, lib);
	const systemctl = (...args: string[]) => runner.run(['systemctl', ...args]);
	const must = async (...args: string[]) => {
		const outcome = await systemctl(...args);
		if (outcome.status !== 0) throw failed(`systemctl ${args.join(' ')}`, outcome);
	};
	const state = async () => (await systemctl('is-system-running')).stdout;
	return {
		name: 'systemd',
		status: () => gate.call('status'),
		reboot: () => must('--no-block', 'start', 'umm-reboot.service'),
		cancelReboot: () => must('stop', 'umm-reboot.service'),
		leave: async (how) => {
			await (how === 'resume' ? gate.call('resume') : gate.call('resume', how));
		},
		isGoingDown: async () => (await state()) === 'stopping',
		isOperational: () => gate.ask('operational'),
		failedUnits: async () => {
			const {stdout} = await systemctl('list-units', '--failed', '--no-legend', '--plain', '--full');
			return stdout.split('\n').flatMap((line) => columns(line)[0] || []);
		},
		services: async () => {
			const {stdout} = await systemctl(
				'list-units',
				'--type=service',
				'--state=active,activating,reloading,failed',
				'--no-legend',
				'--plain',
				'--full',
			);
			return stdout.split('\n').flatMap((line): readonly ServiceState[] => {
				const [name = '', , active = ''] = columns(line);
				const state = active === 'failed' ? 'failed' : active === 'activating' ? 'starting' : 'active';
				return name === '' ? [] : [{name, state}];
			});
		},
		obstacle: async () => {
			const word = await bypassingWord(paths.root);
			return word === undefined
				? undefined
				: `the kernel command line has ${word}, which goes past default.target, so the boot would not be held`;
		},
		startQueue: async () => {
			// One that has looked for the last time ends in a moment; a start now would be taken for done.
			while ((await exists(paths.queueClosing)) && (await systemctl('is-active', 'umm-queue.service')).status === 0) {
				await sleep(20);
			}
			await must('--no-block', 'start', 'umm-queue.service');
		},
		startRun: async (id) => {
			await systemctl('start', `umm-run@${commandName(id)}.service`);
		},
		stopRun: (id) => must('stop', `umm-run@${commandName(id)}.service`),
		wire,
		rehearse: async () => rehearsalOf(await gateAt(runner, `${lib}/init`).call('rehearse')),
		examine: async () => [...(await examine()), ...(await examineSystemd(paths, runner, lib))],
	};
}

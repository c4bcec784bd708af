import test from 'ava';
import {systemdBackend} from '../../../backends/systemd/backend.js';
import {pathsUnder} from '../../../src/paths.js';
import type {Runner} from '../../../src/runner.js';
import {errorsOf} from '../../src/cli/node.js';

/** What units need or want, by name, all the way down. */
const units: Readonly<Record<string, readonly string[]>> = {
	'umm.target': ['sysinit.target', 'systemd-udevd.service', 'dev-mqueue.mount', 'systemd-user-sessions.service'],
	'graphical.target': [
		'multi-user.target',
		'cron.service',
		'gone.service',
		'ssh.socket',
		'apt-daily.timer',
		'sysinit.target',
		'systemd-udevd.service',
	],
};

const node: Runner = {
	async run([program, ...args]) {
		const name = args.at(-1) ?? '';
		const said = (stdout: string) => ({status: 0, stdout, stderr: ''});
		if (args[0] === 'get-default') return said('graphical.target');
		if (args[0] === 'show') {
			const found = args
				.slice(2)
				.map((unit) => `Id=${unit}\nLoadState=${unit.startsWith('gone') ? 'not-found' : 'loaded'}`);
			return said(found.join('\n\n'));
		}
		if (args[0] === 'list-dependencies')
			return said([name, ...(units[name] ?? []).map((unit) => `● ${unit}`)].join('\n'));
		return {status: 1, stdout: '', stderr: `${program}: no such directory`};
	},
};

test('a generator that fails is said, and its directory is gone', async (t) => {
	const backend = systemdBackend(pathsUnder(''), node);
	await t.throwsAsync(async () => backend.rehearse?.(), {
		message: /^\/usr\/lib\/umm\/systemd\/generator failed with exit status 1: .*no such directory$/,
	});
});

test('what is paused runs what umm.target needs, and the rest of an ordinary boot waits', async (t) => {
	const runner: Runner = {
		run: async (command, options) =>
			command[0].endsWith('/generator') ? {status: 0, stdout: '', stderr: ''} : node.run(command, options),
	};
	const rehearsal = await systemdBackend(pathsUnder(''), runner).rehearse?.();
	t.deepEqual(rehearsal, {
		runs: ['dev-mqueue.mount', 'systemd-udevd.service', 'systemd-user-sessions.service'],
		waits: ['apt-daily.timer', 'cron.service', 'ssh.socket'],
	});
	t.deepEqual(errorsOf({schema: 'umm/rehearsal/1', backend: 'systemd', ...rehearsal}), []);
});

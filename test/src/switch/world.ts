/* A node for the tests of the switch: real files, an init system that does what the test says. */
import {readdir, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {ExecutionContext} from 'ava';
import type {Backend} from '../../../src/backend.js';
import type {HookPoint} from '../../../src/hooks/list.js';
import {pathsUnder} from '../../../src/paths.js';
import {listCommands} from '../../../src/schedule.js';
import {makeDirectory, removeFile} from '../../../src/state/file.js';
import {encodeRecord} from '../../../src/state/record.js';
import {readRequest} from '../../../src/state/request.js';
import type {OnOptions} from '../../../src/switch/on.js';
import type {HookContext, World} from '../../../src/switch/world.js';
import {temporaryDirectory, thisBoot} from '../runs/node.js';

/** Options of a plain `umm on`. */
export const plain: OnOptions = {reason: 'a test', afterwards: 'stay', commands: [], force: false};

/** Options of an `umm on` with a command. */
export const withCommand: OnOptions = {...plain, commands: [{command: 'true', onFailure: 'stop'}]};

export interface TestWorld extends World {
	/** What the init system and the hooks were asked for, in order. */
	readonly calls: string[];
	readonly said: string[];
	readonly warned: string[];
	/** Request and commands as they stand on disk. */
	stored(): Promise<{request: string | undefined; commands: readonly string[]}>;
	/** As after a boot that was held. */
	pause(held?: string): Promise<void>;
}

/** @param backend what differs from an init system that does all it is asked. */
export async function testWorld(
	t: ExecutionContext,
	backend: Partial<Backend> = {},
	hooks: (point: HookPoint, context: HookContext) => Promise<void> = async () => undefined,
): Promise<TestWorld> {
	const paths = pathsUnder(await temporaryDirectory(t));
	for (const directory of [paths.state, paths.volatile, dirname(paths.bootId)]) await makeDirectory(directory);
	await writeFile(paths.bootId, `${thisBoot}\n`);
	const calls: string[] = [];
	const called = async (call: string) => void calls.push(call);
	const done = {
		status: async () => 'runlevel N 5',
		isGoingDown: async () => false,
		isOperational: async () => true,
		failedUnits: async () => [],
		services: async () => [],
		obstacle: async () => undefined,
		wire: async () => [],
		examine: async () => [],
		reboot: () => called('reboot'),
		cancelReboot: () => called('cancel the reboot'),
		leave: async (how: string) => {
			await called(`leave: ${how}`);
			await removeFile(paths.request);
			await removeFile(paths.paused);
		},
		startQueue: () => called('start the queue'),
		startRun: (id: number) => called(`run ${id}`),
		stopRun: (id: number) => called(`stop ${id}`),
	};
	const said: string[] = [];
	const warned: string[] = [];
	return {
		paths,
		backend: {name: 'test', ...done, ...backend},
		by: {user: 'root', sudoUser: 'anna', sshPeer: '10.0.0.7'},
		async hooks(point, context) {
			calls.push(`hooks ${point}`);
			await hooks(point, context);
		},
		progress: (line) => void said.push(line),
		warn: (line) => void warned.push(line),
		calls,
		said,
		warned,
		async stored() {
			const request = await readRequest(paths.request, t.fail);
			const commands = await listCommands(paths, t.fail);
			return {request: request?.reason, commands: commands.map(({id, state}) => `${id} ${state}`)};
		},
		async pause(held = 'request') {
			await writeFile(paths.boot, encodeRecord('boot', {boot: thisBoot, held, count: '1', limit: '2', up: '1'}));
			await writeFile(paths.paused, '');
		},
	};
}

/** Names in the state directory, without those of the schedule. */
export async function stateFiles({paths}: World): Promise<readonly string[]> {
	return (await readdir(paths.state)).filter((name) => name !== 'schedule').sort();
}

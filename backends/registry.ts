import {existsSync, realpathSync} from 'node:fs';
import type {Backend} from '../src/backend.js';
import type {Finding} from '../src/console/snapshot.js';
import {examineAnyNode} from '../src/doctor/examine.js';
import {UmmError} from '../src/errors.js';
import type {Paths} from '../src/paths.js';
import type {Runner} from '../src/runner.js';
import {type BootLoader, bootLoaderAt} from './bootloader/boot-loader.js';
import {sandboxBackend} from './sandbox/backend.js';
import {type ShellInit, shellBackend} from './shell/backend.js';
import {systemdBackend} from './systemd/backend.js';

/** The init system of this node, running or not: as find_init of the gate's common.sh has it. */
function initHere(): 'systemd' | ShellInit | undefined {
	if (existsSync('/run/systemd/system')) return 'systemd';
	if (existsSync('/run/openrc')) return 'openrc';
	if (existsSync('/run/initctl')) return 'sysvinit';
	let program = '';
	try {
		program = realpathSync('/sbin/init');
	} catch {
		/* There is none, or nothing that it leads to. */
	}
	if (program.endsWith('/systemd')) return 'systemd';
	// No Node.js runs on nodes with upstart: they have umm-core alone.
	if (existsSync('/etc/init/rc-sysinit.conf') || existsSync('/etc/init/rcS.conf')) return undefined;
	if (existsSync('/sbin/openrc')) return 'openrc';
	return existsSync('/etc/inittab') ? 'sysvinit' : undefined;
}

/**
 * The backend of this node.
 *
 * @param paths paths of the node; a root directory other than `/` is a simulated node.
 * @throws UmmError (system) when no init system that umm knows is there.
 */
export function backendOf(paths: Paths, runner: Runner): Backend {
	if (paths.root !== '') return sandboxBackend(paths, runner);
	const init = initHere();
	if (init === 'systemd') return systemdBackend(paths, runner);
	if (init !== undefined) return shellBackend(paths, runner, init);
	throw new UmmError('system', 'umm knows no backend for the init system of this node', {
		hints: ['systemd, sysvinit and OpenRC are supported, and upstart by umm-core; nothing was changed'],
	});
}

/** The boot loader of this node; a simulated node has none. */
export function bootLoaderOf(paths: Paths, runner: Runner): BootLoader | undefined {
	return paths.root === '' ? bootLoaderAt(runner) : undefined;
}

/** All checks of `umm doctor`. @throws UmmError (system) as {@link backendOf} does. */
export async function examineNode(paths: Paths, runner: Runner): Promise<readonly Finding[]> {
	return [
		...(await backendOf(paths, runner).examine()),
		...(paths.root === '' ? await examineAnyNode(paths, runner) : []),
		...((await bootLoaderOf(paths, runner)?.examine()) ?? []),
	];
}

import {readFile} from 'node:fs/promises';
import {availableParallelism, freemem, loadavg, release, totalmem, type, uptime} from 'node:os';
import {diskReader} from '../report/disks.js';
import {readHostKeys} from '../report/host-keys.js';
import {readInit} from '../report/init.js';
import {readDefaultRoutes, readInterfaces} from '../report/network.js';
import type {Runner} from '../runner.js';
import type {NodeReport} from './snapshot.js';

/** Processors that run, of which load average counts (`/sys/devices/system/cpu/online`, e.g. `0-3,6`). */
async function processors(): Promise<number> {
	const text = await readFile('/sys/devices/system/cpu/online', 'utf8').catch(() => '');
	const ranges = text
		.trim()
		.split(',')
		.map((range) => range.split('-').map(Number));
	const count = ranges.reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0);
	return /^\d/.test(text) && Number.isFinite(count) ? count : availableParallelism();
}

/**
 * A reader of how this node is, for the pane Node: from files of the kernel, with no process but at most one for the
 * version of the init system.
 *
 * @returns what reads it; it never throws for what is missing.
 */
export function nodeReporter(runner: Runner): () => Promise<NodeReport> {
	const disks = diskReader();
	let init: Promise<string> | undefined;
	return async () => {
		init ??= readInit(runner);
		const [one = 0, five = 0, fifteen = 0] = loadavg();
		return {
			kernel: `${type()} ${release()}`,
			init: await init,
			uptime: uptime(),
			load: [one, five, fifteen],
			cpus: await processors(),
			memory: {total: totalmem(), available: freemem()},
			interfaces: await readInterfaces(),
			defaultRoutes: await readDefaultRoutes(),
			hostKeys: await readHostKeys(),
			disks: await disks(),
		};
	};
}

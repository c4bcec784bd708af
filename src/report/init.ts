import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import type {Runner} from '../runner.js';

/** The version of the systemd that runs, from the library that it has loaded; only root may look. */
async function loadedVersion(): Promise<string | undefined> {
	const maps = await readFile('/proc/1/maps', 'utf8').catch(() => '');
	return /libsystemd-(?:core|shared)-(\d+)/.exec(maps)?.[1];
}

/**
 * The init system of this node, with its version where it is known.
 *
 * @returns e.g. `systemd 252`; the name of process 1 where it is none of those that umm knows.
 */
export async function readInit(runner: Runner): Promise<string> {
	// sd_booted(3)
	if (existsSync('/run/systemd/system')) {
		const version =
			(await loadedVersion()) ??
			/^systemd (\d+)/.exec((await runner.run(['systemctl', '--version'], {timeout: 5000})).stdout)?.[1];
		return version === undefined ? 'systemd' : `systemd ${version}`;
	}
	if (existsSync('/run/openrc')) return 'OpenRC';
	return (await readFile('/proc/1/comm', 'utf8').catch(() => '')).trim();
}

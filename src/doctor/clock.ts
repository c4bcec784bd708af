/* The clock, and the window against the time that this node takes to boot. */
import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {formatDuration} from '../config/duration.js';
import type {Finding} from '../console/snapshot.js';
import type {Runner} from '../runner.js';

/** Seconds from systemd's start to the end of the boot, where systemd tells (org.freedesktop.systemd1(5)). */
async function bootTime(runner: Runner): Promise<number | undefined> {
	const names = ['UserspaceTimestampMonotonic', 'FinishTimestampMonotonic'];
	const {stdout} = await runner.run(['systemctl', 'show', `--property=${names.join()}`]);
	const [start = 0, end = 0] = names.map((name) => Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(stdout)?.[1] ?? 0));
	return end > 0 ? (end - start) / 1e6 : undefined;
}

/** @param window seconds of COUNTER_RESET_TIME. */
export async function examineWindow(window: number, runner: Runner): Promise<readonly Finding[]> {
	const took = await bootTime(runner);
	if (took === undefined) return [];
	const boot = `this boot took ${formatDuration(Math.ceil(took))}`;
	if (window > took) {
		return [{check: 'window', result: 'ok', message: `${boot}, COUNTER_RESET_TIME is ${formatDuration(window)}`}];
	}
	const message = `${boot}, and COUNTER_RESET_TIME is only ${formatDuration(window)}: a boot that dies soon after its start would count as healthy`;
	const hint = `'umm config set COUNTER_RESET_TIME ${Math.ceil(took / 60) * 2}min'`;
	return [{check: 'window', result: 'warning', message, hint}];
}

/** Whether the clock is behind the installation of umm. It decides nothing (design.md), but times are wrong then. */
export async function examineClock(root: string, now = Date.now()): Promise<readonly Finding[]> {
	const installed = (await stat(join('/', root, 'usr/lib/umm')).catch(() => undefined))?.ctimeMs;
	if (installed === undefined || installed <= now) return [];
	const message = `the clock says ${new Date(now).toISOString().slice(0, 10)}, which is before umm was installed: the times that umm shows are wrong`;
	return [{check: 'clock', result: 'warning', message, hint: "'timedatectl' or 'date -s' sets it"}];
}

/* The services of a simulated node: real child processes that write to its journal. */
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ServiceState} from '../../src/backend.js';
import type {Paths} from '../../src/paths.js';
import {startNodeProcess} from './processes.js';

/** What each runs, by /bin/sh -c. A service that ends at its start has failed. */
const services: Readonly<Record<string, string>> = {
	'storage.service': 'while :; do echo "storage: 3 of 3 disks are clean"; sleep 7; done',
	'database.service': 'while :; do echo "database: checkpoint complete"; sleep 5; done',
	'web.service': 'while :; do echo "web: GET /health 200"; sleep 3; done',
	'backup.service':
		'[ -d "$UMM_ROOT/srv/backup" ] || { echo "backup: /srv/backup: no such directory"; exit 1; }; while :; do echo "backup: nothing new"; sleep 11; done',
};

/** Milliseconds after which a service that still runs has started. */
const grace = 250;

const directoryOf = ({volatile}: Paths) => join(volatile, 'services');

/** The file that the services of a node write to in one boot. */
export const journalOf = ({root}: Paths, boot: string) => join(root, 'var/log/journal', boot);

/** Say that there are services to be started before this boot is operational (backends/sandbox/init.sh). */
export async function announceServices(paths: Paths): Promise<void> {
	await mkdir(directoryOf(paths), {recursive: true});
}

/** Start all of them, one after the other. @param boot boot id. */
export async function startServices(paths: Paths, boot: string): Promise<void> {
	for (const [name, script] of Object.entries(services)) {
		const state = (state: ServiceState['state']) => writeFile(join(directoryOf(paths), name), state);
		await state('starting');
		const ended = startNodeProcess(paths.root, script, journalOf(paths, boot));
		const failed = await Promise.race([ended.then(() => true), sleep(grace, false)]);
		await state(failed ? 'failed' : 'active');
	}
}

/** Services of a node, in the state that they were last seen in. */
export async function servicesOf(paths: Paths): Promise<readonly ServiceState[]> {
	const names = await readdir(directoryOf(paths)).catch(() => []);
	return Promise.all(
		names.sort().map(async (name) => {
			const state = await readFile(join(directoryOf(paths), name), 'utf8').catch(() => '');
			return {name, state: state === 'active' || state === 'failed' ? state : 'starting'};
		}),
	);
}

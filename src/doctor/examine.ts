import {loadConfig} from '../config/config.js';
import type {Finding} from '../console/snapshot.js';
import type {Paths} from '../paths.js';
import type {Runner} from '../runner.js';
import {examineLogin} from '../wiring/login.js';
import {examineAccess} from './access.js';
import {examineClock, examineWindow} from './clock.js';
import {examineConfig} from './config.js';
import {examineFilesystems} from './filesystems.js';
import {examineState} from './state.js';

/** What `umm doctor` checks of a node whatever its init system. It changes nothing but a probe file of its own. */
export async function examineAnyNode(paths: Paths, runner: Runner): Promise<readonly Finding[]> {
	const {config} = await loadConfig(paths.conf);
	return [
		...(await examineAccess(paths.root, runner)),
		await examineState(paths),
		...(await examineConfig(paths)),
		...(await examineWindow(config.counterResetTime, runner)),
		...(await examineClock(paths.root)),
		...(await examineFilesystems(paths.root)),
		...(await examineLogin(paths.root)),
	];
}

/* What opens the console at a login, whatever the init system. */
import {stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {Finding} from '../console/snapshot.js';
import {exists} from '../state/file.js';
import {examineSteps, reinstall} from './examine.js';
import {type LineStep, lineObstacle} from './line.js';

const snippet = '/etc/profile.d/umm.sh';
const mark = '# umm(8)';

const zprofile = (root: string) => join('/', root, 'etc/zsh/zprofile');

/**
 * The line that has zsh read the snippet where it has a directory of its own, as on Debian: it does not read
 * /etc/profile there. Elsewhere its /etc/zprofile does.
 *
 * @param root directory that stands for `/`.
 * @returns no step where there is no such file, or one that others may write.
 */
export async function loginWiring(root: string): Promise<readonly LineStep[]> {
	const path = zprofile(root);
	if ((await lineObstacle(path)) !== undefined) return [];
	const line = `if [[ -e /run/umm/paused && -r ${snippet} ]]; then emulate sh -c '. ${snippet}'; fi ${mark}`;
	return [{kind: 'line', path, line, mark, why: 'opens the console at a login with zsh'}];
}

async function examineZsh(root: string): Promise<readonly Finding[]> {
	const path = zprofile(root);
	if (!(await exists(dirname(path)))) return [];
	const obstacle = await lineObstacle(path);
	if (obstacle === undefined) return examineSteps(await loginWiring(root));
	const message = `zsh opens no console at a login: ${obstacle}`;
	return [{check: 'login', result: 'warning', message, hint: "put that right, then 'umm install'"}];
}

/** Whether a login opens the console while the node is paused. @param root directory that stands for `/`. */
export async function examineLogin(root: string): Promise<readonly Finding[]> {
	const path = join('/', root, snippet);
	const there = await stat(path).catch(() => undefined);
	return [
		there
			? {check: 'login', result: 'ok', message: `${path} opens the console at a login while the node is paused`}
			: {check: 'login', result: 'warning', message: `${path} is missing: 'umm' opens the console`, hint: reinstall},
		...(await examineZsh(root)),
	];
}

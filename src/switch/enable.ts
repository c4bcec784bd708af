import {setConfig} from '../config/store.js';
import {UmmError} from '../errors.js';
import {verdict} from '../machine/state.js';
import {readNode} from '../node.js';
import type {Paths} from '../paths.js';
import {dropRequest} from '../state/request.js';
import {cancelWaiting} from './commands.js';

async function judge(paths: Paths, verb: 'enable' | 'disable') {
	const node = await readNode(paths);
	const judged = verdict(verb, node.state);
	if (!judged.allowed) throw new UmmError('state', judged.message, {hints: [judged.hint]});
	return node;
}

/** `umm enable`. @throws UmmError (state) when umm is enabled already; (system) when the file can't be written. */
export async function enable(paths: Paths): Promise<void> {
	await judge(paths, 'enable');
	await setConfig(paths.conf, {UMM: 'yes'});
}

/**
 * `umm disable`: the configuration first, so that from there on no boot is held; then the request and the commands.
 *
 * @returns the numbers of the commands that were dropped.
 * @throws UmmError (state) when the node is paused or umm is disabled already; (system) when the file can't be written.
 */
export async function disable(paths: Paths, warn: (message: string) => void): Promise<readonly number[]> {
	const node = await judge(paths, 'disable');
	await setConfig(paths.conf, {UMM: 'no'});
	await dropRequest(paths.request);
	const dropped = await cancelWaiting(paths, node.request?.id, warn);
	return dropped.map(({id}) => id);
}

import {audited} from '../audit/record.js';
import {changeConfig} from '../config/store.js';
import {UmmError} from '../errors.js';
import {verdict} from '../machine/state.js';
import {readNode} from '../node.js';
import type {Paths} from '../paths.js';
import {dropRequest} from '../state/request.js';
import {describeRequester} from '../state/requester.js';
import {cancelWaiting} from './commands.js';
import {withSwitchLock} from './lock.js';
import type {World} from './world.js';

async function judge(paths: Paths, verb: 'enable' | 'disable') {
	const node = await readNode(paths);
	const judged = verdict(verb, node.state);
	if (!judged.allowed) throw new UmmError('state', judged.message, {hints: [judged.hint]});
	return node;
}

/** `umm enable`. @throws UmmError (state) when umm is enabled already; (system) when the file can't be written. */
export function enable(world: World): Promise<void> {
	const {paths} = world;
	const who = describeRequester(world.by);
	const work = async () => {
		await judge(paths, 'enable');
		await changeConfig(paths, who, {UMM: 'yes'});
	};
	return audited(world, {action: 'enable'}, () => withSwitchLock(paths.switchLock, who, work));
}

/**
 * `umm disable`: the configuration first, so that from there on no boot is held; then the request, the reboot that was
 * to come with it (unless the shutdown has begun), and the commands.
 *
 * @returns the numbers of the commands that were dropped.
 * @throws UmmError (state) when the node is paused or umm is disabled already; (system) when the file can't be written.
 */
export function disable(world: World): Promise<readonly number[]> {
	const {paths, backend, warn} = world;
	const who = describeRequester(world.by);
	const work = async () => {
		const node = await judge(paths, 'disable');
		await changeConfig(paths, who, {UMM: 'no'});
		await dropRequest(paths.request);
		if (node.request) await backend.cancelReboot();
		const dropped = await cancelWaiting(paths, node.request?.id, warn);
		return dropped.map(({id}) => id);
	};
	return audited(world, {action: 'disable'}, () => withSwitchLock(paths.switchLock, who, work));
}

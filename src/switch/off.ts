import {audited} from '../audit/record.js';
import {messageOf, UmmError} from '../errors.js';
import {verdict} from '../machine/state.js';
import {type NodeFacts, readNode} from '../node.js';
import {dropRequest} from '../state/request.js';
import {describeRequester} from '../state/requester.js';
import {cancelWaiting} from './commands.js';
import {dropLeaving, storeLeaving} from './leaving.js';
import {withSwitchLock} from './lock.js';
import type {World} from './world.js';

export interface OffOptions {
	readonly how: 'resume' | 'reboot';
	readonly force: boolean;
	/** Why, when nobody asked for it now; for the audit log. */
	readonly why?: string;
}

/** What came of it. */
export type OffEffect = 'withdrawn' | 'resuming' | 'rebooting';

/** What `umm off` would do now. @throws UmmError (state) by the contract. */
export function offEffect({state}: NodeFacts, how: OffOptions['how']): 'withdraw' | 'resume' | 'reboot' {
	const judged = verdict(how === 'reboot' ? 'off reboot' : 'off', state);
	if (!judged.allowed) throw new UmmError('state', judged.message, {hints: [judged.hint]});
	return judged.effect as 'withdraw' | 'resume' | 'reboot';
}

async function withdraw({paths, backend, warn, progress}: World, node: NodeFacts): Promise<OffEffect> {
	// Called off first: between a look and this the shutdown could begin.
	await backend.cancelReboot();
	if (await backend.isGoingDown()) {
		throw new UmmError('state', 'the reboot into maintenance mode has begun', {
			hints: ["log in again after it, then 'umm off'"],
		});
	}
	await dropRequest(paths.request);
	const cancelled = await cancelWaiting(paths, node.request?.id, warn);
	progress('the request is withdrawn: the next boot is an ordinary one');
	for (const {id} of cancelled) progress(`command ${id} is cancelled`);
	return 'withdrawn';
}

/** A note that can't be written must not keep the node paused: the hooks after it will not run, and that is said. */
async function noteLeaving({paths, by, warn}: World, reason: string, action: string): Promise<void> {
	await storeLeaving(paths.leaving, {reason, requestedBy: describeRequester(by), action}).catch((error: unknown) =>
		warn(`${messageOf(error)}: the after-off hooks will not run`),
	);
}

async function leave(world: World, node: NodeFacts, {how, force}: OffOptions): Promise<OffEffect> {
	const {paths, backend, by, progress, warn} = world;
	const reason = node.request?.reason ?? '';
	await world.hooks('before-off', {reason, requestedBy: describeRequester(by), state: 'paused', action: how, force});
	await noteLeaving(world, reason, how);
	for (const {id, state} of node.commands) {
		if (state === 'running')
			warn(`command ${id} still runs${how === 'resume' ? ' and goes on' : ': the reboot ends it'}`);
	}
	try {
		await backend.leave(how === 'resume' && force ? 'force' : how);
	} catch (error) {
		await dropLeaving(paths.leaving).catch(() => undefined);
		throw error;
	}
	for (const {id} of await cancelWaiting(paths, node.request?.id, warn)) progress(`command ${id} is cancelled`);
	return how === 'resume' ? 'resuming' : 'rebooting';
}

/**
 * `umm off`: withdraw the request, resume the held boot, or reboot out of it.
 *
 * @throws UmmError (state) by the contract; (refused) when a before-off hook failed: the node stays paused; (system).
 */
export function switchOff(world: World, options: OffOptions): Promise<OffEffect> {
	const work = async () => {
		const node = await readNode(world.paths);
		return offEffect(node, options.how) === 'withdraw' ? withdraw(world, node) : leave(world, node, options);
	};
	return audited(world, {action: options.how === 'reboot' ? 'off reboot' : 'off', detail: options.why}, () =>
		withSwitchLock(world.paths.switchLock, describeRequester(world.by), work),
	);
}

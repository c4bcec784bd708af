import {randomBytes} from 'node:crypto';
import {audited} from '../audit/record.js';
import {UmmError} from '../errors.js';
import {verdict} from '../machine/state.js';
import {bootId, readNode} from '../node.js';
import {addCommand, type NewCommand, type ScheduledCommand, saveCommand} from '../schedule.js';
import {makeDirectory} from '../state/file.js';
import {type Afterwards, dropRequest, type Request, storeRequest} from '../state/request.js';
import {describeRequester} from '../state/requester.js';
import {withSwitchLock} from './lock.js';
import type {World} from './world.js';

/** What `umm on` was asked for. */
export interface OnOptions {
	readonly reason: string;
	/** Seconds from now at which the administrator expects to be done. */
	readonly expected?: number;
	readonly afterwards: Afterwards;
	/** The commands to run in MM, one after the other. */
	readonly commands: ReadonlyArray<Pick<NewCommand, 'command' | 'timeout' | 'onFailure'>>;
	readonly force: boolean;
}

/**
 * Refuse `umm on` where it is not possible, before anything is asked or changed.
 *
 * @throws UmmError (state) by the contract; (refused) when a boot could not be held on this node.
 */
export async function checkOn({paths, backend}: World): Promise<void> {
	const judged = verdict('on', (await readNode(paths)).state);
	if (!judged.allowed) throw new UmmError('state', judged.message, {hints: [judged.hint]});
	const obstacle = await backend.obstacle();
	if (obstacle !== undefined) throw new UmmError('refused', obstacle, {hints: ["'umm doctor' says what to do"]});
}

/* What can't be marked as cancelled belongs to no request, so it never runs. */
async function forget({paths}: World, stored: readonly ScheduledCommand[]): Promise<void> {
	for (const command of stored) {
		await saveCommand(paths, {...command, state: 'cancelled'}).catch(() => undefined);
	}
}

/**
 * `umm on`: hooks, then the commands and the request on disk, then a clean reboot. The stored request is the moment from
 * which it counts: killed before, commands that were stored already belong to no request and never run.
 *
 * @throws UmmError (state, refused, system); nothing has changed then.
 */
export function switchOn(world: World, options: OnOptions): Promise<Request> {
	const {paths, backend, by} = world;
	const requestedBy = describeRequester(by);
	const detail = [options.reason, ...options.commands.map(({command}) => command)]
		.filter((text) => text !== '')
		.join(': ');
	const work = async () => {
		await checkOn(world);
		const {reason, force, afterwards} = options;
		await world.hooks('before-on', {reason, requestedBy, state: 'operational', action: 'on', force});
		const created = Math.floor(Date.now() / 1000);
		const request: Request = {
			id: randomBytes(8).toString('hex'),
			created,
			reason,
			by,
			...(options.expected === undefined ? {} : {until: created + options.expected}),
			afterwards,
			boot: await bootId(paths),
		};
		await makeDirectory(paths.state);
		const stored: ScheduledCommand[] = [];
		try {
			for (const command of options.commands) {
				stored.push(await addCommand(paths, {...command, created, by, request: request.id}));
			}
			if (!(await storeRequest(paths.request, request))) {
				throw new UmmError('state', 'maintenance mode is asked for already', {hints: ["'umm off' withdraws it"]});
			}
			await backend.reboot().catch(async (error: unknown) => {
				await dropRequest(paths.request);
				throw error;
			});
		} catch (error) {
			await forget(world, stored);
			throw error;
		}
		return request;
	};
	return audited(world, {action: 'on', detail}, () => withSwitchLock(paths.switchLock, requestedBy, work));
}

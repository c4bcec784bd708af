import {changeSetting} from '../config/settings.js';
import {listHooks} from '../hooks/list.js';
import {readNode} from '../node.js';
import type {Paths} from '../paths.js';
import type {ScheduledCommand} from '../schedule.js';
import {describeRequester} from '../state/requester.js';
import {disable, enable} from '../switch/enable.js';
import {switchOffAndFollow} from '../switch/follow-resume.js';
import {switchOff} from '../switch/off.js';
import {type OnOptions, switchOn} from '../switch/on.js';
import {planOn} from '../switch/plan.js';
import type {World} from '../switch/world.js';
import {nodeCommandActions} from './command-actions.js';
import type {Presence} from './presence.js';
import type {ConsoleActions, MaintenancePlan, Session} from './snapshot.js';

/** What an action means for a command, with its text in one line. */
function aboutCommand({id, command, state}: ScheduledCommand, action: 'resume' | 'reboot'): string {
	const line = command.replaceAll(/\s+/g, ' ').trim();
	const named = `Command ${id} (${line.length > 60 ? `${line.slice(0, 59)}…` : line})`;
	if (state === 'waiting') return `${named} has not run and is cancelled.`;
	return `${named} runs now${action === 'resume' ? ' and goes on.' : ': the reboot ends it.'}`;
}

/** What an action means for somebody who has a console open too. */
function aboutSession({by}: Session, action: 'resume' | 'reboot'): string {
	const end = action === 'reboot' ? '; the reboot ends that session' : '';
	return `${describeRequester(by)} has a console open too${end}.`;
}

/**
 * The actions of one console on this node.
 *
 * @param worldFor makes the world of one action, given where its progress goes.
 * @param presence of that console: the others are told what is done.
 */
export function nodeActions(
	worldFor: (progress: (line: string) => void) => Promise<World>,
	presence: Presence,
): ConsoleActions {
	const quiet = () => worldFor(() => undefined);
	return {
		commands: nodeCommandActions(quiet, presence),
		async resume(progress) {
			presence.did('resumes the boot');
			const world = await worldFor(progress);
			await switchOffAndFollow(world, {how: 'resume', force: false});
		},
		async reboot(progress) {
			presence.did('reboots the node');
			await switchOff(await worldFor(progress), {how: 'reboot', force: false});
			progress('The node reboots; this connection ends.');
		},
		async maintenance(plan, progress) {
			presence.did('asks for maintenance mode');
			await switchOn(await worldFor(progress), optionsOf(plan));
			progress('The node reboots into maintenance mode; log in again in a moment.');
		},
		async withdraw(progress) {
			presence.did('withdraws the request');
			await switchOff(await worldFor(progress), {how: 'resume', force: false});
		},
		async enable() {
			presence.did('enables umm');
			await enable(await quiet());
		},
		async disable() {
			presence.did('disables umm');
			await disable(await quiet());
		},
		async set(key, value) {
			presence.did(`sets ${key}`);
			await changeSetting(await quiet(), key, value);
		},
		async consequences(action, plan) {
			const {paths} = await quiet();
			const others = await presence.others();
			switch (action) {
				case 'shell':
					return ['A shell opens; leaving it brings you back here.'];
				case 'resume':
				case 'reboot':
					return leaving(paths, action, others);
				case 'maintenance':
					return [
						...(await planOn(paths, optionsOf(plan ?? {reason: '', commands: [], afterwards: 'stay'}))),
						...others.map((session) => aboutSession(session, 'reboot')),
					].map(asSentence);
				case 'withdraw':
					return ['The reboot that was to come does not, and the commands that came with it are cancelled.'];
				case 'enable':
					return ['umm holds boots of this node again: when it is asked to, and after too many unclean ones.'];
				case 'disable':
					return ['No boot is held any more, however often this node fails. Commands that wait are cancelled.'];
			}
		},
	};
}

const asSentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

const optionsOf = ({commands, ...plan}: MaintenancePlan): OnOptions => ({
	...plan,
	force: false,
	commands: commands.map((command) => ({command, onFailure: 'stop'})),
});

/** What the end of maintenance mode means for the hooks, for the commands and for those who are here. */
async function leaving(
	paths: Paths,
	action: 'resume' | 'reboot',
	others: readonly Session[],
): Promise<readonly string[]> {
	const {commands} = await readNode(paths);
	const hooks = await listHooks(paths, 'before-off');
	const running = commands.filter(({state}) => state === 'running');
	const waiting = commands.filter(({state}) => state === 'waiting');
	return [
		...hooks.map(({name}) => `The hook ${name} runs first; if it fails, the node stays paused.`),
		action === 'resume'
			? 'This boot goes on: the ordinary services start. Your session stays.'
			: 'The node reboots cleanly and boots all the way. Your session ends.',
		...others.map((session) => aboutSession(session, action)),
		...[...running, ...waiting].map((command) => aboutCommand(command, action)),
	];
}

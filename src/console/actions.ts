import {listHooks} from '../hooks/list.js';
import {readNode} from '../node.js';
import {followResume} from '../switch/follow-resume.js';
import {switchOff} from '../switch/off.js';
import type {World} from '../switch/world.js';
import type {ConsoleActions} from './snapshot.js';

/**
 * The console's actions on this node.
 *
 * @param worldFor makes the world of one action, given where its progress goes.
 */
export function nodeActions(worldFor: (progress: (line: string) => void) => Promise<World>): ConsoleActions {
	return {
		async resume(progress) {
			const world = await worldFor(progress);
			if ((await switchOff(world, {how: 'resume', force: false})) === 'resuming') await followResume(world);
		},
		async reboot(progress) {
			await switchOff(await worldFor(progress), {how: 'reboot', force: false});
			progress('The node reboots; this connection ends.');
		},
		async consequences(action) {
			if (action === 'shell') return ['A shell opens; leaving it brings you back here. The node stays paused.'];
			const {paths} = await worldFor(() => undefined);
			const {commands} = await readNode(paths);
			const hooks = await listHooks(paths, 'before-off');
			const waiting = commands.filter(({state}) => state === 'waiting').map(({id}) => id);
			const running = commands.filter(({state}) => state === 'running').map(({id}) => id);
			return [
				...hooks.map(({name}) => `The hook ${name} runs first; if it fails, the node stays paused.`),
				action === 'resume'
					? 'This boot goes on: the ordinary services start. Your session stays.'
					: 'The node reboots cleanly and boots all the way. Your session ends.',
				...running.map(
					(id) => `Command ${id} runs now${action === 'resume' ? ' and goes on.' : ': the reboot ends it.'}`,
				),
				...waiting.map((id) => `Command ${id} has not run and is cancelled.`),
			];
		},
	};
}

import {listHooks} from '../hooks/list.js';
import {readNode} from '../node.js';
import {switchOffAndFollow} from '../switch/follow-resume.js';
import {offEffect} from '../switch/off.js';
import {flag, printJson, say, usageError, type VerbMain, warn} from './context.js';
import {outliveShutdown, worldOf} from './world.js';

/** `umm off [reboot]`. */
export const main: VerbMain = async (context) => {
	const [word, ...more] = context.words;
	if ((word !== undefined && word !== 'reboot') || more.length > 0) {
		throw usageError(
			context,
			`umm off takes nothing or the word reboot, not ${JSON.stringify(context.words.join(' '))}`,
		);
	}
	const how = word === 'reboot' ? 'reboot' : 'resume';
	if (flag(context, 'dry-run')) {
		const node = await readNode(context.paths);
		const effect = offEffect(node, how);
		const hooks = effect === 'withdraw' ? [] : await listHooks(context.paths, 'before-off');
		const waiting = node.commands.filter(({state}) => state === 'waiting');
		const steps = [
			...hooks.map(({name}) => `run the hook ${name}`),
			{
				withdraw: 'withdraw the request',
				resume: 'let the held boot go on to operational',
				reboot: 'reboot this node cleanly to operational',
			}[effect],
			...waiting.map(({id}) => `cancel command ${id}, which has not run`),
		];
		if (flag(context, 'json')) printJson(context, 'umm/off/1', {dryRun: true, steps, effect});
		else for (const step of steps) say(context, `would ${step}`);
		return 0;
	}
	const world = await worldOf(context);
	process.on('SIGHUP', () => warn(context, 'the terminal is gone; going on'));
	if (how === 'reboot') outliveShutdown();
	const effect = await switchOffAndFollow(world, {how, force: flag(context, 'force')});
	if (effect === 'rebooting') world.progress('rebooting to operational');
	if (flag(context, 'json')) printJson(context, 'umm/off/1', {dryRun: false, steps: [], effect});
	return 0;
};

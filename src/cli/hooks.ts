import {messageOf} from '../errors.js';
import {dropLeaving, readLeaving} from '../switch/leaving.js';
import {usageError, type VerbMain, warn} from './context.js';
import {worldOf} from './world.js';

/** `umm hooks run-after-off`: what umm-after-off.service runs once the node is operational again. */
export const main: VerbMain = async (context) => {
	if (context.words.join(' ') !== 'run-after-off') throw usageError(context, 'umm hooks takes run-after-off');
	const {paths} = context;
	const leaving = await readLeaving(paths.leaving).catch((error: unknown) => {
		warn(context, `${messageOf(error)}: the after-off hooks are told nothing`);
		return {reason: '', requestedBy: '', action: ''};
	});
	if (!leaving) return 0;
	// Forgotten first: a hook that brings the node down must not be run again at each boot.
	await dropLeaving(paths.leaving).catch((error: unknown) => warn(context, messageOf(error)));
	const world = await worldOf(context);
	await world.hooks('after-off', {...leaving, state: 'operational', force: false});
	return 0;
};

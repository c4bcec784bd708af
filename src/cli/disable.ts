import {disable} from '../switch/enable.js';
import {flag, printJson, say, usageError, type VerbMain} from './context.js';
import {worldOf} from './world.js';

/** `umm disable`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm disable takes no argument');
	const dropped = await disable(await worldOf(context));
	if (flag(context, 'json')) {
		printJson(context, 'umm/disable/1', {enabled: false, dropped});
		return 0;
	}
	say(context, 'umm is disabled: no boot is held');
	for (const id of dropped) say(context, `command ${id} is cancelled`);
	return 0;
};

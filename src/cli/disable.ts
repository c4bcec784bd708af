import {disable} from '../switch/enable.js';
import {flag, printJson, say, type VerbMain, warn} from './context.js';

/** `umm disable`. */
export const main: VerbMain = async (context) => {
	const dropped = await disable(context.paths, (line) => warn(context, line));
	if (flag(context, 'json')) {
		printJson(context, 'umm/disable/1', {enabled: false, dropped});
		return 0;
	}
	say(context, 'umm is disabled: no boot is held');
	for (const id of dropped) say(context, `command ${id} is cancelled`);
	return 0;
};

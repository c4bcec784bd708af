import {enable} from '../switch/enable.js';
import {flag, printJson, say, usageError, type VerbMain} from './context.js';
import {worldOf} from './world.js';

/** `umm enable`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm enable takes no argument');
	await enable(await worldOf(context));
	if (flag(context, 'json')) printJson(context, 'umm/enable/1', {enabled: true});
	else say(context, 'umm is enabled');
	return 0;
};

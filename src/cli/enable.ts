import {enable} from '../switch/enable.js';
import {flag, printJson, say, type VerbMain} from './context.js';

/** `umm enable`. */
export const main: VerbMain = async (context) => {
	await enable(context.paths);
	if (flag(context, 'json')) printJson(context, 'umm/enable/1', {enabled: true});
	else say(context, 'umm is enabled');
	return 0;
};

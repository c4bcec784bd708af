import {readAudit} from '../audit/read.js';
import {describeRequester} from '../state/requester.js';
import {formatTime} from '../why.js';
import {flag, printJson, say, usageError, type VerbMain, warn} from './context.js';
import {iso, requesterJson} from './json.js';

/** Actions that are shown. */
const count = 200;

/** `umm audit`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm audit takes no argument');
	const warnings: string[] = [];
	const entries = await readAudit(context.paths, count, (message) => void warnings.push(message));
	if (flag(context, 'json')) {
		const shown = entries.map(({time, by, action, detail, outcome}) => ({
			time: iso(time),
			by: requesterJson(by),
			action,
			detail: detail ?? null,
			outcome,
		}));
		printJson(context, 'umm/audit/1', {entries: shown, warnings});
		return 0;
	}
	for (const warning of warnings) warn(context, warning);
	if (entries.length === 0) say(context, 'Nothing was done with umm on this node yet.');
	for (const {time, by, action, detail, outcome} of entries) {
		// One entry, one line, also when a command has several.
		const more = detail === undefined ? '' : `: ${detail.replaceAll(/\s/g, ' ')}`;
		const what = `${action.replaceAll(/\s/g, ' ')}${more}`;
		say(context, `${formatTime(time)}  ${outcome.padEnd(7)}  ${describeRequester(by)}: ${what}`);
	}
	return 0;
};

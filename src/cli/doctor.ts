import {backendOf, examineNode} from '../../backends/registry.js';
import {exitStatus} from '../errors.js';
import {execaRunner} from '../exec.js';
import {flag, printJson, say, usageError, type VerbMain} from './context.js';

const marks = {ok: 'ok     ', warning: 'warning', broken: 'BROKEN '};

/** `umm doctor`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm doctor takes no argument');
	const backend = backendOf(context.paths, execaRunner);
	const findings = await examineNode(context.paths, execaRunner);
	const broken = findings.some(({result}) => result === 'broken');
	if (flag(context, 'json')) {
		printJson(context, 'umm/doctor/1', {backend: backend.name, findings});
	} else {
		for (const {check, result, message, hint} of findings) {
			say(context, `${marks[result]}  ${check}: ${message}`);
			if (result !== 'ok' && hint !== undefined) say(context, `         what to do: ${hint}`);
		}
		say(context, broken ? 'umm would not work on this node' : 'umm will work when it is needed');
	}
	return broken ? exitStatus.refused : exitStatus.done;
};

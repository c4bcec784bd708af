import {openSessions} from '../console/sessions.js';
import {readNode} from '../node.js';
import {whyPaused} from '../why.js';
import {flag, printJson, usageError, type VerbMain, warn} from './context.js';
import {describeNode} from './describe-node.js';
import {commandJson, requestJson, sessionJson} from './json.js';

/** `umm status`: for people on a terminal, JSON with --json, one line for scripts elsewhere. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm status takes no argument');
	if (flag(context, 'json')) {
		const node = await readNode(context.paths);
		const why = whyPaused(node);
		printJson(context, 'umm/status/1', {
			host: node.host,
			state: node.state,
			since: node.boot.since === undefined ? null : new Date(node.boot.since).toISOString(),
			why: why ? {kind: node.boot.held, sentence: why.sentence, evidence: why.evidence} : null,
			boot: {id: node.boot.id, count: node.boot.count, limit: node.boot.limit},
			request: node.request ? requestJson(node.request) : null,
			config: node.config,
			commands: node.commands.map(commandJson),
			consoles: (await openSessions(context.paths)).map(sessionJson),
			warnings: node.warnings,
		});
		return 0;
	}
	if (context.stdout.isTTY) {
		const node = await readNode(context.paths);
		for (const warning of node.warnings) warn(context, warning);
		describeNode(context, node, await openSessions(context.paths));
		return 0;
	}
	const {plainStatus} = await import('./acting.js');
	return plainStatus(context);
};

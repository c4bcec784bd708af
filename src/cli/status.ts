import {formatDuration} from '../config/duration.js';
import {openSessions} from '../console/sessions.js';
import type {Session} from '../console/snapshot.js';
import {type NodeFacts, readNode} from '../node.js';
import {describeRequester} from '../state/requester.js';
import {formatTime, whyPaused} from '../why.js';
import {type Context, flag, printJson, say, usageError, type VerbMain, warn} from './context.js';
import {describeCommand} from './describe-command.js';
import {commandJson, requestJson, sessionJson} from './json.js';

function headline({state, boot, now, request}: NodeFacts): string {
	const since = boot.since === undefined ? '' : ` for ${formatDuration((now - boot.since) / 1000)}`;
	switch (state) {
		case 'paused':
			return `maintenance mode: this boot is held${since}`;
		case 'asked':
			return `maintenance mode is asked for by ${request ? describeRequester(request.by) : 'someone'}: the next boot will be held`;
		case 'disabled':
			return 'umm is disabled: no boot is ever held';
		case 'operational':
			return `operational${since}`;
	}
}

/** Who has a console open, since when, and what was done on it last. */
function describeSession({by, since, last}: Session): string {
	return `${describeRequester(by)} since ${formatTime(since)}${last === undefined ? '' : `, ${last.what.replaceAll(/\s+/g, ' ')}`}`;
}

function print(context: Context, node: NodeFacts, sessions: readonly Session[]): void {
	say(context, `${node.host}: ${headline(node)}`);
	const why = whyPaused(node);
	if (why) {
		say(context, `  ${why.sentence}`);
		for (const line of why.evidence) say(context, `    ${line}`);
	} else if (node.state === 'operational') {
		const {rebootCount, counterResetTime} = node.config;
		const unproven =
			node.ledger[0]?.proof === 'window'
				? 'this boot has proved healthy'
				: `boot ${node.boot.count} since the last proof of health`;
		say(
			context,
			`  ${unproven}; more than ${rebootCount} unclean boots within ${formatDuration(counterResetTime)} each pause the node`,
		);
	}
	const shown = node.commands.filter(
		({state}) => state === 'waiting' || state === 'running' || node.state === 'paused',
	);
	if (shown.length > 0) {
		say(context, '  scheduled commands:');
		for (const command of shown) say(context, `    ${describeCommand(command, node.now)}`);
	}
	if (sessions.length > 0) {
		say(context, '  open consoles:');
		for (const session of sessions) say(context, `    ${describeSession(session)}`);
	}
	if (node.state === 'paused') say(context, "  'umm off' lets this boot go on, 'umm off reboot' reboots");
	if (node.state === 'asked') say(context, "  'umm off' withdraws it");
	if (node.state === 'disabled') say(context, "  'umm enable' enables it");
}

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
		print(context, node, await openSessions(context.paths));
		return 0;
	}
	const {plainStatus} = await import('./acting.js');
	return plainStatus(context);
};

import {formatDuration} from '../config/duration.js';
import type {Session} from '../console/snapshot.js';
import type {NodeFacts} from '../node.js';
import {describeRequester} from '../state/requester.js';
import {formatTime, whyPaused} from '../why.js';
import {type Context, say} from './context.js';
import {describeCommand} from './describe-command.js';

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

/** Say the state of a node to people. */
export function describeNode(context: Context, node: NodeFacts, sessions: readonly Session[]): void {
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

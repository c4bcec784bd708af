/* What is around every session, each a small function of the next one. */
import {setTimeout as sleep} from 'node:timers/promises';
import {formatDuration} from '../config/duration.js';
import {exitStatus, messageOf, UmmError} from '../errors.js';
import {type Log, quoted} from './log.js';
import type {Middleware, Session} from './session.js';
import type {TerminalChannel} from './terminal-channel.js';

/** Milliseconds that a console has to give its terminal back. */
const patience = 1000;

/** What a session is, for the log: the verb alone, since arguments may hold secrets. */
function kindOf({command}: Session): string {
	if (command === undefined) return 'console';
	const verb = command.trim().replace(/^(\/usr\/bin\/)?umm(\s+|$)/, '');
	return quoted(verb.split(/\s/)[0] ?? '');
}

/** One line in the log when a session ends. */
export function logged(log: Log): Middleware {
	return (next) => async (session) => {
		const {id, login} = session;
		const start = performance.now();
		const status = await next(session);
		const after = formatDuration((performance.now() - start) / 1000);
		log(`session ${id} of ${login.user} from ${login.peer} ended: ${kindOf(session)}, exit status ${status}, ${after}`);
		return status;
	};
}

/** Errors end the session and nothing else: the client is told, and a fault is logged with where it was thrown. */
export function guarded(log: Log): Middleware {
	return (next) => async (session) => {
		const {scope, terminal, output} = session;
		const running = scope.run(() => next(session));
		try {
			return await Promise.race([running, scope.fault]);
		} catch (error) {
			terminal?.hangUp();
			await Promise.race([running.catch(() => undefined), sleep(patience)]);
			const known = error instanceof UmmError;
			if (!known)
				log(`session ${session.id}: a fault of umm's: ${error instanceof Error ? error.stack : messageOf(error)}`);
			const lines = known
				? [error.message, ...error.hints]
				: ["a fault of umm's has ended this session; the log has it"];
			const end = terminal ? '\r\n' : '\n';
			await output.writeError(lines.map((line) => `umm: ${line.replaceAll(/\p{Cc}/gu, '\uFFFD')}${end}`).join(''));
			return known ? error.exitStatus : exitStatus.system;
		}
	};
}

/** No more than so many sessions at once, on all connections together. */
export function limited(most: number): Middleware {
	let sessions = 0;
	return (next) => async (session) => {
		if (sessions >= most) {
			throw new UmmError('state', `there are ${sessions} sessions already, and no more are served`);
		}
		sessions++;
		try {
			return await next(session);
		} finally {
			sessions--;
		}
	};
}

/** A terminal on which nothing is typed for so long is hung up. @param idle milliseconds. */
export function hungUpWhenIdle(terminal: TerminalChannel, idle: number): Middleware {
	return (next) => async (session) => {
		let isIdle = false;
		const timer = setTimeout(() => {
			isIdle = true;
			terminal.hangUp();
		}, idle);
		terminal.on('active', () => timer.refresh());
		const status = await next(session).finally(() => clearTimeout(timer));
		if (!isIdle) return status;
		throw new UmmError('state', `nothing was typed for ${formatDuration(idle / 1000)}: the session ends`);
	};
}

import {UmmError} from '../errors.js';
import {wordsOf} from './exec-words.js';
import {hungUpWhenIdle} from './middleware.js';
import type {Handler, Session} from './session.js';
import type {TerminalChannel} from './terminal-channel.js';

/** The two kinds of sessions. */
export interface Kinds {
	/** Show the console on the session's terminal, until it is left. */
	readonly openConsole: (session: Session, terminal: TerminalChannel) => Promise<number>;
	/** Run a verb. @param words the verb and its arguments. @throws UmmError (usage) when there is no such verb. */
	readonly runVerb: (words: readonly string[], session: Session) => Promise<number>;
}

/**
 * Serves what was asked for: the console, or one verb of umm's; never anything else.
 *
 * @param idle milliseconds after which a console on which nothing is typed is ended.
 */
export function byKind({openConsole, runVerb}: Kinds, idle: number): Handler {
	return async (session) => {
		const {command, terminal} = session;
		const words = command === undefined ? ['console'] : wordsOf(command);
		const [verb = terminal ? 'console' : 'status', ...rest] = words;
		if (verb !== 'console') return runVerb([verb, ...rest], session);
		if (rest.length > 0) throw new UmmError('usage', 'umm console takes no argument');
		if (!terminal) {
			throw new UmmError('system', 'the console needs a terminal', {
				hints: ["ask for one with 'ssh -t', or run a verb: status, off, help"],
			});
		}
		return hungUpWhenIdle(terminal, idle)(() => openConsole(session, terminal))(session);
	};
}

import {useCallback} from 'react';
import type {ConsoleSource, Snapshot} from '../../../src/console/snapshot.js';
import type {Requester} from '../../../src/state/requester.js';
import {oneLine} from '../../text/sanitise.js';
import {type Polled, usePolled} from './use-polled.js';

/** Milliseconds that the first frame waits for the state; a disk may hang. */
const patience = 200;

/** The node's state for the first frame. @returns undefined when it takes too long or can't be read. */
export async function firstSnapshot(source: ConsoleSource): Promise<Snapshot | undefined> {
	const late = Promise.withResolvers<undefined>();
	const timer = setTimeout(late.resolve, patience, undefined);
	const read = async () => clean(await source.snapshot());
	return Promise.race([read().catch(() => undefined), late.promise]).finally(() => clearTimeout(timer));
}

/**
 * The node's state, read once a second.
 *
 * @param first what {@link firstSnapshot} gave.
 * @returns the reading, and a function that reads again at once.
 */
export function useSnapshot(
	source: ConsoleSource,
	first: Snapshot | undefined,
): readonly [Polled<Snapshot>, () => void] {
	return usePolled(
		useCallback(async () => clean(await source.snapshot()), [source]),
		1000,
		first,
	);
}

/* Everything in it was written by others: hosts, users, commands. */
function clean(snapshot: Snapshot): Snapshot {
	const {why, others, audit} = snapshot;
	return {
		...snapshot,
		host: oneLine(snapshot.host),
		...(why && {why: {...why, sentence: oneLine(why.sentence), evidence: why.evidence.map(oneLine)}}),
		commands: snapshot.commands.map((command) => ({...command, command: oneLine(command.command)})),
		...(others && {
			others: others.map((session) => ({
				...session,
				by: cleanRequester(session.by),
				...(session.last && {last: {...session.last, what: oneLine(session.last.what)}}),
			})),
		}),
		...(audit && {
			audit: audit.map(({detail, ...entry}) => ({
				...entry,
				by: cleanRequester(entry.by),
				action: oneLine(entry.action),
				...(detail === undefined ? {} : {detail: oneLine(detail)}),
			})),
		}),
		warnings: snapshot.warnings.map(oneLine),
	};
}

function cleanRequester({user, sudoUser, sshPeer, tty}: Requester): Requester {
	return {
		user: oneLine(user),
		...(sudoUser === undefined ? {} : {sudoUser: oneLine(sudoUser)}),
		...(sshPeer === undefined ? {} : {sshPeer: oneLine(sshPeer)}),
		...(tty === undefined ? {} : {tty: oneLine(tty)}),
	};
}

import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Paths} from '../paths.js';
import {processStat} from '../runs/process-stat.js';
import {createFile, isOwnDirectory, makeDirectory, removeFile, replaceFile} from '../state/file.js';
import type {Requester} from '../state/requester.js';
import {encodeSession, openSessions} from './sessions.js';
import type {Session} from './snapshot.js';

/** A console among the others of its node. */
export interface Presence {
	/** Of its session among those that are open. */
	readonly id: string;
	/**
	 * Tell the others what is done here. It never fails, and nobody waits for it.
	 *
	 * @param what e.g. `looked at command 3`.
	 */
	did(what: string): void;
	/** Who else has a console open now, the one open longest first. */
	others(): Promise<readonly Session[]>;
	/** This console is left. To be called once at its end. */
	close(): Promise<void>;
}

/** A name that no other console on this node has; node:crypto for a better one would cost 7 ms before the first frame. */
function newId(): string {
	const half = () =>
		Math.floor(Math.random() * 2 ** 32)
			.toString(16)
			.padStart(8, '0');
	return half() + half();
}

/** Make the record, unless its directory can't be made or trusted. @returns whether it is there. */
async function register(paths: Paths, path: string, text: string): Promise<boolean> {
	try {
		await makeDirectory(paths.volatile);
		// With the umask of the caller it could be closed to the others; the records in it are not secret.
		await mkdir(paths.consoles, {mode: 0o755}).catch(() => undefined);
		return isOwnDirectory(paths.consoles) && (await createFile(path, text));
	} catch {
		return false;
	}
}

/**
 * Register a console that opens, so that the others on this node see it. A process may have several. Where it can't be
 * registered (a user other than root, a full /run) it works all the same, and the others don't see it.
 *
 * @param by who opens it.
 */
export async function openPresence(paths: Paths, by: Requester): Promise<Presence> {
	let session: Session = {id: newId(), by, since: Date.now()};
	const owner = {pid: process.pid, start: (await processStat(process.pid))?.start ?? ''};
	const path = join(paths.consoles, session.id);
	let registered = await register(paths, path, encodeSession(session, owner));
	let written = Promise.resolve();
	return {
		id: session.id,
		did(what) {
			session = {...session, last: {what, time: Date.now()}};
			// One after the other; what has been overtaken meanwhile is not written, nor anything after the end.
			const mine = session;
			written = written.then(async () => {
				if (!registered || mine !== session) return;
				await replaceFile(path, encodeSession(mine, owner)).catch(() => undefined);
			});
		},
		others: async () => (await openSessions(paths)).filter(({id}) => id !== session.id),
		async close() {
			if (!registered) return;
			registered = false;
			await written;
			await removeFile(path).catch(() => undefined);
		},
	};
}

/* Where the console of a node gets what it draws. */

import {setTimeout as delay} from 'node:timers/promises';
import {readAudit} from '../audit/read.js';
import {settingsOf} from '../config/settings.js';
import {readEvidence} from '../evidence.js';
import {readNode} from '../node.js';
import type {Paths} from '../paths.js';
import type {Runner} from '../runner.js';
import {runOutput} from '../runs/output.js';
import {whyPaused} from '../why.js';
import {nodeReporter} from './node-report.js';
import type {Presence} from './presence.js';
import {openSessions} from './sessions.js';
import {shared} from './shared.js';
import type {AuditEntry, ConsoleSource, Finding, OutputChunk, Session, Snapshot} from './snapshot.js';

/** Actions that the console lists. */
const actions = 200;

/** Milliseconds that a snapshot waits for the audit log. */
const patience = 200;

interface AuditReading {
	readonly entries: readonly AuditEntry[];
	readonly warnings: readonly string[];
}

/** A reader of the audit log. Its disk may hang: what was read before is told until it answers. */
function auditReader(paths: Paths): () => Promise<AuditReading> {
	let last: AuditReading = {entries: [], warnings: []};
	let reading: Promise<void> | undefined;
	const read = async () => {
		const warnings: string[] = [];
		const entries = await readAudit(paths, actions, (message) => void warnings.push(message));
		last = {entries, warnings};
		reading = undefined;
	};
	return async () => {
		reading ??= read();
		await Promise.race([reading, delay(patience, undefined, {ref: false})]);
		return last;
	};
}

/** All of a reading but what differs from console to console. */
type Reading = Omit<Snapshot, 'now' | 'others'> & {readonly sessions: readonly Session[]};

async function read(paths: Paths, audit: () => Promise<AuditReading>): Promise<Reading> {
	const [node, sessions, {entries, warnings}] = await Promise.all([readNode(paths), openSessions(paths), audit()]);
	const why = whyPaused(node);
	return {
		host: node.host,
		state: node.state,
		...(node.boot.since === undefined ? {} : {since: node.boot.since}),
		...(why ? {why} : {}),
		commands: node.commands,
		boots: node.ledger,
		window: node.config.counterResetTime,
		sessions,
		audit: entries,
		warnings: [...node.warnings, ...warnings],
	};
}

const readers = new WeakMap<Paths, () => () => Promise<Reading>>();

/** A reader for one console of a node; the consoles of this process share what they read. */
function readerOf(paths: Paths): () => Promise<Reading> {
	let reader = readers.get(paths);
	if (reader === undefined) {
		const audit = auditReader(paths);
		reader = shared(() => read(paths, audit));
		readers.set(paths, reader);
	}
	return reader();
}

/**
 * The source of one console on this node. What is looked at through it, the other consoles are told.
 *
 * @param presence of that console.
 * @param runner for what only a program tells.
 * @param examine what `umm doctor` does.
 */
export function nodeSource(
	paths: Paths,
	presence: Presence,
	runner: Runner,
	examine: () => Promise<readonly Finding[]>,
): ConsoleSource & Required<Pick<ConsoleSource, 'node'>> {
	const node = nodeReporter(runner);
	const reading = readerOf(paths);
	return {
		async snapshot() {
			const {sessions, ...rest} = await reading();
			return {...rest, now: Date.now(), others: sessions.filter(({id}) => id !== presence.id)};
		},
		node,
		settings: () => settingsOf(paths),
		findings() {
			presence.did('looked at what doctor finds');
			return examine();
		},
		evidence(boot) {
			presence.did(`looked at boot ${boot.slice(0, 8)}`);
			return readEvidence(paths, boot);
		},
		async *output(id, {tail, signal}): AsyncGenerator<OutputChunk> {
			presence.did(`looked at command ${id}`);
			let last = {time: 0, stream: 'stdout' as OutputChunk['stream']};
			for await (const item of runOutput(paths, id, {tail, signal, follow: true})) {
				if ('gap' in item) {
					yield {...last, bytes: Buffer.from(`\n--- ${item.gap} bytes are not kept here ---\n`)};
				} else {
					last = item;
					yield item;
				}
			}
		},
	};
}

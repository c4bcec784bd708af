/* What is known of this node now: one reading of its files. */
import {readFileSync} from 'node:fs';
import {type Config, loadConfig} from './config/config.js';
import {messageOf} from './errors.js';
import {type NodeState, stateOf} from './machine/state.js';
import type {Paths} from './paths.js';
import {isWaiting, listCommands, type ScheduledCommand} from './schedule.js';
import {exists, readTrusted} from './state/file.js';
import {type Boot, type Held, heldOf, readLedger} from './state/ledger.js';
import {decodeRecord} from './state/record.js';
import {type Request, readRequest} from './state/request.js';

/** Facts of this boot, as the gate wrote them (docs/internals.md, Records). */
export interface BootFacts {
	readonly id: string;
	readonly held: Held;
	readonly count: number;
	readonly limit: number;
	/** Milliseconds since the epoch at which the present state of the boot began, by the present clock. */
	readonly since?: number;
}

/** What sent this boot into emergency mode (docs/internals.md, Records). */
export interface Emergency {
	/** Name of the unit that failed. */
	readonly unit: string;
	/** The last that the log has of it. */
	readonly lines: readonly string[];
}

/** One reading of a node. */
export interface NodeFacts {
	readonly host: string;
	readonly state: NodeState;
	readonly boot: BootFacts;
	/** Of a boot that was held for it. */
	readonly emergency?: Emergency;
	readonly request?: Request;
	readonly config: Config;
	readonly ledger: readonly Boot[];
	readonly commands: readonly ScheduledCommand[];
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** What could not be read or believed, one sentence each. */
	readonly warnings: readonly string[];
}

/** The text of a file of the kernel's or the gate's; empty when there is none. */
function textOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

const firstNumber = (path: string) => Number.parseFloat(textOf(path));

/** Boot id of the running kernel (random(4), boot_id); `unknown` where /proc is not there. */
export async function bootId(paths: Paths): Promise<string> {
	return textOf(paths.bootId).trim() || 'unknown';
}

async function readBoot(
	paths: Paths,
	paused: boolean,
	now: number,
	warn: (message: string) => void,
): Promise<BootFacts> {
	const id = await bootId(paths);
	try {
		const text = await readTrusted(paths.boot);
		if (text === undefined) return {id, held: 'no', count: 0, limit: 0};
		const fields = decodeRecord('boot', text);
		const up = firstNumber(paths.uptime);
		const from = paused ? Number(fields['up']) : firstNumber(paths.released);
		return {
			id,
			held: heldOf(fields['held']),
			count: Number(fields['count'] ?? 0),
			limit: Number(fields['limit'] ?? 0),
			...(Number.isFinite(up - from) ? {since: now - Math.max(0, up - from) * 1000} : {}),
		};
	} catch (error) {
		warn(`the facts of this boot in ${paths.boot} are ignored: ${messageOf(error)}`);
		return {id, held: 'no', count: 0, limit: 0};
	}
}

async function readEmergency(paths: Paths, warn: (message: string) => void): Promise<Emergency | undefined> {
	try {
		const text = await readTrusted(paths.emergency);
		if (text === undefined) return undefined;
		const {unit = '', lines = ''} = decodeRecord('emergency', text);
		return {unit, lines: lines.split('\n').filter((line) => line.trim() !== '')};
	} catch (error) {
		warn(`what failed in this boot, ${paths.emergency}, is ignored: ${messageOf(error)}`);
		return undefined;
	}
}

async function readCommands(paths: Paths, warn: (message: string) => void): Promise<readonly ScheduledCommand[]> {
	try {
		return await listCommands(paths, warn);
	} catch (error) {
		warn(messageOf(error));
		return [];
	}
}

/** Read all that umm knows of a node. Never throws for what is missing or broken: that is a warning. */
export async function readNode(paths: Paths): Promise<NodeFacts> {
	const warnings: string[] = [];
	const warn = (message: string) => void warnings.push(message);
	const now = Date.now();
	const {config, document, problem} = await loadConfig(paths.conf);
	if (problem !== undefined) warn(problem);
	for (const {line, key, message} of document.findings) {
		warn(`${paths.conf}:${line}: ${key === undefined ? '' : `${key}: `}${message}`);
	}
	const paused = await exists(paths.paused);
	const request = await readRequest(paths.request, warn);
	const emergency = await readEmergency(paths, warn);
	const state = stateOf({paused, enabled: config.enabled, requested: request !== undefined});
	return {
		host: textOf('/proc/sys/kernel/hostname').trim(),
		state,
		boot: await readBoot(paths, paused, now, warn),
		...(emergency === undefined ? {} : {emergency}),
		...(request === undefined ? {} : {request}),
		config,
		ledger: await readLedger(paths.ledger, warn),
		// One whose request is gone will not run. Power loss can come before that is written down.
		commands: (await readCommands(paths, warn)).map((command) =>
			command.state !== 'waiting' || isWaiting(command, request?.id) ? command : {...command, state: 'cancelled'},
		),
		now,
		warnings,
	};
}

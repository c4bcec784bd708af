/* The configuration as umm uses it. Reading needs no library; writing is in store.ts. */
import {isErrno, messageOf} from '../errors.js';
import {readOwn} from '../state/file.js';
import {type Document, parseConf} from './document.js';
import {parseDuration} from './duration.js';
import {keys, type SshServe} from './keys.js';

export interface Config {
	readonly enabled: boolean;
	readonly rebootCount: number;
	/** Seconds. */
	readonly counterResetTime: number;
	/** Seconds until a boot that was held by itself goes on when nobody comes; 0: never. */
	readonly autoResume: number;
	/** Seconds. */
	readonly hookTimeout: number;
	readonly sshServe: SshServe;
	readonly sshPort: number;
}

export interface LoadedConfig {
	readonly config: Config;
	readonly document: Document;
	/** Why the whole file is ignored, when it is. */
	readonly problem?: string;
}

const limit = 65_536;

/** The values of umm's keys, a default for each that is not set. */
export function configOf(document: Document): Config {
	const value = (key: string) => document.values[key] ?? keys[key]?.default ?? '';
	return {
		enabled: value('UMM') === 'yes',
		rebootCount: Number(value('REBOOT_COUNT')),
		counterResetTime: parseDuration(value('COUNTER_RESET_TIME')) ?? 0,
		autoResume: parseDuration(value('AUTO_RESUME')) ?? 0,
		hookTimeout: parseDuration(value('HOOK_TIMEOUT')) ?? 0,
		sshServe: value('SSH_SERVE') as SshServe,
		sshPort: Number(value('SSH_PORT')),
	};
}

/**
 * The text of the configuration file.
 *
 * @returns `text` is empty when there is none; `problem` when there is one that can't be used: not a regular file,
 *   writable by others, unreadable or over 64 KiB. Then the defaults hold, as for the gate.
 */
export async function readConf(path: string): Promise<{text: string; problem?: string}> {
	try {
		return {text: readOwn(path, 0, limit)};
	} catch (error) {
		if (isErrno(error, 'ENOENT')) return {text: ''};
		return {text: '', problem: `${path} is ignored: ${messageOf(error)}`};
	}
}

/** The configuration of a node. Never throws: the defaults hold for what can't be used. */
export async function loadConfig(path: string): Promise<LoadedConfig> {
	const {text, problem} = await readConf(path);
	const document = parseConf(text);
	return {config: configOf(document), document, ...(problem === undefined ? {} : {problem})};
}

import {messageOf, UmmError} from '../errors.js';
import {readTrusted} from './file.js';
import {decodeFields, type Fields} from './record.js';

/** How a boot ended; `-` is the present boot. */
export type BootEnd = 'reboot' | 'poweroff' | 'halt' | 'kexec' | 'soft-reboot' | 'unclean' | 'unknown' | '-';

/** Why a boot was held, or that it was not. */
export type Held = 'no' | 'request' | 'counter' | 'word' | 'emergency';

/** One boot of the ledger (docs/internals.md, Ledger). The gate is its only writer. */
export interface Boot {
	/** Boot id, as in /proc/sys/kernel/random/boot_id. */
	readonly id: string;
	/** Seconds since the epoch by the clock of that boot; only informative. */
	readonly start: number;
	readonly held: Held;
	/** Boots since the last proof of health, this one included, when it started. */
	readonly count: number;
	/** REBOOT_COUNT at that time. */
	readonly limit: number;
	/** umm was enabled in it. */
	readonly enabled: boolean;
	readonly reason: string;
	/** It was let go on to operational. */
	readonly released: boolean;
	/** It was held, and went on because nobody came (AUTO_RESUME). */
	readonly resumedItself: boolean;
	/** What proved it healthy whatever its end: it survived the window, or was left by `umm off reboot`. */
	readonly proof?: 'window' | 'off';
	readonly end: BootEnd;
	/** Seconds between release and end, when known. */
	readonly lived?: number;
}

const ends: readonly string[] = ['reboot', 'poweroff', 'halt', 'kexec', 'soft-reboot', 'unclean', 'unknown', '-'];
const helds: readonly string[] = ['no', 'request', 'counter', 'word', 'emergency'];

/** What held a boot, of a text of the gate's; what this umm does not know is `no`. */
export const heldOf = (text: string | undefined): Held => (helds.includes(text ?? '') ? (text as Held) : 'no');

/** A number of the ledger that is a count or a time; anything else is no number of ours. */
const numberOf = (text: string | undefined) => (/^\d{1,12}$/.test(text ?? '') ? Number(text) : 0);

function bootOf(fields: Fields): Boot {
	const {boot, start, held, count, limit, umm, reason, released, resumed, proof, end, lived} = fields as Record<
		| 'boot'
		| 'start'
		| 'held'
		| 'count'
		| 'limit'
		| 'umm'
		| 'reason'
		| 'released'
		| 'resumed'
		| 'proof'
		| 'end'
		| 'lived',
		string | undefined
	>;
	return {
		id: boot ?? '',
		start: numberOf(start),
		held: heldOf(held),
		count: numberOf(count),
		limit: numberOf(limit),
		enabled: umm !== 'disabled',
		reason: reason ?? '',
		released: released !== undefined && released !== '-',
		resumedItself: resumed === 'auto',
		...(proof === 'window' || proof === 'off' ? {proof} : {}),
		end: ends.includes(end ?? '') ? (end as BootEnd) : 'unknown',
		...(lived === undefined || !/^\d{1,12}$/.test(lived) ? {} : {lived: Number(lived)}),
	};
}

/** The boot of one line, or none: a line that is damaged is no reason to disbelieve the others. */
function bootOfLine(line: string): readonly Boot[] {
	if (!line.startsWith('boot=')) return [];
	try {
		return [bootOf(decodeFields(line.split('\t')))];
	} catch {
		return [];
	}
}

/**
 * The boots of a ledger's text, newest first. A line that is not one of a boot is passed over, as the gate does.
 *
 * @throws UmmError (system) when the header is missing: it is torn or not umm's.
 */
export function parseLedger(text: string): readonly Boot[] {
	const [header, ...lines] = text.split('\n');
	if (header !== 'umm-ledger 1') throw new UmmError('system', 'it does not begin with umm-ledger 1');
	return lines.flatMap(bootOfLine);
}

/**
 * The ledger of a node; empty when there is none that can be believed (the gate sets such a one aside at the next boot).
 *
 * @param warn is told of one that is there and can't be believed.
 */
export async function readLedger(path: string, warn: (message: string) => void): Promise<readonly Boot[]> {
	try {
		const text = await readTrusted(path);
		return text === undefined ? [] : parseLedger(text);
	} catch (error) {
		warn(`the ledger in ${path} is ignored: ${messageOf(error)}`);
		return [];
	}
}

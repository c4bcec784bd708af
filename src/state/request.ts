import {messageOf} from '../errors.js';
import {createFile, readTrusted, removeFile} from './file.js';
import {decodeRecord, encodeRecord} from './record.js';
import {type Requester, requesterFields, requesterOf} from './requester.js';

/** What happens when every scheduled command has succeeded: stay paused, resume the boot, or reboot. */
export type Afterwards = 'stay' | 'off' | 'reboot';

/** The stored wish "pause the next boot" (docs/internals.md, Records). */
export interface Request {
	readonly id: string;
	/** Seconds since the epoch; informative. */
	readonly created: number;
	readonly reason: string;
	readonly by: Requester;
	/** Seconds since the epoch at which the administrator expects to be done; informative. */
	readonly until?: number;
	readonly afterwards: Afterwards;
	/** Boot id of the boot in which it was asked. */
	readonly boot: string;
}

/**
 * Store a request, unless there is one.
 *
 * @returns false when another request stands already.
 * @throws UmmError (system) when it can't be written.
 */
export function storeRequest(path: string, request: Request): Promise<boolean> {
	return createFile(
		path,
		encodeRecord('request', {
			id: request.id,
			created: String(request.created),
			reason: request.reason,
			...requesterFields(request.by),
			until: request.until === undefined ? undefined : String(request.until),
			afterwards: request.afterwards,
			boot: request.boot,
		}),
	);
}

/**
 * The present request.
 *
 * @param warn is told of a request that is there and can't be believed; the gate will set it aside at the next boot.
 * @returns undefined when there is none that can be believed.
 */
export async function readRequest(path: string, warn: (message: string) => void): Promise<Request | undefined> {
	try {
		const text = await readTrusted(path);
		return text === undefined ? undefined : parseRequest(text);
	} catch (error) {
		warn(`the request in ${path} is ignored: ${messageOf(error)}`);
		return undefined;
	}
}

/** @throws UmmError (system) when the text is no whole record. */
export function parseRequest(text: string): Request {
	const fields = decodeRecord('request', text);
	const until = Number(fields['until']);
	const afterwards = fields['afterwards'];
	return {
		id: fields['id'] ?? '',
		created: Number(fields['created'] ?? 0),
		reason: fields['reason'] ?? '',
		by: requesterOf(fields),
		...(fields['until'] === undefined || !Number.isFinite(until) ? {} : {until}),
		afterwards: afterwards === 'off' || afterwards === 'reboot' ? afterwards : 'stay',
		boot: fields['boot'] ?? '',
	};
}

/** Withdraw the request. @returns false when there was none. */
export function dropRequest(path: string): Promise<boolean> {
	return removeFile(path);
}

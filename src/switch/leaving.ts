import {readTrusted, removeFile, replaceFile} from '../state/file.js';
import {decodeRecord, encodeRecord} from '../state/record.js';

/** What the after-off hooks are told once the node is operational again (docs/internals.md, Files). */
export interface Leaving {
	readonly reason: string;
	readonly requestedBy: string;
	readonly action: string;
}

/** Note that after-off hooks are due. @throws UmmError (system) */
export function storeLeaving(path: string, {reason, requestedBy, action}: Leaving): Promise<void> {
	return replaceFile(path, encodeRecord('leaving', {reason, requested_by: requestedBy, action}));
}

/** What is noted, if anything. @throws UmmError (system) when it can't be believed. */
export async function readLeaving(path: string): Promise<Leaving | undefined> {
	const text = await readTrusted(path);
	if (text === undefined) return undefined;
	const fields = decodeRecord('leaving', text);
	return {
		reason: fields['reason'] ?? '',
		requestedBy: fields['requested_by'] ?? '',
		action: fields['action'] ?? '',
	};
}

/** Forget it. */
export function dropLeaving(path: string): Promise<boolean> {
	return removeFile(path);
}

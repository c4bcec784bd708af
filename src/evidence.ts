import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {messageOf} from './errors.js';
import type {Paths} from './paths.js';
import {isOwnDirectory, readTrusted} from './state/file.js';

/** One kind of what was left of a boot, e.g. `journal`. */
export interface Evidence {
	readonly kind: string;
	/** As it was found: it may hold control characters. */
	readonly text: string;
}

/** Bytes of one kind that are read; the gate keeps a quarter of it. */
const limit = 1_048_576;

/** Kinds that are read of one boot; the gate keeps about ten. */
const most = 64;

/**
 * What was kept of a boot that ended uncleanly (docs/internals.md, Files). Only what nobody else could have written is
 * read; of a file that can't be used the text is one sentence that says why.
 *
 * @param boot boot id, whole.
 * @returns sorted by kind; empty when nothing was kept, or when its directory can't be trusted or read.
 */
export async function readEvidence(paths: Paths, boot: string): Promise<readonly Evidence[]> {
	if (!/^[0-9a-f-]+$/.test(boot)) return [];
	const directory = [paths.evidence, paths.volatileEvidence].map((store) => join(store, boot)).find(isOwnDirectory);
	if (directory === undefined) return [];
	let names: readonly string[] = [];
	try {
		names = readdirSync(directory).sort().slice(0, most);
	} catch {
		/* Only root may. */
	}
	const read = async (kind: string): Promise<Evidence> => {
		const text = await readTrusted(join(directory, kind), limit).catch((error: unknown) => messageOf(error));
		return {kind, text: text ?? ''};
	};
	return Promise.all(names.map(read));
}

import {lstat, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {messageOf} from './errors.js';
import type {Paths} from './paths.js';
import {isTrustedDirectory, readSlowly} from './state/file.js';

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

async function readKind(directory: string, kind: string): Promise<Evidence> {
	const path = join(directory, kind);
	const text = await readSlowly(path, limit).catch((error: unknown) => `cannot use ${path}: ${messageOf(error)}`);
	return {kind, text};
}

/**
 * What was kept of a boot that ended uncleanly (docs/internals.md, Files). Only what nobody else could have written is
 * read; of a file that can't be used the text is one sentence that says why.
 *
 * @param boot boot id, whole.
 * @returns sorted by kind; empty when nothing was kept, or when its directory can't be trusted or read.
 */
export async function readEvidence(paths: Paths, boot: string): Promise<readonly Evidence[]> {
	if (!/^[0-9a-f-]+$/.test(boot)) return [];
	for (const store of [paths.evidence, paths.volatileEvidence]) {
		const directory = join(store, boot);
		try {
			if (!isTrustedDirectory(await lstat(directory))) continue;
			const names = (await readdir(directory)).sort().slice(0, most);
			return await Promise.all(names.map((kind) => readKind(directory, kind)));
		} catch {
			/* There is none, or only root may look. */
		}
	}
	return [];
}

import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {version} from '../src/cli/version.js';

/** The directory of package.json; this module runs from build/packaging/. */
export const checkout = join(import.meta.dirname, '../..');

/** What is being packaged. Two builds of one edition have the same bytes. */
export interface Edition {
	readonly version: string;
	/** Seconds since the epoch that stand for every time in the package (reproducible-builds.org, SOURCE_DATE_EPOCH). */
	readonly epoch: number;
}

/** This checkout's edition: SOURCE_DATE_EPOCH, else the time of the last commit, else (no git) a fixed time. */
export async function currentEdition(): Promise<Edition> {
	const given = process.env['SOURCE_DATE_EPOCH'];
	if (given !== undefined) return {version, epoch: Number(given)};
	try {
		const {stdout} = await promisify(execFile)('git', ['log', '-1', '--format=%ct'], {cwd: checkout});
		return {version, epoch: Number(stdout)};
	} catch {
		return {version, epoch: Date.UTC(2026, 0) / 1000};
	}
}

/** `2026-11-22` */
export function dateOf({epoch}: Edition): string {
	return new Date(epoch * 1000).toISOString().slice(0, 10);
}

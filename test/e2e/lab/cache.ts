import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {type Command, must} from './run.js';

/** What is worth keeping from one test run to the next: the trees of the guests and the ssh key. */
export const cache = process.env['UMM_E2E_CACHE'] || '/var/cache/umm-e2e';

/**
 * Run a command that makes something in the cache, while no other process does.
 *
 * @param name what is made.
 * @throws when the command fails.
 */
export async function whileLocked(name: string, command: Command): Promise<void> {
	await mkdir(cache, {recursive: true});
	await must(['flock', join(cache, `${name}.lock`), ...command]);
}

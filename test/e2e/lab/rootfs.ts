import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cache, whileLocked} from './cache.js';
import {script} from './run.js';

/** Debian 11, 12 and 13: systemd 247, 252 and 257. */
export type Suite = 'bullseye' | 'bookworm' | 'trixie';

/**
 * Make the tree of a bootable Debian, once per machine and recipe (25 to 60 s); afterwards it is there at once.
 *
 * @returns the path of the tree, which is shared by every node of every rack: it must never be written to.
 * @throws when it can't be built, for example with no way to a Debian mirror.
 */
export async function rootfs(suite: Suite): Promise<string> {
	const recipe = script('rootfs.sh');
	const hash = createHash('sha256')
		.update(await readFile(recipe))
		.digest('hex')
		.slice(0, 12);
	const name = `${suite}-${process.arch}-${hash}`;
	const tree = join(cache, name);
	await whileLocked(name, ['bash', recipe, 'make', suite, `${tree}.tar.zst`, tree]);
	return tree;
}

import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cache, whileLocked} from './cache.js';
import {script} from './run.js';

/** Debian 11, 12 and 13: systemd 247, 252 and 257. */
export type Suite = 'bullseye' | 'bookworm' | 'trixie';

/** What is the first process: sysvinit, or that with OpenRC (as Debian has it), OpenRC's own, or busybox with OpenRC. */
export type Init = 'systemd' | 'sysvinit' | 'openrc' | 'openrc-init' | 'busybox';

/** What a node runs on: one of them, or umm's own simulated node. */
export type Kind = Init | 'sandbox';

/**
 * Make the tree of a bootable Debian, once per machine and recipe (25 to 60 s); afterwards it is there at once.
 *
 * @returns the path of the tree, which is shared by every node of every rack: it must never be written to.
 * @throws when it can't be built, for example with no way to a Debian mirror.
 */
export async function rootfs(suite: Suite, init: Init): Promise<string> {
	const recipe = script('rootfs.sh');
	const hash = createHash('sha256')
		.update(await readFile(recipe))
		.digest('hex')
		.slice(0, 12);
	const path = (name: string) => `${suite}-${name}-${process.arch}-${hash}`;
	const archive = path(init === 'openrc-init' || init === 'busybox' ? 'openrc' : init);
	const tree = join(cache, path(init));
	await whileLocked(archive, ['bash', recipe, 'make', suite, init, join(cache, `${archive}.tar.zst`), tree]);
	return tree;
}

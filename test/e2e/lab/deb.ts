import {basename} from 'node:path';
import type {Node} from './node.js';
import {must} from './run.js';
import {sshOptions} from './ssh.js';

/**
 * Install packages as an administrator would: scp and one `dpkg -i`.
 *
 * @param paths of the .deb files, on this machine, in the order in which they are unpacked.
 * @throws with what dpkg printed, when it fails.
 */
export async function installDeb(node: Node, ...paths: readonly string[]): Promise<void> {
	await must(node.inNetwork('scp', ...sshOptions, ...paths, `root@${node.address}:/root/`), {timeout: 60});
	const there = paths.map((path) => `/root/${basename(path)}`).join(' ');
	const {status, stdout, stderr} = await node.ssh(`dpkg -i ${there}`, {timeout: 300});
	if (status !== 0) throw new Error(`dpkg -i ${there}: exit status ${status}\n${stdout}\n${stderr}`);
}

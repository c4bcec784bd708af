import {basename} from 'node:path';
import type {Node} from './node.js';
import {must} from './run.js';
import {sshOptions} from './ssh.js';

/**
 * Install a package as an administrator would: scp and `dpkg -i`.
 *
 * @param path of the .deb, on this machine.
 * @throws with what dpkg printed, when it fails.
 */
export async function installDeb(node: Node, path: string): Promise<void> {
	const there = `/root/${basename(path)}`;
	await must(node.inNetwork('scp', ...sshOptions, path, `root@${node.address}:${there}`), {timeout: 60});
	const {status, stdout, stderr} = await node.ssh(`dpkg -i ${there}`, {timeout: 300});
	if (status !== 0) throw new Error(`dpkg -i ${there}: exit status ${status}\n${stdout}\n${stderr}`);
}

import type {Node} from './node.js';
import {until} from './poll.js';
import type {Init} from './rootfs.js';
import {openrc} from './victims/openrc.js';
import {systemd} from './victims/systemd.js';
import {sysvinit} from './victims/sysvinit.js';
import type {Victims} from './victims/victim.js';

/** Every way something starts at an ordinary boot, of each init system. */
export const victims: Readonly<Record<Init, Victims>> = {systemd, sysvinit, ...openrc};

/** @returns the names of the victims that ran in the present boot, sorted. */
export async function ran(node: Node): Promise<string[]> {
	const {stdout} = await node.exec('ls /run/victims; mountpoint -q /mnt/netdev && echo netdev');
	return stdout.split('\n').filter(Boolean).sort();
}

/** Wait until every victim ran. @param timeout seconds. */
export async function waitAllRan(node: Node, timeout = 30): Promise<void> {
	// The sandbox has services of its own, and no way for others to start.
	const all = node.init === 'sandbox' ? [] : victims[node.init].all;
	let left = all;
	const none = async () => {
		const done = new Set(await ran(node));
		left = all.filter((name) => !done.has(name));
		return left.length === 0;
	};
	await until(none, {timeout, what: `all victims on ${node.name} ran`}).catch((error: Error) => {
		throw new Error(`${error.message}; not yet: ${left.join(', ')}`);
	});
}

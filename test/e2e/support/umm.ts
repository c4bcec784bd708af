import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {installDeb} from '../lab/deb.js';
import type {Ext4Disk} from '../lab/ext4.js';
import type {Node, NodeOptions} from '../lab/node.js';
import {until} from '../lab/poll.js';
import type {Rack} from '../lab/rack.js';
import type {Kind} from '../lab/rootfs.js';

/** A package under test, in the directory UMM_E2E_DIST, else where `npm run package` makes it. @throws when there is none. */
async function debPath(pattern: RegExp): Promise<string> {
	const dist = process.env['UMM_E2E_DIST'] ?? join(import.meta.dirname, '../../../../dist');
	const name = (await readdir(dist).catch(() => [])).find((name) => pattern.test(name));
	if (name === undefined) throw new Error(`there is no package ${pattern} in ${dist}: 'npm run package' makes it`);
	return join(dist, name);
}

/** The package without Node.js. */
export const coreDeb = () => debPath(/^umm-core_.*_all\.deb$/);

/** The package with the runtime and the console, which depends on the other. */
export const fullDeb = () => debPath(/^umm_.*_amd64\.deb$/);

/** The packages under test, in the order in which they are installed. */
export const debPaths = async (): Promise<readonly [core: string, full: string]> => [await coreDeb(), await fullDeb()];

/** A node that is up, with umm installed as an administrator would, and proved healthy by a clean reboot. */
export async function ummNode(rack: Rack, options: NodeOptions & {disk: 'ext4'}): Promise<Node<Ext4Disk>>;
export async function ummNode(rack: Rack, options?: NodeOptions): Promise<Node>;
export async function ummNode(rack: Rack, options: NodeOptions = {}): Promise<Node> {
	const node = await rack.node(options);
	await installUmm(node);
	return node;
}

/** Switch a new node on and install umm on it, as {@link ummNode} does. @param debs packages, both by default. */
export async function installUmm(node: Node, debs?: readonly string[]): Promise<void> {
	node.start();
	await node.waitSsh();
	await installDeb(node, ...(debs ?? (await debPaths())));
	await node.waitReboot(() => node.ssh('reboot'));
	await operational(node);
}

/** The plain line of `umm status`. */
export async function status(node: Pick<Node, 'ssh'>): Promise<string> {
	return (await node.ssh('umm status')).stdout;
}

/** The runlevel that each init system goes to by itself, as `umm status` has it. */
const runlevels: Readonly<Record<Kind, string>> = {
	systemd: 'N 5',
	sandbox: 'N 5',
	sysvinit: 'N 2',
	openrc: 'N 2',
	'openrc-init': 'N 3',
	busybox: 'N 3',
};

/** What `umm status` says of an operational node. */
export const operationalLine = ({init = 'systemd'}: {readonly init?: Kind}) => `runlevel ${runlevels[init]}`;

/** Wait until the node has reached its default target or runlevel. @param timeout seconds. */
export async function operational(
	node: Pick<Node, 'name' | 'ssh'> & {readonly init?: Kind},
	timeout = 60,
): Promise<void> {
	const is = async () => (await status(node)) === operationalLine(node);
	await until(is, {timeout, what: `${node.name} is operational`});
}

/** Pause a node by `umm on ARGUMENTS`, and wait until ssh answers again. @returns the new boot id. */
export async function pause(node: Node, args = ''): Promise<string> {
	const boot = await node.waitReboot(async () => {
		const {status, stderr} = await node.ssh(`umm on ${args}`);
		if (status !== 0 && status !== 255) throw new Error(`umm on ${args}: exit status ${status}: ${stderr}`);
	});
	const line = await status(node);
	if (line !== 'umm') throw new Error(`${node.name} is not paused but: ${line}`);
	return boot;
}

/** Let the held boot go on. */
export async function resume(node: Node): Promise<void> {
	const {status, stdout, stderr} = await node.ssh('umm off', {timeout: 120});
	if (status !== 0) throw new Error(`umm off: exit status ${status}: ${stdout}${stderr}`);
	await operational(node);
}

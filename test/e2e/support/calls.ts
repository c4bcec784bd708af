import {dirname} from 'node:path/posix';
import type {ExecutionContext} from 'ava';
import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';
import type {Outcome} from '../lab/run.js';

/** Runs a shell command on a node. */
export type Where = (command: string) => Promise<Outcome>;

/** @returns everything of umm's that a refused call must leave alone, as text. */
export async function footprint(node: Node): Promise<string> {
	const files = 'find /etc/umm.conf /etc/umm -type f -exec sha256sum {} + | sort; ls /run/umm';
	const {stdout} = await node.exec(`${files}; cat /proc/sys/kernel/random/boot_id; systemctl is-active umm.target`);
	return stdout;
}

/** Prove that a call is refused with exit status 1, a message on standard error alone, and no effect. */
export async function refused(
	t: ExecutionContext,
	node: Node,
	call: string,
	message: RegExp,
	where: Where = (command) => node.ssh(command),
): Promise<void> {
	const before = await footprint(node);
	const {status, stdout, stderr} = await where(call);
	t.deepEqual({call, status, stdout}, {call, status: 1, stdout: ''});
	t.regex(stderr, message, call);
	t.regex(stderr, /^umm: /, call);
	t.is(await footprint(node), before, call);
}

/** Prove that a call succeeds with nothing on standard error. @returns what it printed. */
export async function succeeds(
	t: ExecutionContext,
	node: Pick<Node, 'ssh'>,
	call: string,
	where: Where = (command) => node.ssh(command, {timeout: 120}),
): Promise<string> {
	const {status, stdout, stderr} = await where(call);
	t.deepEqual({call, status, stderr}, {call, status: 0, stderr: ''});
	return stdout;
}

/** What `umm status --json` says. */
export interface StatusJson {
	readonly state: 'operational' | 'asked' | 'paused' | 'disabled';
	readonly why: {readonly kind: string; readonly sentence: string} | null;
	readonly boot: {readonly id: string; readonly count: number; readonly limit: number};
	readonly request: {
		readonly id: string;
		readonly reason: string;
		readonly by: {readonly user: string; readonly sudoUser?: string};
	} | null;
	readonly config: {readonly enabled: boolean; readonly rebootCount: number};
	readonly commands: ReadonlyArray<{readonly id: number; readonly command: string; readonly state: string}>;
	readonly warnings: readonly string[];
}

/** @returns what `umm status --json` says. @throws when it fails. */
export async function statusJson(node: Pick<Node, 'ssh'>): Promise<StatusJson> {
	const {status, stdout, stderr} = await node.ssh('umm status --json');
	if (status !== 0) throw new Error(`umm status --json: exit status ${status}: ${stderr}`);
	return JSON.parse(stdout);
}

/** Have `umm on` wait before its reboot begins, until the node is switched off: the request stands, nothing stops yet. */
export async function holdReboot(node: Node): Promise<void> {
	await node.files.write(
		slow,
		'[Service]\nExecStartPre=\nExecStartPre=/bin/sleep infinity\nTimeoutStartSec=infinity\n',
	);
	await node.exec('systemctl daemon-reload');
}

/** Let `umm on` reboot again as it does on any node. */
export async function releaseReboot(node: Node): Promise<void> {
	await node.files.remove(dirname(slow));
	if (node.on) await node.exec('systemctl daemon-reload');
}

const slow = '/etc/systemd/system/umm-reboot.service.d/slow.conf';

/** @returns the state of the unit that reboots for umm: `inactive` when no reboot is to come. */
export async function pendingReboot(node: Node): Promise<string> {
	return (await node.exec('systemctl is-active umm-reboot.service')).stdout;
}

/**
 * Have a request stand in a boot that nothing holds: `umm on`, the power cut before its reboot, and a start with the
 * kernel word `umm=off`.
 */
export async function asked(node: Node, args = ''): Promise<void> {
	await holdReboot(node);
	const {status, stderr} = await node.ssh(`umm on ${args}`);
	if (status !== 0) throw new Error(`umm on ${args}: exit status ${status}: ${stderr}`);
	await node.powerCut();
	await releaseReboot(node);
	node.start({wordsOnce: ['umm=off']});
	await node.waitSsh();
}

/** Wait until a unit is active. */
export async function active(node: Node, unit: string): Promise<void> {
	await until(async () => (await node.exec(`systemctl is-active ${unit}`)).stdout === 'active', {
		timeout: 60,
		what: `${unit} on ${node.name} is active`,
	});
}

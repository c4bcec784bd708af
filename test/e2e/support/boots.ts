import type {StartOptions} from '../lab/machine.js';
import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';

/** One boot as `umm boots --json` tells it. */
export interface BootRecord {
	readonly id: string;
	/** By the clock of that boot, as in JSON. */
	readonly start: string;
	readonly held: 'no' | 'request' | 'counter' | 'word' | 'emergency';
	readonly count: number;
	readonly limit: number;
	readonly enabled: boolean;
	readonly reason: string;
	readonly released: boolean;
	/** What proved it healthy: its window, or `umm off reboot`. */
	readonly proof: 'window' | 'off' | null;
	/** Null while it lasts. */
	readonly end: string | null;
	readonly lived: number | null;
}

/** Why a node is paused, as `umm status --json` tells it. */
export interface WhyRecord {
	readonly kind: string;
	readonly sentence: string;
	readonly evidence: readonly string[];
}

/** Whatever has ssh: a container or an emulated machine. */
type Reachable = Pick<Node, 'ssh' | 'bootId'>;

async function json<T>(node: Reachable, command: string): Promise<T> {
	const {status, stdout, stderr} = await node.ssh(command);
	if (status !== 0) throw new Error(`${command}: exit status ${status}: ${stderr}`);
	return JSON.parse(stdout) as T;
}

/** The ledger, newest boot first. @throws when umm has to warn of it. */
export async function ledger(node: Reachable): Promise<readonly BootRecord[]> {
	const {boots, warnings} = await json<{boots: BootRecord[]; warnings: string[]}>(node, 'umm boots --json');
	if (warnings.length > 0) throw new Error(warnings.join('\n'));
	return boots;
}

/** The present boot in the ledger. */
export async function thisBoot(node: Reachable): Promise<BootRecord> {
	const [newest] = await ledger(node);
	const id = await node.bootId();
	if (newest?.id !== id) throw new Error(`the newest boot in the ledger is ${newest?.id}, and this is ${id}`);
	return newest;
}

/** Why the node is paused; null when it is not. */
export async function why(node: Reachable): Promise<WhyRecord | null> {
	return (await json<{why: WhyRecord | null}>(node, 'umm status --json')).why;
}

/** What was kept of a boot that ended uncleanly, by kind. @param boot its number in `umm boots`; 0 is the present one. */
export async function evidence(node: Node, boot: number): Promise<Readonly<Record<string, string>>> {
	return (await json<{evidence: Record<string, string>}>(node, `umm boots ${boot} --json`)).evidence;
}

/** Wait until the evidence of the boot before this one, which ended uncleanly, has been kept. */
export async function evidenceKept(node: Node): Promise<void> {
	const ended = async () => {
		const {stdout} = await node.exec(
			'test -e /run/umm/unclean && systemctl show -p ActiveState -p ExecMainExitTimestampMonotonic umm-evidence.service',
		);
		return /^ActiveState=inactive$/m.test(stdout) && /Monotonic=[1-9]/.test(stdout);
	};
	await until(ended, {timeout: 120, what: `${node.name} has kept the evidence`});
}

/** Cut the power, switch on again, and wait until ssh answers. */
export async function cutPower(node: Node, options?: StartOptions & {loseUnsynced?: boolean}): Promise<void> {
	await node.crashReboot(options);
	await node.waitSsh();
}

/** Set keys of /etc/umm.conf. */
export async function configure(node: Node, keys: Readonly<Record<string, string | number>>): Promise<void> {
	for (const [key, value] of Object.entries(keys)) {
		const {status, stderr} = await node.ssh(`umm config set ${key}=${value}`);
		if (status !== 0) throw new Error(`umm config set ${key}=${value}: exit status ${status}: ${stderr}`);
	}
}

import {join} from 'node:path';

/** Where everything of umm lives (docs/internals.md, Files). */
export type Paths = Readonly<ReturnType<typeof pathsUnder>>;

/**
 * The paths of a node.
 *
 * @param root directory that stands for `/`; empty on a real node, the directory of a simulated node in the sandbox.
 * @returns absolute paths, none of them created or checked.
 */
export function pathsUnder(root = '') {
	const at = (path: string) => join(root === '' ? '/' : root, path);
	return {
		root,
		conf: at('etc/umm.conf'),
		hooks: at('etc/umm/hooks'),
		state: at('etc/umm/state'),
		request: at('etc/umm/state/request'),
		ledger: at('etc/umm/state/ledger'),
		schedule: at('etc/umm/state/schedule'),
		leaving: at('etc/umm/state/leaving'),
		runs: at('var/lib/umm/runs'),
		hookRuns: at('var/lib/umm/hooks'),
		faults: at('var/lib/umm'),
		evidence: at('var/lib/umm/evidence'),
		/** Where the disk had no room for it. */
		volatileEvidence: at('run/umm/evidence'),
		audit: at('var/lib/umm/audit'),
		/** Where the disk takes nothing. */
		volatileAudit: at('run/umm/audit'),
		volatile: at('run/umm'),
		boot: at('run/umm/boot'),
		emergency: at('run/umm/emergency'),
		paused: at('run/umm/paused'),
		released: at('run/umm/released'),
		switchLock: at('run/umm/switch'),
		confLock: at('run/umm/conf'),
		scheduleLock: at('run/umm/schedule'),
		consoles: at('run/umm/consoles'),
		auditLock: at('run/umm/audit-lock'),
		/** The queue has looked for the last time: what is added now needs a new one. */
		queueClosing: at('run/umm/queue-closing'),
		/** The after-on hooks of this boot have begun. */
		afterOn: at('run/umm/after-on'),
		uptime: at('proc/uptime'),
		bootId: at('proc/sys/kernel/random/boot_id'),
	};
}

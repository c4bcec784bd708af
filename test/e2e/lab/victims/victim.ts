import type {Layer} from '../files.js';

/** What leaves a trace in /run/victims when it runs: so nothing leaks while a boot is held. */
export interface Victims {
	readonly layer: Layer;
	/** Shell command that enables, on a node's disk, what files alone do not. */
	readonly setup?: string;
	/** Those that may, and must, run before a boot is held. */
	readonly early: readonly string[];
	/** All that run at an ordinary boot. */
	readonly all: readonly string[];
}

/** @returns the command that leaves the trace of a victim. */
export const victim = (name: string) => `/usr/local/bin/victim ${name}`;

/** Of every init system: the program itself, /etc/rc.local and a remote filesystem. */
export const common: Layer = {
	'/usr/local/bin/victim': {
		text: '#!/bin/sh\nmkdir -p -m 1777 /run/victims\ncat /proc/sys/kernel/random/boot_id >"/run/victims/$1"\n',
		mode: 0o755,
	},
	'/etc/rc.local': {text: `#!/bin/sh\n${victim('rc-local')}\n`, mode: 0o755},
	'/etc/fstab': 'tmpfs /mnt/netdev tmpfs _netdev 0 0\n',
	'/mnt/netdev/.keep': '',
};

/**
 * @param levels runlevels, as in its LSB header: "2 3 4 5".
 * @returns an init script, enabled nowhere.
 */
export function initScript(name: string, levels: string): Layer {
	const text = `#!/bin/sh
### BEGIN INIT INFO
# Provides:          victim-${name}
# Required-Start:    $remote_fs
# Required-Stop:     $remote_fs
# Default-Start:     ${levels}
# Default-Stop:
# Short-Description: proves that SysV scripts run
### END INIT INFO
[ "$1" != start ] || ${victim(name)}
`;
	return {[`/etc/init.d/victim-${name}`]: {text, mode: 0o755}};
}

/** A job that cron runs when it starts. */
export const cronJob: Layer = {'/etc/cron.d/victim': `@reboot root ${victim('cron')}\n`};

/** @returns a shell command that adds a line for a program that init keeps running, in the runlevels given, if any. */
export function addRespawn(levels = ''): string {
	const stay = `${victim('respawn')}; exec sleep infinity`;
	// At most four characters for the id (inittab(5)); for busybox it is a terminal, and empty here.
	return `echo '${levels && 'vict'}:${levels}:respawn:/bin/sh -c "${stay}"' >>/etc/inittab`;
}

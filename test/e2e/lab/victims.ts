import type {Layer} from './files.js';
import type {Node} from './node.js';
import {until} from './poll.js';

/** The TCP port that victim.socket listens on. */
export const victimPort = 7777;

/** Only what sysinit.target itself wants may run while a boot is held. */
export const early: readonly string[] = ['sysinit'];

/** Every way something starts at an ordinary boot. */
export const all: readonly string[] = [
	...early,
	...['basic', 'multi-user', 'graphical', 'default', 'no-default-dependencies'],
	...['socket', 'timer', 'path', 'sysv', 'rc-local', 'user', 'netdev'],
];

const victim = (name: string) => `/usr/local/bin/victim ${name}`;
const unit = (directory: string, name: string) => `/etc/systemd/system/${directory}victim-${name}`;

/** @returns an enabled unit. */
function enabled(name: string, target: string, text: string): Layer {
	return {[unit('', name)]: text, [unit(`${target}.wants/`, name)]: {link: unit('', name)}};
}

/** @returns a service that runs once, when its target is reached or something starts it. */
function service(name: string, directives = ''): string {
	return `[Unit]\n${directives}\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=${victim(name)}\n`;
}

const initScript = `#!/bin/sh
### BEGIN INIT INFO
# Provides:          victim-sysv
# Required-Start:    $remote_fs
# Required-Stop:     $remote_fs
# Default-Start:     2 3 4 5
# Default-Stop:
# Short-Description: proves that SysV scripts run
### END INIT INFO
[ "$1" != start ] || ${victim('sysv')}
`;

/** Units that leave a trace in /run/victims when they run: so nothing leaks while a boot is held. */
export const victims: Layer = {
	'/usr/local/bin/victim': {
		text: '#!/bin/sh\nmkdir -p -m 1777 /run/victims\ncat /proc/sys/kernel/random/boot_id >"/run/victims/$1"\n',
		mode: 0o755,
	},
	// So that anna's unit can leave its trace before any other.
	'/etc/tmpfiles.d/victims.conf': 'd /run/victims 1777\n',

	...enabled('sysinit.service', 'sysinit.target', service('sysinit', 'DefaultDependencies=no\nBefore=sysinit.target')),
	...enabled('basic.service', 'basic.target', service('basic', 'DefaultDependencies=no\nAfter=sysinit.target')),
	...enabled('multi-user.service', 'multi-user.target', service('multi-user')),
	...enabled('graphical.service', 'graphical.target', service('graphical')),
	...enabled('default.service', 'default.target', service('default')),
	...enabled(
		'no-default-dependencies.service',
		'multi-user.target',
		service('no-default-dependencies', 'DefaultDependencies=no'),
	),

	...enabled(
		'socket.socket',
		'sockets.target',
		`[Socket]\nListenStream=${victimPort}\nExecStartPost=${victim('socket')}\n`,
	),
	[unit('', 'socket.service')]: service('socket'),
	...enabled('timer.timer', 'timers.target', '[Timer]\nOnBootSec=1s\nOnActiveSec=1s\nAccuracySec=100ms\n'),
	[unit('', 'timer.service')]: service('timer'),
	...enabled('path.path', 'paths.target', '[Path]\nPathExists=/etc/hostname\n'),
	[unit('', 'path.service')]: service('path'),

	'/etc/init.d/victim-sysv': {text: initScript, mode: 0o755},
	...Object.fromEntries(
		[2, 3, 4, 5].map((level) => [`/etc/rc${level}.d/S01victim-sysv`, {link: '../init.d/victim-sysv'}]),
	),
	'/etc/rc.local': {text: `#!/bin/sh\n${victim('rc-local')}\n`, mode: 0o755},

	'/var/lib/systemd/linger/anna': '',
	'/home/anna/.config/systemd/user/victim-user.service': service('user'),
	'/home/anna/.config/systemd/user/default.target.wants/victim-user.service': {link: '../victim-user.service'},

	'/etc/fstab': 'tmpfs /mnt/netdev tmpfs _netdev 0 0\n',
	'/mnt/netdev/.keep': '',
};

/** @returns the names of the victims that ran in the present boot, sorted. */
export async function ran(node: Node): Promise<string[]> {
	const {stdout} = await node.exec('ls /run/victims; mountpoint -q /mnt/netdev && echo netdev');
	return stdout.split('\n').filter(Boolean).sort();
}

/** Wait until every victim ran. @param timeout seconds. */
export async function waitAllRan(node: Node, timeout = 30): Promise<void> {
	let left: readonly string[] = all;
	const none = async () => {
		const done = new Set(await ran(node));
		left = all.filter((name) => !done.has(name));
		return left.length === 0;
	};
	await until(none, {timeout, what: `all victims on ${node.name} ran`}).catch((error: Error) => {
		throw new Error(`${error.message}; not yet: ${left.join(', ')}`);
	});
}

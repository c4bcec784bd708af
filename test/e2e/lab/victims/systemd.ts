import type {Layer} from '../files.js';
import {common, initScript, type Victims, victim} from './victim.js';

/** The TCP port that victim.socket listens on. */
export const port = 7777;

const unit = (directory: string, name: string) => `/etc/systemd/system/${directory}victim-${name}`;

/** @returns an enabled unit. */
function enabled(name: string, target: string, text: string): Layer {
	return {[unit('', name)]: text, [unit(`${target}.wants/`, name)]: {link: unit('', name)}};
}

/** @returns a service that runs once, when its target is reached or something starts it. */
function service(name: string, directives = ''): string {
	return `[Unit]\n${directives}\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=${victim(name)}\n`;
}

const layer: Layer = {
	...common,
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

	...enabled('socket.socket', 'sockets.target', `[Socket]\nListenStream=${port}\nExecStartPost=${victim('socket')}\n`),
	[unit('', 'socket.service')]: service('socket'),
	...enabled('timer.timer', 'timers.target', '[Timer]\nOnBootSec=1s\nOnActiveSec=1s\nAccuracySec=100ms\n'),
	[unit('', 'timer.service')]: service('timer'),
	...enabled('path.path', 'paths.target', '[Path]\nPathExists=/etc/hostname\n'),
	[unit('', 'path.service')]: service('path'),

	...initScript('sysv', '2 3 4 5'),
	...Object.fromEntries(
		[2, 3, 4, 5].map((level) => [`/etc/rc${level}.d/S01victim-sysv`, {link: '../init.d/victim-sysv'}]),
	),

	'/var/lib/systemd/linger/anna': '',
	'/home/anna/.config/systemd/user/victim-user.service': service('user'),
	'/home/anna/.config/systemd/user/default.target.wants/victim-user.service': {link: '../victim-user.service'},
};

/** Units that are started at an ordinary boot by every means of systemd's. */
export const systemd: Victims = {
	layer,
	// What sysinit.target itself wants.
	early: ['sysinit'],
	all: [
		...['sysinit', 'basic', 'multi-user', 'graphical', 'default', 'no-default-dependencies'],
		...['socket', 'timer', 'path', 'sysv', 'rc-local', 'user', 'netdev'],
	],
};

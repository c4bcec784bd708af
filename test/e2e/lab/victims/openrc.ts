import type {Layer} from '../files.js';
import type {Init} from '../rootfs.js';
import {addRespawn, common, cronJob, initScript, type Victims, victim} from './victim.js';

const enabled = (service: string, runlevel: string): Layer => ({
	[`/etc/runlevels/${runlevel}/${service}`]: {link: `/etc/init.d/${service}`},
});

/** @returns a service of OpenRC's own kind, in its runlevel. */
function service(runlevel: string): Layer {
	const text = `#!/sbin/openrc-run\nstart() {\n\t${victim(runlevel)}\n}\n`;
	return {[`/etc/init.d/victim-${runlevel}`]: {text, mode: 0o755}, ...enabled(`victim-${runlevel}`, runlevel)};
}

// As OpenRC's own, which Debian leaves out.
const local = `#!/sbin/openrc-run
depend() {
	after *
}
start() {
	for script in /etc/local.d/*.start; do [ ! -x "$script" ] || "$script"; done
}
`;

const layer: Layer = {
	...common,
	...cronJob,
	...service('sysinit'),
	...service('boot'),
	...service('default'),
	...initScript('sysv', '2 3 4 5'),
	...enabled('victim-sysv', 'default'),
	'/etc/init.d/local': {text: local, mode: 0o755},
	...enabled('local', 'default'),
	'/etc/local.d/victim.start': {text: `#!/bin/sh\n${victim('local')}\n`, mode: 0o755},
};
const early = ['boot', 'netdev', 'sysinit'];
const all = [...early, 'cron', 'default', 'local', 'rc-local', 'sysv'];

/** A service in each runlevel, an init script, local.d, rc.local, a job of cron's, and a line of inittab where there is one. */
export const openrc: Readonly<Record<Extract<Init, 'openrc' | 'openrc-init' | 'busybox'>, Victims>> = {
	// Debian's inittab goes from sysinit to default: what is in boot runs with that.
	openrc: {layer, setup: addRespawn('2345'), early: ['netdev', 'sysinit'], all: [...all, 'respawn']},
	'openrc-init': {layer, early, all},
	busybox: {layer, setup: addRespawn(), early, all: [...all, 'respawn']},
};

import {addRespawn, common, cronJob, initScript, type Victims} from './victim.js';

/** An init script of rcS and one of the runlevels behind it, rc.local, a line of inittab, a job of cron's. */
export const sysvinit: Victims = {
	layer: {...common, ...cronJob, ...initScript('sysinit', 'S'), ...initScript('sysv', '2 3 4 5')},
	// startpar starts only what insserv has put into its lists.
	setup: `insserv victim-sysinit victim-sysv && ${addRespawn('2345')}`,
	early: ['netdev', 'sysinit'],
	all: ['cron', 'netdev', 'rc-local', 'respawn', 'sysinit', 'sysv'],
};

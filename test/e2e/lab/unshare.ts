import type {Container} from './container.js';
import {script} from './run.js';

/** For any init system. The guest finds the kernel words in /proc/cmdline, and a boot id of its own. */
export const unshare: Container = {
	boot(name, root, {words = [], readOnlyRoot = false}) {
		const environment = ['env', `READ_ONLY=${readOnlyRoot ? 'yes' : 'no'}`];
		return [...environment, 'bash', script('unshare.sh'), 'boot', name, root, ...words];
	},
	// 128 and SIGHUP or SIGINT: how a pid namespace ends when its init reboots or powers off, see reboot(2).
	ends: {129: 'reboot', 130: 'poweroff'},
	initGroup: '',
};

import type {Container} from './container.js';

// The guest needs a cgroup of its own: nspawn makes subgroups in the one it is started in.
const inCgroup = 'echo $$ >"/sys/fs/cgroup/$0/cgroup.procs" && exec "$@"';

// nspawn takes the tree as it finds it. The mounts are private, so they go with the guest.
const withReadOnlyRoot = 'mount --bind "$0/var" "$0/var" && mount -o remount,bind,ro "$0" && exec "$@"';

/** For systemd. The guest finds the kernel words in /proc/1/cmdline. */
export const nspawn: Container = {
	boot(name, root, {words = [], readOnlyRoot = false}) {
		return [
			...['sh', '-c', inCgroup, name],
			...(readOnlyRoot ? ['unshare', '--mount', 'sh', '-c', withReadOnlyRoot, root] : []),
			...['systemd-nspawn', '--boot', '--directory', root, '--machine', name, '--network-bridge=br0'],
			...['--register=no', '--keep-unit', '--console=read-only', '--quiet'],
			// Its console is a serial line, whatever terminal the tests run in.
			'--setenv=TERM=vt220',
			// The disk stays what the guest made it.
			...['--resolv-conf=off', '--timezone=off', '--link-journal=no'],
			...words,
		];
	},
	// With --keep-unit nspawn does not restart a guest that reboots: it exits with status 133.
	ends: {0: 'poweroff', 133: 'reboot'},
	initGroup: 'payload/init.scope',
};

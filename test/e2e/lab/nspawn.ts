import type {Command} from './run.js';

export interface NspawnOptions {
	/** Kernel words, as in the boot loader's configuration. The guest finds them in /proc/1/cmdline. */
	words?: readonly string[];
	/** Have the root filesystem read-only from the guest's first process on; /var can be written, as if it were apart. */
	readOnlyRoot?: boolean;
}

// The guest needs a cgroup of its own: nspawn makes subgroups in the one it is started in.
const inCgroup = 'echo $$ >"/sys/fs/cgroup/$0/cgroup.procs" && exec "$@"';

// nspawn takes the tree as it finds it. The mounts are private, so they go with the guest.
const withReadOnlyRoot = 'mount --bind "$0/var" "$0/var" && mount -o remount,bind,ro "$0" && exec "$@"';

/**
 * The command that boots a guest, for the namespaces of a rack. It ends when the guest does: with exit status 133 when
 * the guest wants to be started again, 0 when it is off.
 *
 * @param name of the guest and of its cgroup.
 * @param root the guest's root directory.
 */
export function nspawn(name: string, root: string, {words = [], readOnlyRoot = false}: NspawnOptions): Command {
	return [
		...['sh', '-c', inCgroup, name],
		...(readOnlyRoot ? ['unshare', '--mount', 'sh', '-c', withReadOnlyRoot, root] : []),
		...['systemd-nspawn', '--boot', '--directory', root, '--machine', name, '--network-bridge=br0'],
		...['--register=no', '--keep-unit', '--console=read-only', '--quiet'],
		// The disk stays what the guest made it.
		...['--resolv-conf=off', '--timezone=off', '--link-journal=no'],
		...words,
	];
}

import type {Command} from './run.js';

export interface BootOptions {
	/** Kernel words, as in the boot loader's configuration. */
	words?: readonly string[];
	/** Have the root filesystem read-only from the guest's first process on; /var can be written, as if it were apart. */
	readOnlyRoot?: boolean;
}

/** A way to boot the init system on a disk, in the namespaces of a rack. */
export interface Container {
	/**
	 * @param name of the guest, of its cgroup in the rack's hierarchy, and of its link: vb-NAME.
	 * @param root the guest's root directory.
	 * @returns the command that boots the guest, with the console as its output. It ends when the guest does.
	 */
	boot(name: string, root: string, options: BootOptions): Command;
	/** What the exit status of that command says. Any other is a failure of its own. */
	readonly ends: Readonly<Record<number, 'reboot' | 'poweroff'>>;
	/** The subgroup of the guest's cgroup that its first process is in. */
	readonly initGroup: string;
}

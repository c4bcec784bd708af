/* Which mounted filesystems keep files on a disk, by the text of /proc/self/mountinfo: no IO. */

/** A line of mountinfo (proc_pid_mountinfo(5)). */
interface Mount {
	/** `major:minor`. */
	readonly device: string;
	readonly point: string;
	readonly type: string;
}

const unescaped = (text: string) =>
	text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

function mountOf(line: string): readonly Mount[] {
	const [before = '', after = ''] = line.split(' - ');
	const [, , device, , point] = before.split(' ');
	const [type] = after.split(' ');
	return device && point && type ? [{device, point: unescaped(point), type}] : [];
}

/** On disks, though the number of their device is not one of a block device. */
const withoutBlockDevice = ['btrfs', 'bcachefs', 'zfs', 'ubifs'];

/** Images that are full by their nature. */
const packed = ['squashfs', 'erofs', 'iso9660', 'cramfs', 'udf'];

/** In memory, or above other filesystems of this node. */
const volatile = ['tmpfs', 'ramfs', 'rootfs', 'overlay', 'devtmpfs'];

/** FUSE is left out also on a block device: its process may hang. */
function isOnDisk({device, type}: Mount): boolean {
	return (!device.startsWith('0:') && !type.startsWith('fuse')) || withoutBlockDevice.includes(type);
}

/** Looking at it asks nobody else. When the root itself is remote and hangs, so does everything. */
function answers(mount: Mount): boolean {
	return isOnDisk(mount) || volatile.includes(mount.type) || mount.point === '/';
}

const isBelow = (point: string, above: string) =>
	point !== above && point.startsWith(above === '/' ? '/' : `${above}/`);

/**
 * The mount points of filesystems that keep files on a disk of this node, each filesystem once, by its shortest mount
 * point; `/` also in memory. What is remote, and what lies below something that may hang (an NFS server that is gone),
 * is left out, so that a look at the others never waits.
 *
 * @param mountinfo text of /proc/self/mountinfo.
 */
export function diskMounts(mountinfo: string): readonly string[] {
	// A later mount hides an earlier one at the same place.
	const visible = [
		...new Map(
			mountinfo
				.split('\n')
				.flatMap(mountOf)
				.map((mount) => [mount.point, mount]),
		).values(),
	];
	const doubtful = visible.filter((mount) => !answers(mount)).map(({point}) => point);
	const once = new Map<string, Mount>();
	for (const mount of visible) {
		const {point, type, device} = mount;
		const shown =
			point === '/' ? isOnDisk(mount) || volatile.includes(type) : isOnDisk(mount) && !packed.includes(type);
		if (!shown || doubtful.some((above) => isBelow(point, above))) continue;
		const other = once.get(device);
		if (!other || point.length < other.point.length) once.set(device, mount);
	}
	return [...once.values()].map(({point}) => point).sort();
}

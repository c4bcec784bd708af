import test from 'ava';
import {diskMounts} from '../../../src/report/mounts.js';

let id = 100;
const mount = (device: string, point: string, type: string, root = '/') =>
	`${id++} 1 ${device} ${root} ${point} rw,relatime shared:1 - ${type} none rw`;

const mounts = (...lines: readonly string[]) => diskMounts(`${lines.join('\n')}\n`);

const root = mount('8:1', '/', 'ext4');

test('filesystems on disks are told, those of the kernel and in memory are not', (t) => {
	t.deepEqual(
		mounts(
			mount('0:21', '/proc', 'proc'),
			mount('0:22', '/sys', 'sysfs'),
			mount('0:23', '/run', 'tmpfs'),
			root,
			mount('254:3', '/var', 'xfs'),
			mount('0:40', '/srv', 'btrfs'),
			mount('0:41', '/tank', 'zfs'),
		),
		['/', '/srv', '/tank', '/var'],
	);
});

test('the root is told also in memory or as an overlay, and not when it is remote', (t) => {
	t.deepEqual(mounts(mount('0:2', '/', 'overlay')), ['/']);
	t.deepEqual(mounts(mount('0:2', '/', 'tmpfs'), mount('0:3', '/tmp', 'tmpfs')), ['/']);
	t.deepEqual(mounts(mount('0:2', '/', 'nfs4'), mount('8:2', '/scratch', 'ext4')), ['/scratch']);
});

test('a filesystem that is mounted at several places is told once', (t) => {
	t.deepEqual(
		mounts(
			root,
			mount('8:2', '/srv/data', 'xfs'),
			mount('8:2', '/mnt', 'xfs', '/sub'),
			mount('8:1', '/chroot', 'ext4'),
		),
		['/', '/mnt'],
	);
});

test('nothing remote, and nothing below it, is asked', (t) => {
	t.deepEqual(
		mounts(
			root,
			mount('0:50', '/home', 'nfs4'),
			mount('8:3', '/home/anna/disk', 'ext4'),
			mount('0:51', '/net', 'autofs'),
			mount('8:4', '/net/disk', 'ext4'),
			mount('0:52', '/share', 'cifs'),
			mount('8:5', '/ntfs', 'fuseblk'),
			mount('0:53', '/host', '9p'),
			mount('8:6', '/homes', 'ext4'),
		),
		['/', '/homes'],
	);
});

test('a disk that was mounted by autofs is told; one that a remote filesystem hides is not', (t) => {
	t.deepEqual(mounts(root, mount('0:50', '/data', 'autofs'), mount('8:3', '/data', 'ext4')), ['/', '/data']);
	t.deepEqual(mounts(root, mount('8:3', '/data/a', 'ext4'), mount('0:50', '/data', 'nfs')), ['/']);
});

test('images that are always full are left out', (t) =>
	t.deepEqual(mounts(root, mount('7:1', '/snap/core', 'squashfs'), mount('11:0', '/media/cd', 'iso9660')), ['/']));

test('blanks in a mount point are read, and lines that are none of mountinfo are passed over', (t) =>
	t.deepEqual(mounts('garbage', '', ' - ', mount('8:9', '/my\\040disk', 'ext4')), ['/my disk']));

#!/bin/bash
# qemu-image.sh IMAGE TREE MODULES KEYS [DEB]
#
# Make IMAGE, the disk of a virtual machine without partitions: TREE and MODULES (both stay as they are), with the
# package DEB installed, an address for QEMU's user network, and KEYS to log in with. The file is sparse.
set -eu
[ -n "${UMM_QEMU_IMAGE:-}" ] || UMM_QEMU_IMAGE=1 exec unshare --mount --propagation private bash "$0" "$@"
image=$1 tree=$2 modules=$3 keys=$4 deb=${5:-}

# In memory, and gone with this mount namespace.
mount -t tmpfs none /mnt
mkdir /mnt/upper /mnt/work /mnt/root
root=/mnt/root
mount -t overlay overlay -o "lowerdir=$modules:$tree,upperdir=/mnt/upper,workdir=/mnt/work" "$root"

echo '/dev/vda / ext4 errors=remount-ro 0 0' >"$root/etc/fstab"
printf 'auto eth0\niface eth0 inet static\n\taddress 10.0.2.15/24\n' >"$root/etc/network/interfaces.d/eth0"
echo qemu >"$root/etc/hostname"
install -D -m 600 "$keys" "$root/root/.ssh/authorized_keys"
tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
# Slow when every instruction is emulated, and of no use here: eth0 is there before init is.
for unit in e2scrub_reap.service ifupdown-pre.service systemd-udev-settle.service; do
	ln -s /dev/null "$root/etc/systemd/system/$unit"
done
if [ -n "$deb" ]; then
	cp "$deb" "$root/tmp/package.deb"
	mount -t proc proc "$root/proc"
	chroot "$root" dpkg --install /tmp/package.deb
	umount "$root/proc"
	rm "$root/tmp/package.deb"
fi

truncate -s 1G "$image"
mkfs.ext4 -q -F -d "$root" "$image"

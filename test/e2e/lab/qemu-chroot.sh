#!/bin/bash
# qemu-chroot.sh IMAGE COMMAND...
#
# Run COMMAND with the first partition of IMAGE, a disk of qemu-image.sh, as its root directory. That has the name which it
# has in the machine, since grub-mkconfig asks which block device / is on.
set -eu
[ -n "${UMM_QEMU_CHROOT:-}" ] || UMM_QEMU_CHROOT=1 exec unshare --mount --propagation private bash "$0" "$@"
image=$1 disk=/dev/vda1
shift

loop=$(losetup --find --show --offset 1048576 "$image")
read -r major minor < <(stat -c '0x%t 0x%T' "$loop")
mount -t tmpfs none /dev
mknod /dev/null c 1 3
mknod "$disk" b $((major)) $((minor))
mount "$disk" /mnt
losetup --detach "$disk" # once it is no longer mounted
mount --bind /dev /mnt/dev
mount -t proc proc /mnt/proc
status=0
chroot /mnt "$@" || status=$?
umount /mnt/proc /mnt/dev /mnt
exit "$status"

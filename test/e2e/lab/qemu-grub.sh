#!/bin/bash
# qemu-grub.sh SUITE TREE DIRECTORY
#
# Make DIRECTORY, unless it is there: what TREE, a Debian of that suite without a kernel, lacks to boot by itself (an
# overlay's layer for it): Debian's kernel for virtual machines with the initrd of initramfs-tools, and GRUB 2 for BIOS.
set -eu
suite=$1 tree=$2 directory=$3
[ ! -e "$directory" ] || exit 0
[ -n "${UMM_QEMU_GRUB:-}" ] || UMM_QEMU_GRUB=1 exec unshare --mount --propagation private bash "$0" "$@"

new=$directory.part
rm -rf "$new" "$new.work"
mkdir -p "$new" "$new.work"
# Not a pipe: mmdebstrap ends its whole process group when the reader is done before it.
mmdebstrap --quiet --variant=extract --include=linux-image-cloud-amd64,initramfs-tools,zstd,grub2-common,grub-pc-bin \
	--aptopt='Acquire::Languages "none"' "$suite" "$new.tar"

mount -t overlay overlay -o "lowerdir=$tree,upperdir=$new,workdir=$new.work" /mnt
# Into the merged /usr of the tree, and nothing over what the tree has.
tar --extract --file "$new.tar" --directory /mnt --keep-directory-symlink --skip-old-files \
	--exclude='./usr/share/doc/*' --exclude='./usr/share/locale/*' --exclude='./usr/share/man/*'
mount -t proc proc /mnt/proc
version=$(ls /mnt/lib/modules)
chroot /mnt depmod "$version"
chroot /mnt update-initramfs -c -k "$version"
umount /mnt/proc /mnt
rm -rf "$new.tar" "$new.work"
mv "$new" "$directory"

#!/bin/bash
# qemu-image.sh BOOT IMAGE TREE LAYER KEYS [DEB ...]
#
# Make IMAGE, the disk of a virtual machine: TREE with LAYER over it (both stay as they are), with the packages DEB
# installed, an address for QEMU's user network, and KEYS to log in with. The file is sparse. With BOOT `kernel` the disk
# is one filesystem without partitions; with `grub` it has one partition and boots by itself, its menu made by the tools in
# LAYER.
set -eu
[ -n "${UMM_QEMU_IMAGE:-}" ] || UMM_QEMU_IMAGE=1 exec unshare --mount --propagation private bash "$0" "$@"
boot=$1 image=$2 tree=$3 layer=$4 keys=$5
shift 5

# In memory, and gone with this mount namespace.
mount -t tmpfs none /mnt
mkdir /mnt/upper /mnt/work /mnt/root
root=/mnt/root
mount -t overlay overlay -o "lowerdir=$layer:$tree,upperdir=/mnt/upper,workdir=/mnt/work" "$root"

disk=/dev/vda
[ "$boot" = kernel ] || disk=/dev/vda1
echo "$disk / ext4 errors=remount-ro 0 0" >"$root/etc/fstab"
printf 'auto eth0\niface eth0 inet static\n\taddress 10.0.2.15/24\n' >"$root/etc/network/interfaces.d/eth0"
echo qemu >"$root/etc/hostname"
install -D -m 600 "$keys" "$root/root/.ssh/authorized_keys"
tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
# Slow when every instruction is emulated, and of no use here: eth0 is there before init is.
for unit in e2scrub_reap.service ifupdown-pre.service systemd-udev-settle.service; do
	ln -s /dev/null "$root/etc/systemd/system/$unit"
done

mkdir "$root/tmp/packages"
cp "$@" "$root/tmp/packages"
install='dpkg --install --recursive /tmp/packages && rm -r /tmp/packages'

if [ "$boot" = kernel ]; then
	mount -t proc proc "$root/proc"
	chroot "$root" sh -c "$install"
	umount "$root/proc"
	truncate -s 1G "$image"
	mkfs.ext4 -q -F -d "$root" "$image"
	exit
fi

cat >"$root/etc/default/grub" <<'EOF'
GRUB_DISTRIBUTOR=Debian
GRUB_TIMEOUT=60
GRUB_CMDLINE_LINUX="net.ifnames=0 console=ttyS0"
GRUB_CMDLINE_LINUX_DEFAULT=quiet
GRUB_TERMINAL=serial
GRUB_SERIAL_COMMAND="serial --unit=0 --speed=115200"
EOF
modules=$root/boot/grub/i386-pc
mkdir -p "$modules"
cp "$root"/usr/lib/grub/i386-pc/*.mod "$root"/usr/lib/grub/i386-pc/*.lst "$modules"
# What grub-install(8) writes: boot.img into the first sector, core.img behind it.
chroot "$root" grub-mkimage -O i386-pc -o /boot/grub/i386-pc/core.img -p '(hd0,msdos1)/boot/grub' \
	biosdisk part_msdos ext2

truncate -s 1537M "$image"
printf 'label: dos\nstart=2048, type=83, bootable\n' | sfdisk --quiet "$image"
mkfs.ext4 -q -F -d "$root" -E offset=1048576 "$image" 1536M
dd if="$root/usr/lib/grub/i386-pc/boot.img" of="$image" bs=440 count=1 conv=notrunc status=none
dd if="$modules/core.img" of="$image" bs=512 seek=1 conv=notrunc status=none

bash "${0%/*}/qemu-chroot.sh" "$image" sh -c "update-grub && $install"

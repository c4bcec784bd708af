#!/bin/bash
# qemu-kernel.sh SUITE DIRECTORY
#
# Make DIRECTORY, unless it is there: the kernel of that Debian suite for virtual machines (vmlinuz), an initrd that
# mounts /dev/vda read-only and hands over to its init (initrd), and the kernel's modules (modules/). Only the kernel's
# package and busybox are unpacked: no initramfs-tools, so that an emulated boot takes seconds less.
set -eu
suite=$1 directory=$2
[ ! -e "$directory" ] || exit 0

new=$directory.part
rm -rf "$new"
mkdir -p "$new/modules/usr/lib" "$new/initrd.d/bin"
trap 'rm -rf "$new"' EXIT

# Not a pipe: mmdebstrap ends its whole process group when the reader is done before it.
mmdebstrap --quiet --variant=extract --include=linux-image-cloud-amd64,busybox-static \
	--aptopt='Acquire::Languages "none"' "$suite" "$new/packages.tar"
tar --extract --file "$new/packages.tar" --directory "$new" ./boot ./bin/busybox ./lib/modules
mv "$new"/boot/vmlinuz-* "$new/vmlinuz"
mv "$new/lib/modules" "$new/modules/usr/lib/modules"
version=$(ls "$new/modules/usr/lib/modules")
depmod --basedir "$new/modules/usr" "$version"

cd "$new/initrd.d"
mv ../bin/busybox bin/busybox
for module in virtio_pci virtio_blk virtio_net virtio-rng ext4; do
	modprobe --dirname ../modules/usr --set-version "$version" --show-depends "$module" | awk '$1 == "insmod" { print $2 }'
done | awk '!seen[$0]++' | while read -r path; do
	cp "$path" .
	echo "${path##*/}"
done >modules
cat >init <<'X'
#!/bin/busybox sh
/bin/busybox --install /bin
mkdir /dev /root
mount -t devtmpfs none /dev
while read -r module; do insmod "/$module"; done </modules
until [ -b /dev/vda ]; do sleep 0.1; done
mount -t ext4 -o ro /dev/vda /root
mount -o move /dev /root/dev
exec switch_root /root /sbin/init "$@"
X
chmod 755 init
find . | bin/busybox cpio -o -H newc 2>/dev/null >../initrd
cd "$new"
rm -rf packages.tar initrd.d boot bin lib
cd /
mv "$new" "$directory"

#!/bin/bash
# rootfs.sh SUITE ARCHIVE TREE
#
# Make TREE, a bootable minimal Debian of that suite, from ARCHIVE (.tar.zst), which is made first if it is not there.
# Packages come from the mirror that this machine's mmdebstrap and apt are set up to use. The tree has no Node.js: the
# package under test brings its own. /usr is merged only where the suite's own packages do it (not in bullseye).
set -eu
suite=$1 archive=$2 tree=$3

packages=(
	systemd systemd-sysv dbus libpam-systemd udev kmod procps iproute2 ifupdown
	openssh-server openssh-sftp-server rsync sudo cron login passwd
)

in_tree() {
	printf 'chroot "$1" %s' "$*"
}

if ! [ -e "$archive" ]; then
	# An old suite's Release file has expired. mmdebstrap picks the compression from the suffix, so that stays.
	mmdebstrap --variant=minbase --include="$(IFS=,; echo "${packages[*]}")" \
		--aptopt='Acquire::Languages "none"' --aptopt='Acquire::Check-Valid-Until "false"' \
		--dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--customize-hook="$(in_tree useradd --create-home --uid 1000 --shell /bin/bash --groups sudo --password '"*"' anna)" \
		--customize-hook='printf "%%sudo ALL=(ALL) NOPASSWD: ALL\n" >"$1/etc/sudoers.d/nopasswd"' \
		--customize-hook='printf "UseDNS no\n" >"$1/etc/ssh/sshd_config.d/lab.conf"' \
		--customize-hook='printf "auto lo\niface lo inet loopback\n\nsource /etc/network/interfaces.d/*\n" >"$1/etc/network/interfaces"' \
		--customize-hook='mkdir -p "$1/var/log/journal"; : >"$1/etc/resolv.conf"; : >"$1/etc/machine-id"' \
		"$suite" "${archive%.tar.zst}.part.tar.zst"
	mv "${archive%.tar.zst}.part.tar.zst" "$archive"
fi

if ! [ -e "$tree" ]; then
	rm -rf "$tree.part"
	mkdir "$tree.part"
	tar --extract --zstd --numeric-owner --xattrs --file "$archive" --directory "$tree.part"
	mv "$tree.part" "$tree"
fi

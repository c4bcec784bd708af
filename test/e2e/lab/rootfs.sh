#!/bin/bash
# rootfs.sh make SUITE ARCHIVE TREE
#
# Make TREE, a bootable minimal Debian of that suite, from ARCHIVE (.tar.zst), which is made first if it is not there.
# Packages come from the mirror that this machine's mmdebstrap and apt are set up to use. The tree has no Node.js: the
# package under test brings its own. /usr is merged only where the suite's own packages do it (not in bullseye).
set -eu

packages=(
	systemd systemd-sysv dbus libpam-systemd udev kmod procps iproute2 ifupdown
	openssh-server openssh-sftp-server rsync sudo cron login passwd
)

make() {
	suite=$1 archive=$2 tree=$3
	if ! [ -e "$archive" ]; then
		# Valid-Until: the Release file of an old suite has expired. mmdebstrap takes the compression from the suffix.
		mmdebstrap --variant=minbase --include="$(IFS=,; echo "${packages[*]}")" \
			--aptopt='Acquire::Languages "none"' --aptopt='Acquire::Check-Valid-Until "false"' \
			--dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
			--dpkgopt='path-exclude=/usr/share/doc/*' \
			--customize-hook="bash '$0' customize \"\$1\"" \
			"$suite" "$archive.part.tar.zst"
		mv "$archive.part.tar.zst" "$archive"
	fi

	if ! [ -e "$tree" ]; then
		rm -rf "$tree.part"
		mkdir "$tree.part"
		tar --extract --zstd --numeric-owner --xattrs --file "$archive" --directory "$tree.part"
		mv "$tree.part" "$tree"
	fi
}

# rootfs.sh customize DIRECTORY, called by mmdebstrap: two accounts (root and anna, both without a password), a network
# interface for each file in interfaces.d, no name server, a persistent journal. The packages of zsh lie in /opt, for a
# node that installs it.
customize() {
	chroot "$1" useradd --create-home --uid 1000 --shell /bin/bash --groups sudo --password '*' anna
	echo '%sudo ALL=(ALL) NOPASSWD: ALL' >"$1/etc/sudoers.d/nopasswd"
	echo 'UseDNS no' >"$1/etc/ssh/sshd_config.d/lab.conf"
	printf '%s\n' 'auto lo' 'iface lo inet loopback' 'source /etc/network/interfaces.d/*' >"$1/etc/network/interfaces"
	: >"$1/etc/resolv.conf"
	mkdir -p "$1/var/log/journal"
	(cd "$1/opt" && APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get download -q zsh zsh-common)
}

"$@"

#!/bin/bash
# rootfs.sh make SUITE INIT ARCHIVE TREE
#
# Make TREE, a bootable minimal Debian of that suite with that init system, from ARCHIVE (.tar.zst), which is made first
# if it is not there; one archive serves the three inits of OpenRC. Packages come from the mirror that this machine's
# mmdebstrap and apt are set up to use. The tree has no Node.js: the package under test brings its own. /usr is merged
# only where the suite's own packages do it (not in bullseye).
set -eu

packages=(
	udev kmod procps iproute2 ifupdown openssh-server openssh-sftp-server rsync sudo cron login passwd
)
# What logs, and the scripts that packages have dropped since systemd became the default.
without_systemd=(sysvinit-core rsyslog orphan-sysvinit-scripts)

make() {
	suite=$1 init=$2 archive=$3 tree=$4
	case $init in
	systemd) packages+=(systemd systemd-sysv dbus libpam-systemd) ;;
	sysvinit) packages+=("${without_systemd[@]}" sysv-rc) ;;
	*) packages+=("${without_systemd[@]}" openrc busybox) ;;
	esac
	if ! [ -e "$archive" ]; then
		# Valid-Until: the Release file of an old suite has expired. mmdebstrap takes the compression from the suffix.
		mmdebstrap --variant=minbase --include="$(IFS=,; echo "${packages[*]}")" \
			--aptopt='Acquire::Languages "none"' --aptopt='Acquire::Check-Valid-Until "false"' \
			--dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
			--dpkgopt='path-exclude=/usr/share/doc/*' \
			--customize-hook="bash '$0' customize \"\$1\" '$init'" \
			"$suite" "$archive.part.tar.zst"
		mv "$archive.part.tar.zst" "$archive"
	fi

	if ! [ -e "$tree" ]; then
		rm -rf "$tree.part"
		mkdir "$tree.part"
		tar --extract --zstd --numeric-owner --xattrs --file "$archive" --directory "$tree.part"
		case $init in
		openrc-init | busybox) without_sysvinit "$tree.part" && "$init" "$tree.part" ;;
		esac
		mv "$tree.part" "$tree"
	fi
}

# rootfs.sh customize DIRECTORY INIT, called by mmdebstrap: two accounts (root and anna, both without a password), a network
# interface for each file in interfaces.d, no name server, a persistent journal. For a node that installs them, the packages
# of zsh lie in /opt, and where there is no systemd those of NetworkManager in /opt/network.
customize() {
	chroot "$1" useradd --create-home --uid 1000 --shell /bin/bash --groups sudo --password '*' anna
	echo '%sudo ALL=(ALL) NOPASSWD: ALL' >"$1/etc/sudoers.d/nopasswd"
	echo 'UseDNS no' >"$1/etc/ssh/sshd_config.d/lab.conf"
	printf '%s\n' 'auto lo' 'iface lo inet loopback' 'source /etc/network/interfaces.d/*' >"$1/etc/network/interfaces"
	: >"$1/etc/resolv.conf"
	mkdir -p "$1/var/log/journal"
	(cd "$1/opt" && APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get download -q zsh zsh-common)
	if [ "$2" != systemd ]; then
		mkdir "$1/opt/network"
		APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get install -q -y --no-install-recommends --download-only \
			-o "Dir::Cache::Archives=$1/opt/network" network-manager elogind libpam-elogind
		rm -rf "$1/opt/network/lock" "$1/opt/network/partial"
	fi
	# No cgroup filesystem is for a guest to mount.
	rm -f "$1/etc/runlevels/sysinit/cgroups"
}

# without_sysvinit TREE: from Debian's OpenRC, which stands in for the scripts of sysvinit, to that of Gentoo and Alpine,
# with the runlevels sysinit (kernel filesystems, devices), boot, default and shutdown.
without_sysvinit() {
	chroot "$1" dpkg --force-unsafe-io --purge sysvinit-core
	rm -r "$1/etc/inittab" "$1/etc/runlevels/off"
	mv "$1"/etc/runlevels/sysinit/* "$1/etc/runlevels/boot"
	mv "$1"/etc/runlevels/boot/{mountkernfs.sh,mountdevsubfs.sh,udev} "$1/etc/runlevels/sysinit"
	# There the root filesystem is made read-only when all services are down, by OpenRC, and not by one of them.
	rm "$1"/etc/init.d/{umountfs,umountroot,umountnfs.sh,sendsigs}
}

# openrc-init TREE: OpenRC's own init, with the commands that Gentoo has for it.
openrc-init() {
	ln -s openrc-init "$1/usr/sbin/init"
	for command in reboot poweroff halt; do
		install -m 755 /dev/stdin "$1/usr/sbin/$command" <<-X
			#!/bin/sh
			# Debian's umountnfs.sh has halt write the end of the boot into wtmp.
			[ "\$*" != -w ] || exec /sbin/openrc-shutdown --write-only
			exec /sbin/openrc-shutdown --$command now
		X
	done
}

# busybox TREE: as in Alpine.
busybox() {
	for command in init reboot poweroff halt; do ln -s ../bin/busybox "$1/usr/sbin/$command"; done
	cat >"$1/etc/inittab" <<-'X'
		::sysinit:/sbin/openrc sysinit
		::sysinit:/sbin/openrc boot
		::wait:/sbin/openrc default
		::ctrlaltdel:/sbin/reboot
		::shutdown:/sbin/openrc shutdown
	X
}

"$@"

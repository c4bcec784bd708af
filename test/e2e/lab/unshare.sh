#!/bin/bash
# unshare.sh boot NAME ROOT [WORD...]
#
# Boot the init system in ROOT, a mounted disk, as the first process of new namespaces, with a link to br0 and the kernel
# words WORD. For the namespaces of a rack. The guest's console is standard output. Ends when the guest does, with the
# status of the signal by which the kernel says how (reboot(2)): 128+SIGHUP when it wants to be started again, 128+SIGINT
# when it is off. Environment: READ_ONLY=yes for a root filesystem that stays read-only, /var apart.
set -eu

boot() {
	name=$1
	echo $$ >"/sys/fs/cgroup/$name/cgroup.procs"
	# The link goes with the guest's network, but not at once.
	ip link delete "vb-$name" 2>/dev/null || true
	# The rack's network, for the other end of the link.
	exec 3</proc/self/ns/net
	# A keyboard that nobody types on: not /dev/null, whose end of file would reach the guest.
	keyboard=/run/rack/$name/keyboard
	[ -p "$keyboard" ] || mkfifo "$keyboard"
	inner=(exec unshare --mount --propagation private --pid --fork --uts --ipc --net --cgroup bash "$0" guest "$@")
	SHELL=/bin/bash exec script --quiet --flush --return --command "${inner[*]@Q}" /dev/null <>"$keyboard"
}

# guest NAME ROOT [WORD...]: what the kernel and the initrd of a real machine do before the init system.
guest() {
	name=$1 root=$2 console=$(tty)
	shift 2
	ip link add host0 type veth peer name "vb-$name" netns /proc/self/fd/3
	nsenter --net=/proc/self/fd/3 ip link set "vb-$name" master br0 up
	exec 3<&-

	cd "$root"
	mount -t proc -o nosuid,nodev,noexec proc proc
	echo '(none)' >proc/sys/kernel/hostname
	mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
	# A guest that finds something mounted there does not mount what is this machine's.
	for directory in sys/kernel/security sys/fs/pstore sys/firmware/efi/efivars; do
		[ ! -d "$directory" ] || mount -t tmpfs -o nosuid,nodev,noexec tmpfs "$directory"
	done
	# As Debian's initrd does; Alpine's leaves it to OpenRC.
	[ sbin/init -ef bin/busybox ] || mount -t tmpfs -o mode=755,nosuid,nodev,noexec tmpfs run
	devices
	touch dev/console
	mount --bind "$console" dev/console
	private_proc "$@"
	if [ "${READ_ONLY:-}" = yes ]; then
		mount --bind var var
		# bind: only the mount is made read-only, not the filesystem, which is /var's too.
		echo 'overlay / overlay bind,ro 0 0' >"/run/rack/$name/fstab"
		mount --bind "/run/rack/$name/fstab" etc/fstab
	fi

	mkdir dev/rack
	pivot_root . dev/rack
	umount --lazy dev/rack
	rmdir dev/rack
	# As the word ro says: what makes it writable is up to the guest.
	mount -o remount,bind,ro /
	exec <>dev/console >&0 2>&0

	# A word that the kernel does not know is an argument of init, or a variable of its environment; one with a dot before
	# any = is for a module (unknown_bootoption in init/main.c).
	arguments=() environment=()
	for word; do
		case $word in
		quiet | ro | rw) ;;
		*=*) case ${word%%=*} in *.*) ;; *) environment+=("$word") ;; esac ;;
		*.*) ;;
		*) arguments+=("$word") ;;
		esac
	done
	# Nothing of this machine's own: its clock, its modules, its devices, its log.
	exec env -i HOME=/ TERM=linux "${environment[@]}" \
		setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio,-syslog,-mac_admin,-mac_override,-wake_alarm,-mknod \
		--inh-caps=-all setsid /sbin/init "${arguments[@]}"
}

# devices: a /dev as devtmpfs would be, with the devices that are harmless.
devices() {
	mount -t tmpfs -o mode=755,nosuid tmpfs dev
	for device in null:3 zero:5 full:7 random:8 urandom:9; do
		mknod -m 666 "dev/${device%:*}" c 1 "${device#*:}"
	done
	mknod -m 666 dev/tty c 5 0
	mkdir dev/pts dev/shm
	mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts dev/pts
	ln -s pts/ptmx dev/ptmx
	ln -s /proc/self/fd dev/fd
	for stream in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${stream%:*}" "dev/${stream#*:}"; done
}

# private_proc [WORD...]: a boot id of this boot and kernel words of this guest; of the machine's settings only those of
# the guest's own network can be changed.
private_proc() {
	files=/run/rack/$name
	cat proc/sys/kernel/random/uuid >"$files/boot_id"
	echo "BOOT_IMAGE=/vmlinuz root=/dev/vda ro quiet $*" >"$files/cmdline"
	mount --bind "$files/cmdline" proc/cmdline
	mount --bind proc/sys proc/sys
	mount -o remount,bind,ro proc/sys
	mount --bind proc/sys/net proc/sys/net
	mount -o remount,bind,rw proc/sys/net
	mount --bind "$files/boot_id" proc/sys/kernel/random/boot_id
	[ ! -e proc/sysrq-trigger ] || mount --bind dev/null proc/sysrq-trigger
}

"$@"

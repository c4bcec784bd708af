# shellcheck shell=sh disable=SC2034,SC2154 # lib is told by those who source it, root by decide.sh
# What the gate and umm-core share: errors, the init system, the clock, files that are set aside.

# fail STATUS TEXT: exit statuses as of every verb of umm's (umm(8)).
fail() {
	printf 'umm: %s\n' "$2" >&2
	exit "$1"
}

# running_init: $init becomes the init system that runs here; status 1 when umm knows none.
running_init() {
	init=${UMM_INIT:-}
	if [ -n "$init" ]; then
		:
	elif [ -d "$root/run/systemd/system" ]; then
		init=systemd
	elif [ -d "$root/run/openrc" ]; then
		init=openrc
	elif [ -p "$root/run/initctl" ] || [ -p "$root/dev/initctl" ]; then
		init=sysvinit
	else
		case $(initctl version 2>/dev/null) in *upstart*) init=upstart ;; *) return 1 ;; esac
	fi
}

# find_init: $init becomes the init system that this node has, running or not; status 1 when umm knows none.
find_init() {
	! running_init || return 0
	case $(readlink -f "$root/sbin/init" 2>/dev/null) in
	*/systemd) init=systemd ;;
	*/openrc-init) init=openrc ;;
	*)
		if [ -e "$root/etc/init/rc-sysinit.conf" ] || [ -e "$root/etc/init/rcS.conf" ]; then
			init=upstart
		elif [ -x "$root/sbin/openrc" ]; then
			init=openrc
		elif [ -e "$root/etc/inittab" ]; then
			init=sysvinit
		else
			return 1
		fi
		;;
	esac
}

# use_init: the functions init_* of this node's init system.
use_init() {
	{ running_init && [ -f "$lib/$init/init.sh" ]; } || fail 4 "no supported init system is running on this node"
	# shellcheck source=backends/systemd/init.sh
	. "$lib/$init/init.sh"
}

# uptime: $up becomes the whole seconds of /proc/uptime.
uptime() {
	IFS='. ' read -r up _ <"$root/proc/uptime" || up=0
}

# set_aside FILE: what could not be believed is kept for a look, out of the way.
set_aside() {
	[ -e "$1" ] && ! mv -f "$1" "$1.bad-$(date +%s)" 2>/dev/null && say "cannot set $1 aside"
	return 0
}

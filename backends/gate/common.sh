# shellcheck shell=sh disable=SC2034,SC2154 # lib is told by those who source it, root by decide.sh
# What the gate and umm-core share: errors, the init system, the clock, files that are set aside.

# fail STATUS TEXT: exit statuses as of every verb of umm's (umm(8)).
fail() {
	printf 'umm: %s\n' "$2" >&2
	exit "$1"
}

# use_init: the functions init_* of this node's init system.
use_init() {
	init=${UMM_INIT:-}
	[ -n "$init" ] || { [ -d "$root/run/systemd/system" ] && init=systemd; }
	[ -n "$init" ] || case $(initctl version 2>/dev/null) in *upstart*) init=upstart ;; esac
	[ -f "$lib/$init/init.sh" ] || fail 4 "no supported init system is running on this node"
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

# shellcheck shell=sh disable=SC2034,SC2154 # words are those of wire
# What wire needs to know of OpenRC.

# wire_find_node: $node becomes the first process below it.
wire_find_node() {
	case $(readlink -f "$root/sbin/init") in
	*/openrc-init) node=openrc-init ;;
	*/busybox) node=busybox ;;
	*) node=sysvinit ;;
	esac
}

wire_check() { :; }

wire_is_installed() { [ -e "$root/etc/init.d/umm-end" ]; }

# OpenRC looks at its services by itself; sysvinit's init reads its table again. A line that is for the boot is not run then.
wire_reload() { [ "$node" != sysvinit ] || ! [ -p "$root/run/initctl" ] || telinit q; }

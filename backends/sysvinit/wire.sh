# shellcheck shell=sh disable=SC2034,SC2154 # words are those of wire
# What wire needs to know of sysvinit.

wire_find_node() { node=any; }

wire_check() {
	command -v update-rc.d >/dev/null 2>&1 ||
		fail 3 'update-rc.d(8), which enables init scripts, is not here; nothing was changed'
}

wire_is_installed() { [ -e "$root/etc/init.d/umm" ]; }

wire_is_enabled() {
	for link in "$root"/etc/rcS.d/S??umm "$root"/etc/rc0.d/K??umm "$root"/etc/rc6.d/K??umm; do [ -L "$link" ] || return 1; done
}
wire_enable() { update-rc.d umm defaults >/dev/null; }
wire_disable() { rm -f "$root/etc/init.d/umm" && update-rc.d umm remove >/dev/null; }

# init reads its table again; a line that is for the boot is not run then.
wire_reload() { [ ! -p "$root/run/initctl" ] || telinit q; }

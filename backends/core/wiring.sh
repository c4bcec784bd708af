# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# umm install, umm uninstall.

# choose_init: $init becomes the init system of this node, running or not.
choose_init() {
	find_init ||
		die 4 'umm knows no backend for the init system of this node' 'systemd, sysvinit, OpenRC and upstart are supported; nothing was changed'
}

# change_init install|uninstall: what wires umm into the init system.
change_init() {
	lines=$("$lib/wire" "$1" ${opt_dry_run:+--dry-run}) || exit
	[ -n "$lines" ] || return 0
	changes=$((changes + 1))
	printf '%s\n' "$lines"
}

# change_boot_entry install|remove: the menu entry of the boot loader; a simulated node has none.
change_boot_entry() {
	[ -z "$root" ] || return 0
	lines=$("$lib/bootloader/entry" "$1" ${opt_dry_run:+--dry-run}) || die 4 "$lib/bootloader/entry $1 failed"
	[ -n "$lines" ] || return 0
	changes=$((changes + 1))
	printf '%s\n' "$lines"
}

# change_wiring install|uninstall: the init system and the boot entry, and a line of the package umm.
change_wiring() {
	changes=0
	change_init "$1"
	if [ "$1" = install ]; then
		change_boot_entry install
	else
		remove_login_line
		change_boot_entry remove
	fi
	[ "$changes" -gt 0 ] || echo "nothing to do: $init is as it should be"
}

# remove_login_line: what the package umm added for zsh (umm(8)).
remove_login_line() {
	zprofile=$root/etc/zsh/zprofile
	grep -q '# umm(8)$' "$zprofile" 2>/dev/null || return 0
	changes=$((changes + 1))
	[ -z "$opt_dry_run" ] || { echo "would remove the line of umm's from $zprofile" && return 0; }
	before=$(tail -c 1 "$zprofile")
	sed -i --follow-symlinks '/# umm(8)$/d' "$zprofile" || die 4 "cannot change $zprofile"
	# It was the last one, and the file did not end in a newline before it came, either.
	[ -z "$before" ] || ! [ -s "$zprofile" ] || [ -n "$(tail -c 1 "$zprofile")" ] || truncate -s -1 "$zprofile" ||
		die 4 "cannot change $zprofile"
	echo "removed  the line of umm's from $zprofile"
}

# begin_wiring ARGUMENT...
begin_wiring() {
	opt_dry_run=
	parse_options words dry-run "$@"
	[ -z "$words" ] || usage_error "umm $verb takes no argument"
	choose_init
}

install() {
	begin_wiring "$@"
	change_wiring install
}

uninstall() {
	begin_wiring "$@"
	[ -n "$opt_dry_run" ] || [ ! -e "$run/paused" ] || die 1 'umm holds this boot' "'umm off' first, then uninstall"
	change_wiring uninstall
}

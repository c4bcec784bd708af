# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# umm install, umm uninstall: the steps that wire umm into the init system are in backends/INIT/wiring, which the full
# package reads too.

# choose_init: $init becomes the init system of this node, running or not, with its functions.
choose_init() {
	{ find_init && [ -f "$lib/$init/wiring" ]; } ||
		die 4 'umm knows no backend for the init system of this node' 'systemd, sysvinit, OpenRC and upstart are supported; nothing was changed'
	# shellcheck source=backends/systemd/init.sh
	. "$lib/$init/init.sh"
}

# wire_by_itself install|uninstall: the steps of an init system that has more than links.
wire_by_itself() {
	lines=$("$lib/wire" "$1" ${opt_dry_run:+--dry-run}) || exit
	[ -n "$lines" ] || return 0
	changes=$((changes + 1))
	printf '%s\n' "$lines"
}

# each_step FUNCTION: call it with PATH TARGET WHY of each link.
each_step() {
	while IFS=$tab read -r kind path target why; do
		case $kind in
		'' | '#'*) ;;
		link) "$1" "$root$path" "$target" "$why" ;;
		*) die 4 "$lib/$init/wiring has a step of an unknown kind: $kind" ;;
		esac
	done <"$lib/$init/wiring"
}

# is_step PATH TARGET: the link is there.
is_step() { [ -L "$1" ] && [ "$(readlink "$1")" = "$2" ]; }

look_at_step() {
	[ ! -e "$1" ] || [ -L "$1" ] ||
		die 4 "$1 exists and is not a link of umm's: it is left as it is" 'move it away, then try again'
}

make_step() {
	! is_step "$1" "$2" || return 0
	changes=$((changes + 1))
	[ -z "$opt_dry_run" ] || { echo "would make   $1 -> $2  ($3)" && return 0; }
	{ mkdir -p "${1%/*}" && ln -sfn "$2" "$1"; } || die 4 "cannot change $1"
	echo "made     $1 -> $2  ($3)"
}

remove_step() {
	is_step "$1" "$2" || return 0
	changes=$((changes + 1))
	[ -z "$opt_dry_run" ] || { echo "would remove $1 -> $2" && return 0; }
	rm -f "$1" || die 4 "cannot change $1"
	rmdir "${1%/*}" 2>/dev/null
	echo "removed  $1 -> $2"
}

# change_boot_entry install|remove: the menu entry of the boot loader; a simulated node has none.
change_boot_entry() {
	[ -z "$root" ] || return 0
	lines=$("$lib/bootloader/entry" "$1" ${opt_dry_run:+--dry-run}) || die 4 "$lib/bootloader/entry $1 failed"
	[ -n "$lines" ] || return 0
	changes=$((changes + 1))
	printf '%s\n' "$lines"
}

# change_wiring FUNCTION install|uninstall: all steps and the boot entry, then the init system reads its files again.
change_wiring() {
	changes=0
	if [ -f "$lib/$init/wire.sh" ]; then wire_by_itself "$2"; else each_step "$1"; fi
	[ "$2" = install ] || remove_login_line
	if [ "$2" = install ]; then change_boot_entry install; else change_boot_entry remove; fi
	[ "$changes" -gt 0 ] || echo "nothing to do: $init is as it should be"
	[ -n "$opt_dry_run" ] || init_reload || die 4 "the init system refused to read its files again"
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
	[ -f "$lib/$init/wire.sh" ] || each_step look_at_step
	change_wiring make_step install
}

uninstall() {
	begin_wiring "$@"
	[ -n "$opt_dry_run" ] || [ ! -e "$run/paused" ] || die 1 'umm holds this boot' "'umm off' first, then uninstall"
	change_wiring remove_step uninstall
}

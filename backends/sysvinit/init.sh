# shellcheck shell=sh disable=SC2034,SC2154 # root, run, lib and words are the gate's
# What the gate needs of sysvinit: init(8), inittab(5), runlevel(8), shutdown(8).

# shellcheck source=backends/gate/processes.sh
. "$lib/processes.sh"
# shellcheck source=backends/gate/repairs.sh
. "$lib/repairs.sh"

# The line of runlevel(8).
init_runlevel() {
	line=$(runlevel 2>/dev/null) || line=unknown
	echo "$line"
}

# The runlevel is one of the ordinary ones, and the script that starts what is in it is over. The bracket: not the word
# in the arguments of grep itself.
init_operational() {
	case $(init_runlevel) in *' '[2-5]) ;; *) return 1 ;; esac
	! grep -qzx '/etc/init[.]d/rc' "$root"/proc/[0-9]*/cmdline 2>/dev/null
}

# init waits for the script that holds the boot, and that waits for the file to go; or for one that waits for a repair.
init_release() { [ -z "$(init_ending)" ] && end_shell; }

init_reboot() { reboot_by shutdown -r now; }

# Which way the node is going down, or nothing when it is not. init tells the scripts of a runlevel which it is.
init_ending() {
	case ${RUNLEVEL:-$(init_runlevel)} in
	6 | *' 6') echo reboot ;;
	0 | *' 0') if [ "${INIT_HALT:-}" = HALT ]; then echo halt; else echo poweroff; fi ;;
	esac
}

# Nothing of umm's is in the way of a runlevel.
init_settle() { :; }

# What would run in a boot that is held, and what would wait, a line each: runs NAME, waits NAME.
init_rehearse() { "$lib/sysvinit/boot" rehearse; }

# Why a boot could not be held, or nothing: $obstacle. init(8), Bootflags: such a boot goes past the lines for the boot.
init_obstacle() {
	obstacle=
	read_word
	set -f
	for argument in $words; do
		case $argument in
		single | emergency | [sS] | -s | -b)
			obstacle="the kernel command line has $argument, which goes past the lines of /etc/inittab for the boot, so the boot would not be held"
			;;
		esac
	done
	set +f
	[ -n "$obstacle" ] || grep -q '^[^#]*:/usr/lib/umm/' "$root/etc/inittab" 2>/dev/null ||
		obstacle="umm's line is not in /etc/inittab, so the boot would not be held: 'umm install' puts it there"
}

# sysvinit does not know what failed.
init_failed_units() { :; }
init_services() { :; }

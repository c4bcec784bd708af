# shellcheck shell=sh disable=SC2034,SC2154 # root, run, lib and words are the gate's
# What the gate needs of sysvinit: init(8), inittab(5), runlevel(8), shutdown(8).

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

# init waits for the script that holds the boot, and that waits for the file to go.
init_release() { [ -z "$(init_ending)" ]; }

# In a moment: whoever asked over ssh gets the answer and the exit status before the connection goes.
init_reboot() {
	# shellcheck disable=SC2016 # it is for the other shell
	setsid sh -c 'echo $$ >"$1" && sleep 1 && rm -f "$1" && exec shutdown -r now' sh "$run/reboot" >/dev/null 2>&1 </dev/null 9>&- &
}

# Which way the node is going down, or nothing when it is not. init tells the scripts of a runlevel which it is.
init_ending() {
	case ${RUNLEVEL:-$(init_runlevel)} in
	6 | *' 6') echo reboot ;;
	0 | *' 0') if [ "${INIT_HALT:-}" = HALT ]; then echo halt; else echo poweroff; fi ;;
	esac
}

# Nothing of umm's is in the way of a runlevel.
init_settle() { :; }

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

# Call off a reboot that has not begun.
init_cancel_reboot() {
	pid=
	[ ! -e "$run/reboot" ] || read -r pid <"$run/reboot"
	[ -z "$pid" ] || { kill -- "-$pid" && rm -f "$run/reboot"; }
}

# sysvinit does not know what failed.
init_failed_units() { :; }
init_services() { :; }

# The scheduled commands, one after the other, unless that is under way; it outlives who asks for it. One that looks for
# the last time is waited for.
init_start_queue() {
	patience=-n
	[ ! -e "$run/queue-closing" ] || patience=-x
	setsid flock "$patience" -o "$run/queue" /usr/bin/umm schedule run-queue >/dev/null 2>>"$(init_log)" </dev/null 9>&- &
}

# One scheduled command, until it has ended: NNNN. In a session of its own, so that nothing else ends it.
init_start_run() { setsid /usr/bin/umm schedule run-one "$1" 2>>"$(init_log)" </dev/null; }

# Where what has no terminal says what went wrong: the kernel's log, which syslog keeps, or else the console.
init_log() {
	for log in /dev/kmsg /dev/console /dev/null; do ! (: >>"$log") 2>/dev/null || break; done
	echo "$log"
}

# Read the table again.
init_reload() { [ ! -p "$root/run/initctl" ] || telinit q; }

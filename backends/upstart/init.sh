# shellcheck shell=sh disable=SC2154 # root, run and words are the gate's
# What the gate needs of upstart, 0.6.5 and later: init(8), initctl(8), runlevel(8), shutdown(8).

# Under another root (tests) that root's commands are called.
[ -z "$root" ] || PATH=$root/sbin:$PATH

# The line of runlevel(8). Before the first runlevel it says "unknown" itself, and fails.
init_runlevel() {
	# shellcheck disable=SC2046 # two words
	set -- $(runlevel 2>/dev/null)
	echo "${*:-unknown}"
}

# rc, the task of a runlevel's scripts, is over.
init_operational() {
	case $(init_runlevel),$(initctl status rc 2>/dev/null) in *' '[2-5],*' stop/waiting'*) ;; *) return 1 ;; esac
}

# First the jobs that were kept from starting, then the event that the job umm waits for: it holds back the task that
# goes on to the default runlevel. Nothing is waited for.
init_release() {
	[ -z "$(init_ending)" ] || return 1
	[ ! -e "$run/kept" ] || sort -u "$run/kept" | while IFS= read -r job; do
		case $(initctl status "$job" 2>/dev/null) in *' start/'*) continue ;; esac
		initctl start --no-wait "$job" >/dev/null || say "the job $job does not start; 'initctl start $job' may"
	done
	initctl emit --no-wait umm
}

init_reboot() { shutdown -r now; }

# Which way the node is going down, or nothing when it is not. The job rc hands INIT_HALT on to its scripts.
init_ending() {
	case $(init_runlevel) in
	*6) echo reboot ;;
	*0) if [ "${INIT_HALT:-}" = HALT ]; then echo halt; else echo poweroff; fi ;;
	esac
}

# Nothing of umm's is in the way of a runlevel.
init_settle() { :; }

# Whether $run/boot is of this boot. Where /run is a directory on the disk (CentOS 6), it may be of an earlier one.
is_recorded() {
	boot_id=unknown
	IFS= read -r boot_id <"$root/proc/sys/kernel/random/boot_id"
	grep -qxF "boot=$boot_id" "$run/boot" 2>/dev/null
}

# Whether the kernel's words end this boot in a shell of its own: such a boot is not held.
ends_elsewhere() {
	read_word
	set -f
	for argument in $words; do
		case $argument in
		single | emergency | recovery | -s | -b | [sS1]) set +f && return 0 ;;
		esac
	done
	set +f
	return 1
}

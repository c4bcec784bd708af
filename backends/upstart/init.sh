# shellcheck shell=sh disable=SC2034,SC2154 # root, run and words are the gate's
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

# Start the jobs that were kept from starting (hold), but for those that follow others.
start_kept() {
	[ ! -e "$run/kept" ] || sort -u "$run/kept" | while read -r job follows; do
		case $follows,$(initctl status "$job" 2>/dev/null) in ?*,* | *' start/'*) continue ;; esac
		initctl start --no-wait "$job" >/dev/null || say "the job $job does not start; 'initctl start $job' may"
	done
}

# First the jobs that were kept from starting, then the event that the job umm waits for: it holds back the task that
# goes on to the default runlevel. Nothing is waited for.
init_release() {
	[ -z "$(init_ending)" ] || return 1
	# One that is just being kept is noted before, or sees that the boot goes on.
	open_run
	close_run
	start_kept
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

# Why a boot could not be held, or nothing: $obstacle.
init_obstacle() {
	obstacle=
	! ends_elsewhere || obstacle="the kernel command line has $argument, which ends in a shell of its own, so the boot would not be held"
	[ -e "$root/etc/init/umm.conf" ] || obstacle="/etc/init/umm.conf is not there, so the boot would not be held"
}

# shutdown(8) begins at once: there is nothing to call off any more.
init_cancel_reboot() { :; }

# upstart forgets what failed.
init_failed_units() { :; }

# One scheduled command as a job of its own, until it has ended: NNNN.
init_start_run() { initctl start umm-run NUMBER="$1" >/dev/null; }

# $run as of this boot, and one part of umm at a time that decides over jobs, until close_run. What an earlier boot left
# there (CentOS 6) counts for nothing. It is made in memory where /run is on the disk: the decision must also be kept where
# / is read-only.
open_run() {
	exec 8<"$lib/upstart/init.sh"
	flock -w 20 8 || say 'another part of umm takes longer than 20 s; going on'
	read_boot_id
	! grep -qxF "$boot_id" "$run/made" 2>/dev/null || return 0
	rm -rf "${run:?}"/*
	[ -d "$run" ] || mkdir -p "$run"
	# shellcheck disable=SC2046 # two numbers
	set -- $(stat -c %d "$root/" "$run")
	[ "${1:-}" != "${2:-}" ] || mount -n -t tmpfs -o mode=0755,nosuid,nodev tmpfs "$run" ||
		say "/run is on the disk, and $run could not be made in memory"
	echo "$boot_id" >"$run/made"
}
close_run() { exec 8<&-; }

read_boot_id() {
	boot_id=unknown
	IFS= read -r boot_id <"$root/proc/sys/kernel/random/boot_id"
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

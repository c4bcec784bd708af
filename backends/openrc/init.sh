# shellcheck shell=sh disable=SC2034,SC2154 # root, run, lib and words are the gate's
# What the gate needs of OpenRC: openrc(8), openrc-run(8), and of the first process below it: sysvinit's, OpenRC's own, busybox'.

# shellcheck source=backends/gate/processes.sh
. "$lib/processes.sh"
# shellcheck source=backends/gate/repairs.sh
. "$lib/repairs.sh"

svcdir=$root/run/openrc

# $softlevel becomes the runlevel of OpenRC's that the node is in, or goes to.
read_softlevel() {
	softlevel=
	[ ! -e "$svcdir/softlevel" ] || IFS= read -r softlevel <"$svcdir/softlevel" || :
}

# first_process: $first becomes sysvinit, openrc-init or busybox.
first_process() {
	case $(readlink -f "$root/sbin/init") in
	*/openrc-init) first=openrc-init ;;
	*/busybox) first=busybox ;;
	*) first=sysvinit ;;
	esac
}

# The line of runlevel(8) where sysvinit writes it; elsewhere by the names that sysvinit's table has for OpenRC's runlevels.
init_runlevel() {
	first_process
	if [ "$first" = sysvinit ]; then
		line=$(runlevel 2>/dev/null) || line=unknown
		echo "$line"
		return
	fi
	read_softlevel
	case $softlevel in
	'' | sysinit | boot) echo unknown ;;
	single | recovery) echo 'N 1' ;;
	nonetwork) echo 'N 2' ;;
	off | shutdown) echo 'N 0' ;;
	reboot) echo 'N 6' ;;
	*) echo 'N 3' ;;
	esac
}

# A runlevel beyond boot, of which all is started.
init_operational() {
	read_softlevel
	case $softlevel in '' | sysinit | boot | single | recovery | umm | off | shutdown | reboot) return 1 ;; esac
	! [ -e "$svcdir/rc.starting" ] && ! [ -e "$svcdir/rc.stopping" ]
}

# Where init waits for the script that holds the boot, that waits for the file to go. OpenRC's own is past it, in a
# runlevel of umm's: it goes on to the one it would have come to. What was started by hand stays. A boot that waits for a
# repair is not there yet.
init_release() {
	[ -z "$(init_ending)" ] || return 1
	if [ -e "$run/shell" ]; then
		end_shell
		return
	fi
	first_process
	[ "$first" != openrc-init ] || setsid "$lib/openrc/boot" release >/dev/null 2>>"$log" </dev/null 9>&- &
}

init_reboot() {
	first_process
	case $first in
	openrc-init)
		if is_stopped; then
			: >"$run/down"
			end_shell || { rm -f "$run/down" && return 1; }
			# It makes this pipe when the boot is over.
			# shellcheck disable=SC2016 # it is for the other shell
			set -- sh -c 'until [ -p "$0" ]; do sleep 1; done; exec "$@"' "$svcdir/init.ctl"
		fi
		reboot_by "$@" openrc-shutdown --reboot now
		;;
	busybox) reboot_by busybox reboot ;;
	*) reboot_by shutdown -r now ;;
	esac
}

# Which way the node is going down, or nothing when it is not. OpenRC tells its services; sysvinit is asked: both ways
# lead through one runlevel of OpenRC's.
init_ending() {
	first_process
	read_softlevel
	case $first,${RC_REBOOT:-},$softlevel in
	sysvinit,*) case $(init_runlevel) in *' 6') echo reboot ;; *' 0') echo poweroff ;; esac ;;
	*,?*,shutdown | *,reboot) echo reboot ;;
	*,shutdown) echo poweroff ;;
	esac
}

# Nothing of umm's is in the way of a runlevel.
init_settle() { :; }

# What would run in a boot that is held, and what would wait, a line each: runs NAME, waits NAME.
init_rehearse() { "$lib/openrc/boot" rehearse; }

# Why a boot could not be held, or nothing: $obstacle.
init_obstacle() {
	obstacle=
	first_process
	read_word
	set -f
	for argument in $words; do
		case $first,$argument in
		sysvinit,single | sysvinit,emergency | sysvinit,[sS] | sysvinit,-s | sysvinit,-b)
			obstacle="the kernel command line has $argument, which goes past the lines of /etc/inittab for the boot, so the boot would not be held"
			;;
		esac
	done
	set +f
	[ -z "$obstacle" ] || return 0
	case $first in
	openrc-init)
		[ -e "$root/etc/runlevels/boot/umm" ] ||
			obstacle="umm is not in the runlevel boot, so the boot would not be held: 'umm install' puts it there"
		;;
	*)
		grep -q '^[^#]*:/usr/lib/umm/' "$root/etc/inittab" 2>/dev/null ||
			obstacle="umm's line is not in /etc/inittab, so the boot would not be held: 'umm install' puts it there"
		;;
	esac
}

# The services that crashed or did not start, in one line.
init_failed_units() {
	failed=
	for link in "$svcdir"/failed/*; do [ ! -e "$link" ] || failed="$failed${failed:+, }${link##*/}"; done
	printf %s "$failed"
}

# STATE NAME of the services that run, start or have failed.
init_services() {
	for pair in starting:starting started:active failed:failed; do
		for link in "$svcdir/${pair%:*}"/*; do [ ! -e "$link" ] || echo "${pair#*:} ${link##*/}"; done
	done
}

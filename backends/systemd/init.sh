# shellcheck shell=sh disable=SC2034,SC2154 # words are the gate's, and broken and lines for it
# What the gate needs of systemd. systemctl(1) works without D-Bus for root.

early=/run/systemd/generator.early

# unit_names OPTION...: of the units that it lists, a name a line. systemd 219 puts a dot before some of them, --plain or not.
unit_names() { systemctl list-units --no-legend --plain --full "$@" | sed 's/^[^[:alnum:]-]*//; s/ .*//'; }

# The line of runlevel(8), derived from the active target (systemd.special(7), runlevelN.target).
init_runlevel() {
	# shellcheck disable=SC2046 # one word for each unit
	set -- $(systemctl is-active graphical.target multi-user.target rescue.target 2>/dev/null)
	case $* in
	'active '*) echo 'N 5' ;;
	*' active '*) echo 'N 3' ;;
	*' active') echo 'N 1' ;;
	*) echo unknown ;;
	esac
}

# The target that this boot would have reached: of the kernel's runlevel word, else of the administrator, else of the
# distribution. Not `systemctl get-default`: on some versions it sees the generator's link.
init_default() {
	read_word
	target=
	for argument in $words; do
		case $argument in
		[2-4]) target=multi-user.target ;;
		5) target=graphical.target ;;
		esac
	done
	[ -z "$target" ] || { echo "$target" && return; }
	for link in /etc/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
		[ -e "$link/default.target" ] && target=$(readlink -f "$link/default.target") && echo "${target##*/}" && return 0
	done
	echo multi-user.target
}

# Start the real default target in this boot. `start`, not `isolate`: what was started by hand stays. A local mount that
# failed is tried once more, since the administrator may have repaired it.
init_release() {
	systemctl is-active --quiet local-fs.target &
	default=$(init_default)
	wait $! || systemctl start local-fs.target
	# Some of what it needs is masked by the generator: for that, the generator must run again first.
	if [ -L "$early/$default" ] || [ -d "$early/default.target.wants" ] || [ -d "$early/default.target.requires" ] ||
		[ -d "$early/sysinit.target.requires" ]; then
		systemctl daemon-reload || return 1
	fi
	systemctl --no-block start "$default" || return 1
	systemctl --no-block stop umm.target
	# User managers that had to wait: of lingering users, and of those who have logged in since.
	if systemctl is-active --quiet systemd-logind.service; then
		for name in /var/lib/systemd/linger/* /run/systemd/users/*; do
			uid=$(id -u "${name##*/}" 2>/dev/null) && systemctl --no-block start "user@$uid.service"
		done
	fi
	return 0
}

# bypassed: the kernel was told to start something else than default.target, as the generator sees it.
bypassed() {
	for argument in $words; do
		case $argument in
		systemd.unit=default.target) ;;
		systemd.unit=* | rescue | emergency | single | [1sS] | -b) return 0 ;;
		esac
	done
	return 1
}

# missing_unit: $broken becomes the first unit that the basic system requires and has not, or nothing. A mount whose device
# did not come has not failed: it was never tried.
missing_unit() {
	for broken in $(systemctl show --property=Requires local-fs.target sysinit.target | sed 's/^Requires=//'); do
		case $(systemctl is-active -- "$broken") in inactive | failed) return 0 ;; esac
	done
	broken=
}

# The devices that $broken needs and that did not come. A mount's own line in the journal says no more than that a
# dependency failed; the device has the one that it was waited for in vain.
missing_devices() {
	# A name with a backslash is in quotes, and its backslash doubled.
	for one in $(systemctl show --property=BindsTo,Requires -- "$broken" | sed 's/^[^=]*=//; s/"//g; s/\\\\/\\/g'); do
		case $one in
		*.device) systemctl is-active --quiet "$one" || printf '%s\n' "$one" ;;
		esac
	done
}

# read_lines: $lines become the last that the journal has of what failed.
read_lines() {
	set -- "--unit=$broken"
	for one in $failed $(missing_devices); do set -- "$@" "--unit=$one"; done
	lines=$(journalctl --quiet --no-pager --boot --lines=8 --output=cat "$@" 2>/dev/null)
}

# Whether this boot went into emergency or rescue mode by itself; $broken becomes what failed, $lines the last that is
# known of it.
init_fell() {
	! bypassed || return 1
	# A boot that has been at basic.target did not fall: somebody has called for that mode since.
	[ "$(systemctl show --property=ActiveEnterTimestampMonotonic basic.target)" = ActiveEnterTimestampMonotonic=0 ] || return 1
	failed=$(systemctl list-units --failed --no-legend --plain --full | sed 's/^[^[:alnum:]-]*//; s/ .*//')
	missing_unit
	[ -n "$broken" ] || broken=${failed%%"$newline"*}
	: "${broken:=default.target}"
	read_lines
}

# The journal has what systemd says only a while later: $lines, when no more come.
init_last_lines() {
	for _ in 1 2 3 4 5 6; do
		sleep 1
		before=$lines
		read_lines
		[ -z "$lines" ] || [ "$lines" != "$before" ] || return 0
	done
}

# Start umm.target in the place of emergency mode. The generator links what it needs once it sees that the boot is held.
# Targets that were reached although what they want could not start (sockets.target, timers.target, getty.target) would
# not start it when the boot goes on: they begin anew.
init_hold() {
	systemctl daemon-reload || return 1
	# shellcheck disable=SC2046 # names of units
	systemctl stop $(unit_names --type=target --state=active)
	systemctl --no-block start umm.target
}

# Try again what failed ($broken); status 1, and $broken, when that or anything else that the basic system requires fails.
init_retry() {
	[ "$broken" != default.target ] || return 0
	systemctl reset-failed -- "$broken" local-fs.target 2>/dev/null
	# One that is gone is repaired.
	[ "$(systemctl show --property=LoadState -- "$broken")" = LoadState=not-found ] || systemctl start -- "$broken" || return 1
	systemctl start local-fs.target
	missing_unit
	[ -z "$broken" ]
}

init_reboot() { systemctl --no-block start umm-reboot.service || systemctl reboot; }

# Which way the node is going down, or nothing when it is not: the job that waits.
init_ending() {
	systemctl list-jobs --no-legend 2>/dev/null | while read -r _ unit kind _; do
		case $unit,$kind in
		reboot.target,start | poweroff.target,start | halt.target,start | kexec.target,start | soft-reboot.target,start)
			echo "${unit%.target}" && break
			;;
		esac
	done
}

init_operational() { systemctl is-active --quiet "$(init_default)"; }

# After the release of a held boot, once its default target is reached (a second `start` waits for the first): forget
# the generator's links, so that default.target is itself again.
init_settle() {
	[ -e "$early/default.target" ] || return 0
	systemctl start "$(init_default)"
	systemctl daemon-reload
}

# Why a boot could not be held, or nothing: $obstacle.
init_obstacle() {
	obstacle=
	read_word
	set -f
	for argument in $words; do
		case $argument in
		systemd.unit=default.target) ;;
		systemd.unit=* | rescue | emergency | single | [sS1] | -b)
			obstacle="the kernel command line has $argument, which goes past default.target, so the boot would not be held"
			break
			;;
		esac
	done
	set +f
}

# closure UNIT...: these units, what they need or want, and that in turn, a name a line.
closure() {
	for unit in "$@"; do
		tree=$(systemctl list-dependencies --plain --all --full --no-pager "$unit") || return
		printf '%s\n' "$tree" | sed 's/^.*[[:space:]]//'
	done
}

# doers PREFIX: of the names on standard input those of units that are there and do something, with the prefix; targets,
# slices and devices only stand for others.
doers() {
	names=$(grep -E '[.](service|socket|timer|path|mount|automount|swap)$' | sort -u)
	# shellcheck disable=SC2086 # one word for each unit
	missing=$(systemctl show --property=Id,LoadState -- ${names:-umm.target} |
		awk 'BEGIN { RS = ""; FS = "\n" } /LoadState=not-found/ { sub(/^(.*\n)?Id=/, ""); print $1 }')
	printf '%s\n' "$names" | grep -vxF -e "$missing" | sed "s/^/$1 /"
}

# What would run in a boot that is held, and what would wait, a line each: runs NAME, waits NAME. The generator says which
# network and ssh; the rest are the units' own dependencies.
init_rehearse() {
	links=$(mktemp -d) && trap 'rm -rf "$links"' EXIT || return
	UMM_REHEARSAL=yes "$lib/systemd/generator" "$links" "$links" "$links" || return
	# shellcheck disable=SC2046 # names of units
	started=$(closure umm.target $(ls "$links/umm.target.wants" 2>/dev/null)) && ordinary=$(closure "$(init_default)") || return
	printf '%s\n' "$started" | doers runs
	printf '%s\n' "$ordinary" | grep -vxF -e "$started" | doers waits
}

# Call off a reboot that has not begun.
init_cancel_reboot() { systemctl stop umm-reboot.service; }

# The units that failed, in one line.
init_failed_units() { unit_names --failed | awk '{ printf "%s%s", (NR > 1 ? ", " : ""), $0 }'; }

# One scheduled command as a unit of its own, until it has ended: NNNN.
init_start_run() { systemctl start "umm-run@$1.service"; }

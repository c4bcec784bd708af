# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# The state of the node for people: umm status on a terminal, and the banner of a login that gets no console.

# time_of SECONDS: $time_text becomes it, in the time zone of the node.
time_of() { time_text=$(date -d "@$1" '+%Y-%m-%d %H:%M:%S' 2>/dev/null) || time_text=$1; }

# present_for: $present becomes ` for 2 h 3 min`, how long the present state of the boot lasts.
present_for() {
	present='' from=
	if [ "$node_state" = paused ]; then
		from=${boot_up:-}
	elif [ -f "$run/released" ]; then
		read -r from <"$run/released"
	fi
	case $from in '' | *[!0-9]*) return 0 ;; esac
	uptime
	[ "$up" -ge "$from" ] || return 0
	in_words $((up - from))
	present=" for $duration"
}

# tell_request: why a node is paused on request.
tell_request() {
	if [ -z "$req_id" ]; then
		show '  Maintenance mode was asked for; the request is gone.'
		return 0
	fi
	who_asked
	decode "${req_reason:-}"
	if [ -n "$decoded" ]; then
		show "  $described asked for maintenance mode. Reason: $decoded"
	else
		show "  $described asked for maintenance mode. No reason was given."
	fi
	time_of "${req_created:-0}"
	echo "    asked at $time_text"
	[ -z "${req_until:-}" ] || { time_of "$req_until" && echo "    expected to be done at $time_text"; }
	case ${req_afterwards:-stay} in
	off) echo '    resumes by itself when every scheduled command has succeeded' ;;
	reboot) echo '    reboots by itself when every scheduled command has succeeded' ;;
	esac
}

# tell_counter: why a node is paused by its counter.
tell_counter() {
	if [ "${boot_limit:-0}" = 0 ]; then
		echo '  REBOOT_COUNT is 0: every boot of this node pauses.'
	else
		echo "  $((${boot_count:-1} - 1)) boots in a row ended uncleanly; the limit is $boot_limit."
	fi
}

tell_why() {
	case ${boot_held:-no} in
	request) tell_request ;;
	counter) tell_counter ;;
	word) echo '  The kernel command line of this boot has the word umm.' ;;
	emergency)
		read_record emergency "$run/emergency" emergency_ || :
		decode "${emergency_unit:-something}"
		show "  The boot fell into emergency mode: $decoded failed."
		echo "    'umm off' tries it again; 'umm off --force' lets the boot go on without it"
		;;
	*) echo '  This boot is held; the gate left no word why.' ;;
	esac
}

# phase_of: $stands becomes how a command stands: `waits`, `runs for 12 s`, `exit status 0 after 3 s`.
phase_of() {
	after=
	case $took in -) ;; *) in_words "${took%%.*}" && after=" after $duration" ;; esac
	case $phase,$outcome in
	waiting,*) stands=waits ;;
	cancelled,*) stands=cancelled ;;
	running,*)
		case $began in -) in_words 0 ;; *) in_words $(($(date +%s) - ${began%???})) ;; esac
		stands="runs for $duration"
		;;
	*,exited) stands="exit status $status$after" ;;
	*,signalled) stands="ended by $signal$after" ;;
	*,timeout) stands="timed out$after" ;;
	*,failed-to-start) stands='could not be started' ;;
	*) stands=interrupted ;;
	esac
}

# tell_commands: those that wait or run, on a paused node all.
tell_commands() {
	list_commands
	told_of=
	while read -r _ id phase its _ outcome status _ _ began signal took; do
		[ -n "$id" ] || continue
		[ "$phase" != waiting ] || is_waiting "$phase" "$its" || phase=cancelled
		case $node_state,$phase in paused,* | *,waiting | *,running) ;; *) continue ;; esac
		[ -n "$told_of" ] || echo '  scheduled commands:'
		told_of=yes
		phase_of
		command_name "$id"
		printf '    %3s  %-24s  %s\n' "$id" "$stands" "$(sed -n 's/^command=//p' "$schedule/$name")"
	done <<X
$commands
X
}

# describe: the state, since when, why, what waits and runs, and what to do.
describe() {
	read_state
	read_record boot "$run/boot" boot_ || :
	present_for
	IFS= read -r host </proc/sys/kernel/hostname || host=
	case $node_state in
	paused)
		echo "$host: maintenance mode: this boot is held$present"
		tell_why
		;;
	asked)
		who_asked
		show "$host: maintenance mode is asked for by $described: the next boot will be held"
		;;
	disabled) echo "$host: umm is disabled: no boot is ever held" ;;
	operational) echo "$host: operational$present" ;;
	esac
	# Only root may read them.
	if [ -n "$root" ] || [ "$(id -u)" = 0 ]; then tell_commands; fi
	case $node_state in
	paused) echo "  'umm off' lets this boot go on, 'umm off reboot' reboots" ;;
	asked) echo "  'umm off' withdraws it" ;;
	disabled) echo "  'umm enable' enables it" ;;
	esac
}

# banner: what a login to a paused node says where the console can't be opened.
banner() {
	[ -e "$run/paused" ] || return 0
	[ ! -e "$lib/js" ] || [ -e "$lib/node" ] || warn "its runtime $lib/node cannot start: reinstall the package umm"
	describe
}

status() {
	case ${1:-} in
	'') ;;
	-h | --help)
		echo "Usage: umm status"
		return 0
		;;
	--json) die 2 '--json needs the package umm' 'umm-core has no JSON' ;;
	*) die 2 'umm status takes no argument' ;;
	esac
	[ ! -t 1 ] || { describe && return 0; }
	exec "$lib/gate" status
}

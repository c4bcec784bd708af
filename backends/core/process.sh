# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Clocks, and processes as proc_pid_stat(5) tells of them.

# milliseconds: $now becomes the milliseconds since the epoch. A date(1) without %N has whole seconds.
milliseconds() {
	now=$(date +%s%3N)
	case $now in *[!0-9]*) now=$(date +%s)000 ;; esac
}

# monotonic: $ticks becomes the hundredths of a second since the kernel started, also where UMM_ROOT has a clock of its own.
monotonic() {
	IFS='. ' read -r whole part _ </proc/uptime
	ticks=$((whole * 100 + 1${part} - 100))
}

# since TICKS: $seconds becomes the time from then to now, with two decimals.
since() {
	monotonic
	ticks=$((ticks - $1))
	seconds=$((ticks / 100)).$((ticks / 10 % 10))$((ticks % 10))
}

# nap SECONDS: a moment; a whole second where sleep(1) takes no fraction.
nap() { sleep "$1" 2>/dev/null || sleep 1; }

# process_stat PID: $stat_state, $stat_group and $stat_start (clock ticks after boot) of a process; status 1 without one.
process_stat() {
	stat_line=
	# The name of a program, in parentheses, may hold anything, a newline too.
	{ while IFS= read -r line; do stat_line=$line; done <"/proc/$1/stat"; } 2>/dev/null || return 1
	[ -n "$stat_line" ] || return 1
	# shellcheck disable=SC2086 # fields
	set -- ${stat_line##*) }
	stat_state=$1 stat_group=$3 stat_start=${20}
}

# is_alive PID START: whether that very process has not ended.
is_alive() {
	case $1 in '' | *[!0-9]*) return 1 ;; esac
	process_stat "$1" && [ "$stat_start" = "$2" ] && [ "$stat_state" != Z ]
}

# process_line PID: $process becomes `PID START`, which names one process for as long as the node is up.
process_line() {
	process="$1 -"
	process_stat "$1" && process="$1 $stat_start"
}

# group_lives GROUP: whether a process of it has not ended. Zombies have, and PID 1 of a container may leave them for good.
group_lives() {
	kill -s 0 -- "-$1" 2>/dev/null || return 1
	for directory in /proc/[0-9]*; do
		process_stat "${directory#/proc/}" || continue
		[ "$stat_group" != "$1" ] || [ "$stat_state" = Z ] || return 0
	done
	return 1
}

# group_gone GROUP SECONDS: wait until none of it is left, for so long at most.
group_gone() {
	monotonic
	patient_until=$((ticks + $2 * 100))
	while group_lives "$1"; do
		monotonic
		[ "$ticks" -lt "$patient_until" ] || return 1
		nap 0.1
	done
}

# end_group GROUP: SIGTERM, and after 10 s SIGKILL to what is left of it. What sleeps uninterruptibly survives both.
end_group() {
	kill -s TERM -- "-$1" 2>/dev/null
	# A stopped process takes SIGTERM only when it goes on.
	kill -s CONT -- "-$1" 2>/dev/null
	group_gone "$1" 10 && return 0
	kill -s KILL -- "-$1" 2>/dev/null
	group_gone "$1" 10
}

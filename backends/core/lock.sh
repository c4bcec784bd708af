# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# One process at a time, by a file that names its holder, `PID START WHO` (docs/internals.md, Files); that of a dead holder
# is taken over.

held_locks=

# lock_line WHO: print what a lock of this process holds.
lock_line() {
	process_line $$
	one_line "$1"
	printf '%s %s\n' "$process" "$line1"
}

# read_holder LOCK: $holder becomes the line; status 1 when there is none. What can't be read is the lock of nobody.
read_holder() {
	holder=
	[ -e "$1" ] || return 1
	{ IFS= read -r holder <"$1"; } 2>/dev/null
	return 0
}

holder_lives() {
	rest=${holder#* }
	is_alive "${holder%% *}" "${rest%% *}"
}

# take_away LOCK: that of a dead holder, $holder. Only one process at a time may, and only while it is still that holder's:
# else the second of two could remove the lock that the first has just got.
take_away() {
	dead=$holder
	if lock_line '' | create "$1.takeover" 022; then
		read_holder "$1" && [ "$holder" = "$dead" ] && remove "$1"
		remove "$1.takeover"
	elif read_holder "$1.takeover" && ! holder_lives; then
		remove "$1.takeover"
	else
		nap 0.1
	fi
}

# hold LOCK WHO SECONDS: get it, waiting for another holder at most so long. Status 1 when somebody else has it, then
# $holder names them; 2 when it can't be written.
hold() {
	make_directory "${1%/*}" 022 || return 2
	monotonic
	lock_until=$((ticks + $3 * 100))
	while :; do
		lock_line "$2" | create "$1" 022
		case $? in
		0) break ;;
		2) return 2 ;;
		esac
		read_holder "$1" || continue
		if ! holder_lives; then
			take_away "$1"
			continue
		fi
		monotonic
		[ "$ticks" -lt "$lock_until" ] || return 1
		nap 0.1
	done
	held_locks="$held_locks $1"
	trap release_all EXIT
	return 0
}

# release LOCK: give it up.
release() {
	remove "$1"
	case " $held_locks " in *" $1 "*) held_locks="${held_locks%" $1"*}${held_locks##*" $1"}" ;; esac
}

release_all() {
	for held_lock in $held_locks; do remove "$held_lock"; done
	held_locks=
}

# hold_or_die LOCK WHO SECONDS DOING HINT...: as withLock of the full package says it.
hold_or_die() {
	hold "$1" "$2" "$3"
	case $? in
	1)
		who=${holder#* * }
		pid=${holder%% *}
		doing=$4
		shift 4
		die 1 "$who $doing (process $pid)" "$@"
		;;
	2) die 4 "cannot write $1" ;;
	esac
}

# with_schedule_lock WHO COMMAND...: do something that rests on a command still waiting. Where the lock can't be written
# (a full /run) it is done all the same: commands must run.
with_schedule_lock() {
	hold "$run/schedule" "$1" 10
	got=$?
	shift
	case $got in
	1)
		problem="${holder#* * } is changing the scheduled commands right now (process ${holder%% *})"
		return 1
		;;
	2) warn "going on without a lock: cannot write $run/schedule" ;;
	esac
	"$@"
	set -- $?
	[ "$got" -ne 0 ] || release "$run/schedule"
	return "$1"
}

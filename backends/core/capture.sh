# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# The one place that starts the administrator's commands: scheduled commands and hooks.

# Told to stop; how many signals came; the time that was set is over.
told='' signals=0 alarm='' timer=

# heed_signals: SIGTERM from the init system, SIGINT, SIGHUP of a lost terminal end a command that runs, and nothing else.
heed_signals() {
	trap 'told=yes signals=$((signals + 1))' TERM INT HUP
	trap 'alarm=yes signals=$((signals + 1))' USR1
}

# set_alarm SECONDS: a signal then, and again each second until the alarm is cleared: one that comes just before a shell
# begins to wait does not end that. A session of its own, so that it can be ended whole, and by SIGKILL: a shell may lose
# another signal that comes just when it was forked.
set_alarm() {
	clear_alarm
	# shellcheck disable=SC2016 # for that shell
	setsid sh -c 'sleep "$1" && while kill -s USR1 "$2"; do sleep 1; done' alarm "$1" $$ </dev/null >/dev/null 2>&1 &
	timer=$!
}

clear_alarm() {
	if [ -n "$timer" ]; then
		{ kill -s KILL -- "-$timer" || kill -s KILL "$timer"; } 2>/dev/null
		wait "$timer"
	fi 2>/dev/null
	timer='' alarm=
}

# await: the end of the child, then $code is its status; status 1 when a signal came, perhaps before.
await() {
	seen=$signals
	wait "$child" 2>/dev/null
	code=$?
	[ "$signals" = "$seen" ]
}

# reset_signals: $reset becomes what makes env(1) undo that a shell lets its background ignore SIGINT and SIGQUIT. Shells
# that can do that themselves do it with trap.
reset_signals() {
	reset=--default-signal=INT,QUIT
	env "$reset" true 2>/dev/null || reset=
}

# supervise SECONDS: let the child run until it ends, until its time is over (0: never), or until umm is told to stop; its
# group is ended in the latter cases. $cause becomes timeout, interrupted or nothing.
supervise() {
	cause=
	[ "$1" = 0 ] || set_alarm "$1"
	if [ -z "$told" ] && await; then
		clear_alarm
		return 0
	fi
	if [ -z "$alarm" ]; then
		# About to end, it may do so by itself.
		set_alarm 1
		until await; do
			[ -z "$alarm" ] || { cause=interrupted && break; }
		done
		[ -n "$cause" ] || { clear_alarm && return 0; }
	else
		cause=timeout
	fi
	end_group "$child"
	# What sleeps uninterruptibly is not waited for any longer.
	set_alarm 10
	until await || [ -n "$alarm" ]; do :; done
	clear_alarm
}

# read_code: $outcome, $status and $signal of $code. A shell does not tell a signal from an exit status over 128: it is
# taken for the signal.
read_code() {
	status='' signal='' outcome=exited
	if [ "$code" -gt 128 ] && name_of=$(kill -l $((code - 128)) 2>/dev/null); then
		signal=SIG${name_of#SIG}
		outcome=signalled
		# Told to stop, the command may have got the same signal: that is no end of its own.
		[ -z "$told" ] || outcome=interrupted
	else
		status=$code
	fi
	outcome=${cause:-$outcome}
}

# make_work: $work becomes a directory for the pipes, in memory where possible.
make_work() {
	for parent in "$run" /run /dev/shm /tmp; do
		work=$(mktemp -d "$parent/pipes-XXXXXX" 2>/dev/null) || continue
		mkfifo -m 600 "$work/o" "$work/e" 2>/dev/null && return 0
		rm -rf "$work"
	done
	return 1
}

# account: $account and $home of who runs this.
account() {
	account=$(id -un 2>/dev/null) || account=unknown
	home=$(awk -F : -v id="$(id -u)" '$3 == id { print $6; exit }' /etc/passwd 2>/dev/null)
	home=${home:-/}
}

# start_child KEY=VALUE... PROGRAM ARGUMENT...: in a session of its own, at /, with nothing on standard input and the
# environment of cron(8); $child becomes its number, that of its process group as well.
start_child() {
	(
		trap - INT QUIT
		cd / || exit 127
		# shellcheck disable=SC2086 # one option, or none
		exec setsid env $reset -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" \
			USER="$account" LOGNAME="$account" SHELL=/bin/sh LANG=C.UTF-8 ${root:+UMM_ROOT="$root"} "$@"
	) </dev/null >"$work/o" 2>"$work/e" &
	child=$!
}

# capture SECONDS KEY=VALUE... PROGRAM ARGUMENT...: run a program to its end, for so long at most (0: for ever), its output
# kept in $output (output.sh). $outcome, $status, $signal and $seconds tell how it ended, $last_lines what it said last,
# $lost how many bytes of its output could not be kept. The function $started is told its number.
#
# Its pipes are read until every writer has closed them; but once it has ended, what it left in the background is listened
# to for a second only, and gets SIGPIPE from then on.
capture() {
	time_limit=$1
	shift
	account
	reset_signals
	if ! make_work; then
		warn "the output of $output_name can't be read: no pipes can be made"
		code=127 cause='' seconds=0 lost=0
		read_code
		return 0
	fi
	begin_output
	pump o <"$work/o" &
	pump_o=$!
	pump e <"$work/e" &
	pump_e=$!
	monotonic
	began=$ticks
	start_child "$@"
	"$started" "$child"
	supervise "$time_limit"
	since "$began"
	read_code
	end_pumps
	end_output
	rm -rf "$work"
}

# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# umm schedule run-one N, what umm-run@N.service runs: one scheduled command, to its end, keeping its output and how it
# ended.

# mark: the command is `running` on disk before it starts, so that no power loss makes it run twice.
mark() {
	read_record command "$schedule/$name" cmd_
	case $? in
	1) die 2 "there is no scheduled command $id" "'umm schedule list' shows all of them" ;;
	2) die 4 "cannot use $schedule/$name" ;;
	esac
	[ "${cmd_state:-}" = waiting ] ||
		die 1 "scheduled command $id does not wait to be run: it is ${cmd_state:-damaged}"
	milliseconds
	set -- "boot=$boot_id" "started=$now"
	[ -n "${cmd_request:-}" ] || [ -z "$req_id" ] || set -- "$@" "request=$req_id"
	save_state "$name" running "$@" || die 4 "cannot write $schedule/$name"
}

# holds_up_to: $holds becomes what a failure holds back, every number up to the last one in the list at that moment; empty
# when it stops nothing.
holds_up_to() {
	holds=
	if [ "$outcome$status" != exited0 ] && [ "${cmd_on_failure:-stop}" != continue ]; then
		list_commands
		holds=$last_id
		[ "$holds" -ge "$id" ] || holds=$id
	fi
}

# record_end: how it ended.
record_end() {
	holds_up_to
	set -- "ended=$now" "seconds=$seconds" "outcome=$outcome"
	[ -z "$status" ] || set -- "$@" "status=$status"
	[ -z "$signal" ] || set -- "$@" "signal=$signal"
	[ -z "$holds" ] || set -- "$@" "holds=$holds"
	save_state "$name" 'done' "$@"
}

# persist WHAT COMMAND...: try until it works, for the disk may be full or read-only for a while; once told to stop, a few
# times more.
persist() {
	what=$1
	shift
	pause=1 urgent=5
	until "$@"; do
		[ "$pause" -ne 1 ] || warn "$what can't be recorded, trying on"
		if [ -n "$told" ]; then
			urgent=$((urgent - 1))
			[ "$urgent" -gt 0 ] || return 1
			nap 0.1
		else
			sleep "$pause" &
			wait $!
		fi
		pause=$((pause * 2))
		[ "$pause" -le 10 ] || pause=10
	done
}

run_one() {
	set_number "$1" || die 2 "there is no scheduled command $1"
	id=$value
	command_name "$id"
	heed_signals
	read_state
	claim "$name"
	with_schedule_lock "the run of command $id" mark || die 1 "$problem" 'try again'
	output=$var/runs/$name
	milliseconds
	[ ! -e "$output" ] || mv "$output" "$output.old-$now" || warn "cannot set $output aside"
	decode "$cmd_command"
	started=claim_for
	output_name="scheduled command $id"
	capture "${cmd_timeout:-0}" "UMM_RUN=$id" /bin/sh -c "$decoded"
	milliseconds
	persist "the end of scheduled command $id" record_end || die 4 "cannot write $schedule/$name"
}

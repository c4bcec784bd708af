# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# umm schedule run-queue, what umm-queue.service runs: after-on hooks, then the scheduled commands one after the other.

# after_on: the hooks, once in a held boot. Maintenance mode is reached: their failure is said and stops nothing.
after_on() {
	: | create "$run/after-on" 022 || return 0
	decode "${req_reason:-}"
	on_reason=$decoded
	described=
	[ -z "$req_id" ] || who_asked
	try_hooks after-on on paused "$on_reason" "$described" '' || warn "$hooks_problem"
}

# next_command: $next becomes the first that waits, that no failure before it holds back and that was not tried; $next_fails
# what its failure means. Status 1 when there is none, the node is held no more, or this process was told to stop.
next_command() {
	next='' held_to=0
	[ -z "$told" ] && [ -e "$run/paused" ] || return 1
	list_commands
	while read -r _ id phase its fails _ _ holds _; do
		if [ -z "$next" ] && is_waiting "$phase" "$its" && [ "$id" -gt "$held_to" ]; then
			case $tried in *" $id "*) ;; *) next=$id next_fails=$fails ;; esac
		fi
		case ${holds:--} in -) ;; *) [ "$holds" -le "$held_to" ] || held_to=$holds ;; esac
	done <<X
$commands
X
	[ -n "$next" ]
}

# run_next: $next, to its end. Status 1 when nothing more is to run: it could not be started, and its failure stops the rest.
run_next() {
	command_name "$next"
	current=$name
	init_start_run "$current" || :
	read_record command "$schedule/$current" cmd_ || return 0
	# Its recorder was killed: only the claim tells whether the command goes on.
	[ "${cmd_state:-}" != running ] || settle_running "$next"
	read_record command "$schedule/$current" cmd_ || return 0
	[ "${cmd_state:-}" = waiting ] || { ran=$((ran + 1)) && return 0; }
	warn "scheduled command $next could not be started; it is left waiting"
	tried="$tried$next "
	[ "$next_fails" != stop ]
}

# drain_queue: run what waits; $ran becomes how many did. The list is read anew before each.
drain_queue() {
	ran=0 tried=' '
	read_state
	settle
	while next_command; do run_next || break; done
	all_cut="$all_cut$cut" all_tried="$all_tried$tried"
}

# count_left: $failures becomes how many of this maintenance failed or could not be started, $still how many wait.
count_left() {
	failures=0 still=0
	list_commands
	while read -r _ id phase its _ outcome status _ boot _; do
		[ -n "$id" ] || continue
		! is_waiting "$phase" "$its" || still=$((still + 1))
		case $all_tried in *" $id "*) failures=$((failures + 1)) && continue ;; esac
		has_failed "$phase" "$outcome" "$status" || continue
		case $all_cut in *" $id "*) boot=$boot_id ;; esac
		[ "$boot" != "$boot_id" ] && { [ "$its" = - ] || [ "$its" != "$req_id" ]; } || failures=$((failures + 1))
	done <<X
$commands
X
}

# leave_by_itself: --then, when every scheduled command has succeeded.
leave_by_itself() {
	read_state
	[ -n "$req_id" ] && [ "$node_state" = paused ] || return 0
	case ${req_afterwards:-stay} in
	off) then=resume ;;
	reboot) then=reboot ;;
	*) return 0 ;;
	esac
	count_left
	if [ "$failures" -gt 0 ] || [ "$still" -gt 0 ]; then
		warn "this node stays paused: $failures of its commands failed, $still have not run"
		return 0
	fi
	who_asked
	opt_force=
	switch_off "$then" "by itself, every command has succeeded; asked for by $described"
}

run_queue() {
	use_init
	heed_signals
	read_requester
	read_state
	[ "$node_state" = paused ] || return 0
	after_on
	all_cut=' ' all_tried=' '
	# The file says that nothing is left to run, and one more look makes sure: who adds a command then starts a new queue.
	while :; do
		remove "$run/queue-closing"
		drain_queue
		: | create "$run/queue-closing" 022
		drain_queue
		if [ "$ran" -eq 0 ] || [ -n "$told" ]; then break; fi
	done
	[ -n "$told" ] || leave_by_itself
}

# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# umm off: withdraw the request, let the held boot go on, or reboot out of it.

# withdraw: the request, before its reboot has begun.
withdraw() {
	# Called off first: between a look and this the shutdown could begin.
	init_cancel_reboot
	[ -z "$(init_ending)" ] ||
		die 1 'the reboot into maintenance mode has begun' "log in again after it, then 'umm off'"
	remove "$state/request" || die 4 "cannot remove $state/request"
	cancel_waiting
	echo 'the request is withdrawn: the next boot is an ordinary one'
	for id in $cancelled; do echo "command $id is cancelled"; done
}

# warn_of_running: commands that have not ended.
warn_of_running() {
	list_commands
	while read -r _ id phase _; do
		[ "$phase" = running ] || continue
		if [ "$how" = resume ]; then warn "command $id still runs and goes on"; else warn "command $id still runs: the reboot ends it"; fi
	done <<X
$commands
X
}

# leave: the held boot, through the gate, which withdraws the request first. A note of the hooks to come that can't be
# written must not keep the node paused.
leave() {
	decode "${req_reason:-}"
	leaving_reason=$decoded
	run_hooks before-off "$how" paused "$leaving_reason" "$by" "$opt_force"
	encode "$by"
	record leaving "reason=${req_reason:-}" "requested_by=$encoded" "action=$how" | replace "$state/leaving" 022 ||
		warn "cannot write $state/leaving: the after-off hooks will not run"
	warn_of_running
	case $how,$opt_force in resume,) set -- ;; resume,*) set -- force ;; *) set -- reboot ;; esac
	complaint=$("$lib/gate" resume "$@" 2>&1)
	left=$?
	if [ "$left" -ne 0 ]; then
		remove "$state/leaving"
		die "$left" "${complaint#umm: }"
	fi
	[ -z "$complaint" ] || printf '%s\n' "$complaint" >&2
	cancel_waiting
	for id in $cancelled; do echo "command $id is cancelled"; done
}

# switch_off HOW WHY: HOW is resume or reboot, WHY for the audit log when nobody asked for it now. $node_state is the state
# before.
switch_off() {
	how=$1
	detail=$2
	action=off
	[ "$how" = resume ] || action='off reboot'
	heed_signals
	hold_switch
	read_state
	check_allowed "$action"
	if [ "$node_state" = asked ]; then withdraw; else leave; fi
	audit 'done' ''
	action=
	release "$run/switch"
	[ "$node_state" = paused ] || return 0
	if [ "$how" = reboot ]; then echo 'rebooting to operational'; else follow; fi
}

# follow: wait until the default target is reached, two minutes at most. The boot does not depend on being watched.
follow() {
	echo 'the boot goes on'
	monotonic
	went_on=$ticks
	said=5
	until init_operational; do
		since "$went_on"
		whole=${seconds%.*}
		[ -z "$told" ] || return 0
		if [ "$whole" -ge 120 ]; then
			in_words "$whole"
			warn "the default target is not reached after $duration; the boot goes on by itself"
			return 0
		fi
		if [ "$whole" -ge "$said" ]; then
			in_words "$whole"
			echo "… $duration"
			said=$((said + 5))
		fi
		nap 0.2
	done
	since "$went_on"
	echo "operational after ${seconds%?} s"
	failed_units=$(init_failed_units)
	[ -z "$failed_units" ] || warn "failed units: $failed_units"
}

off() {
	opt_force='' opt_dry_run=
	parse_options words 'force dry-run' "$@"
	quoted "$words"
	case $words in
	'') how=resume ;;
	reboot) how=reboot ;;
	*) usage_error "umm off takes nothing or the word reboot, not $quoted" ;;
	esac
	use_init
	read_requester
	[ -z "$opt_dry_run" ] || { plan_off && return 0; }
	switch_off "$how" ''
}

# plan_off: print what would be done.
plan_off() {
	read_state
	check_allowed off
	if [ "$node_state" = asked ]; then
		echo 'would withdraw the request'
	else
		list_hooks before-off || die "$hooks_status" "$hooks_problem" "$hooks_hint"
		for hook in $hooks; do echo "would run the hook $hook"; done
		[ "$how" = reboot ] || echo 'would let the held boot go on to operational'
		[ "$how" = resume ] || echo 'would reboot this node cleanly to operational'
	fi
	list_commands
	while read -r _ id phase its _; do
		! is_waiting "$phase" "$its" || echo "would cancel command $id, which has not run"
	done <<X
$commands
X
}

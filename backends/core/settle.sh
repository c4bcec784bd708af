# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# What an earlier queue left. Nothing is deleted.

# interrupt ID: nobody knows how it ended. It is not run again.
interrupt() {
	command_name "$1"
	read_record command "$schedule/$name" cmd_ || return 1
	[ "${cmd_state:-}" = running ] || return 0
	id=$1 outcome=interrupted status=
	set -- "outcome=interrupted"
	[ -n "${cmd_started:-}" ] || set -- "$@" "started=${cmd_created:-0}000" "boot=$boot_id"
	holds_up_to
	[ -z "$holds" ] || set -- "$@" "holds=$holds"
	save_state "$name" 'done' "$@" || warn "cannot write $schedule/$name"
}

# settle_running ID: one that is marked running. One of another boot was cut by power loss. One of this boot runs as long as
# its recorder or its shell lives, and that is waited for: ending somebody's half-done work would be worse, and so would
# starting the next command beside it.
settle_running() {
	settled=$1
	command_name "$settled"
	waited=
	while [ -z "$told" ]; do
		read_record command "$schedule/$name" cmd_ || return 0
		[ "${cmd_state:-}" = running ] || return 0
		[ "${cmd_boot:-}" = "$boot_id" ] || break
		claim_lives "$name" || break
		[ -n "$waited" ] || warn "scheduled command $settled is still running; what comes after it waits"
		waited=yes
		nap 0.5
	done
	[ -n "$told" ] || interrupt "$settled"
}

# cancel_strangers: waiting ones whose request is not the present one were never committed, or were withdrawn.
cancel_strangers() {
	list_commands
	while read -r _ id phase its _; do
		[ "$phase" = waiting ] || continue
		! is_waiting "$phase" "$its" || continue
		command_name "$id"
		save_state "$name" cancelled || warn "cannot write $schedule/$name"
	done <<X
$commands
X
}

# settle: $cut becomes the numbers of those that were running.
settle() {
	cut=' '
	list_commands
	while read -r _ id phase _; do
		[ "$phase" != running ] || cut="$cut$id "
	done <<X
$commands
X
	for id in $cut; do settle_running "$id"; done
	with_schedule_lock 'the queue' cancel_strangers || warn "$problem"
}

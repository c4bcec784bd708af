# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Who runs a command: /run/umm/run-NNNN, a line for the recorder and one for the command's shell (docs/internals.md, Files).

# claim_lives NAME: whether a process that runs this command, its recorder or its shell, is alive.
claim_lives() {
	[ -e "$run/run-$1" ] || return 1
	while read -r pid start_ticks; do
		is_alive "$pid" "$start_ticks" && return 0
	done <"$run/run-$1"
	return 1
}

# claim NAME: for this process, so that no other one runs it; gone when this process ends.
claim() {
	make_directory "$run" 022
	process_line $$
	echo "$process" | create "$run/run-$1" 077
	case $? in
	1)
		! claim_lives "$1" || die 1 "scheduled command $id is being run already"
		echo "$process" | replace "$run/run-$1" 077
		;;
	2) warn "cannot write $run/run-$1" ;;
	esac
	held_locks="$held_locks $run/run-$1"
	trap release_all EXIT
}

# claim_for PID: note the command's shell in the claim.
claim_for() {
	process_line $$
	recorder=$process
	process_line "$1"
	printf '%s\n' "$recorder" "$process" | replace "$run/run-$name" 077
}

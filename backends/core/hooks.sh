# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# The hooks of a point (umm(8), HOOKS), one after the other in the order of run-parts(8). What they print is kept like a
# run's; when it can't be, they run all the same.

# How many hooks' outputs are kept.
hook_logs=50

# list_hooks POINT: $hooks becomes their names; names that run-parts(8) would not take, and directories, are none. Status 1
# when the directory can't be trusted: then $hooks_status, $hooks_problem and $hooks_hint say it.
list_hooks() {
	hooks=
	hook_directory=$root/etc/umm/hooks/$1.d
	for hook_path in "$hook_directory"/*; do
		case ${hook_path##*/} in *[!A-Za-z0-9_-]*) continue ;; esac
		[ -e "$hook_path" ] || [ -L "$hook_path" ] || continue
		[ -d "$hook_path" ] || hooks="$hooks ${hook_path##*/}"
	done
	[ -n "$hooks" ] || return 0
	distrust_path "$hook_directory"
	[ -n "$distrust" ] || return 0
	hooks_status=3
	hooks_problem="the $1 hooks are refused: $distrust"
	hooks_hint="'chown root:root' and 'chmod go-w' what is named there"
	return 1
}

# new_hook_log NAME: $output becomes the directory of a hook's output, or empty when it can't be made.
new_hook_log() {
	make_directory "$var/hooks" 077 || { output= && return 1; }
	milliseconds
	while :; do
		output=$var/hooks/$(date -u -d "@${now%???}" +%Y%m%dT%H%M%S)${now#"${now%???}"}Z-$1
		(umask 077 && mkdir "$output") 2>/dev/null && break
		[ -e "$output" ] || { output= && return 1; }
		now=$((now + 1))
	done
	flush "$var/hooks"
}

# describe_end: $ended becomes how a hook ended, as the end of a sentence.
describe_end() {
	case $outcome in
	refused) ended="is refused: $refusal" ;;
	timeout) ended="was ended after $seconds s, its time was over" ;;
	interrupted) ended="was interrupted after $seconds s" ;;
	signalled) ended="was ended by $signal after $seconds s" ;;
	*)
		ended="succeeded after $seconds s"
		[ "$status" = 0 ] || ended="failed with exit status $status after $seconds s"
		;;
	esac
}

# record_hook: the record of its end. It is forced when the switch goes on in spite of it.
record_hook() {
	[ -n "$output" ] || return 0
	forced=
	[ -z "$hook_force" ] || [ "$outcome$status" = exited0 ] || forced=yes
	encode "$refusal"
	record hook "point=$point" "name=$hook" "path=$hook_path" "outcome=$outcome" "status=$status" "signal=$signal" \
		"seconds=$seconds" "reason=$encoded" "forced=$forced" | replace "$output/result" 077 ||
		warn "cannot write $output/result"
}

# prune_hook_logs: the oldest go.
prune_hook_logs() {
	set -- "$var/hooks"/[0-9]*T*Z-*
	while [ $# -gt "$hook_logs" ]; do
		rm -rf "$1"
		shift
	done
}

# explain_hook CONSEQUENCE: $hooks_problem becomes the sentence about a hook that failed, with its last lines.
explain_hook() {
	hooks_problem="the $point hook $hook_path $ended; $1"
	[ -z "$last_lines" ] || hooks_problem=$hooks_problem$newline$(printf '%s\n' "$last_lines" | sed 's/^/  /')
}

# failed_hook CONSEQUENCE: what a failure means. Forced, it is said; else $hooks_problem and the hints are those of the first.
failed_hook() {
	if [ -n "$hook_force" ]; then
		explain_hook 'going on because of --force'
		warn "$hooks_problem"
	elif [ "$hooks_failed" = 0 ]; then
		hooks_failed=3
		explain_hook "$1"
		hooks_hint=
		[ -z "$output" ] || [ "$outcome" = refused ] || hooks_hint="its whole output is in $output"
	fi
}

# run_hook: the hook $hook, to its end.
run_hook() {
	new_hook_log "$point-$hook" || warn "the output of $hook_path can't be kept"
	last_lines=
	refuse_hook "$hook_path"
	refusal=$distrust
	if [ -n "$refusal" ]; then
		outcome=refused status='' signal='' seconds=0
	else
		show "$point hook $hook runs"
		output_name=$hook_path
		started=:
		capture "$HOOK_TIMEOUT" "UMM_ACTION=$hook_action" "UMM_REASON=$hook_reason" "UMM_REQUESTED_BY=$hook_by" \
			"UMM_STATE=$hook_state" "UMM_HOOK=$point" "UMM_HOOK_NAME=$hook" "$hook_path"
	fi
	describe_end
	show "$point hook $hook $ended"
	record_hook
}

# refuse_first: of a before- point, a hook that is refused keeps all from running.
refuse_first() {
	for hook in $hooks; do
		hook_path=$hook_directory/$hook
		refuse_hook "$hook_path"
		[ -n "$distrust" ] || continue
		refusal=$distrust outcome=refused output='' last_lines=
		describe_end
		failed_hook "$consequence"
		return 0
	done
	return 1
}

# try_hooks POINT ACTION STATE REASON REQUESTED_BY FORCE: run them. Status 3 when one failed or was refused, then
# $hooks_problem and $hooks_hint say which; of a before- point that is the last one that ran, unless it is forced.
try_hooks() {
	point=$1 hook_action=$2 hook_state=$3 hook_reason=$4 hook_by=$5 hook_force=$6
	hooks_failed=0 hooks_hint=
	case $point in
	before-on) consequence='nothing was changed' ;;
	after-on) consequence='maintenance mode goes on' ;;
	before-off) consequence='the node stays paused' ;;
	after-off) consequence='the node is operational all the same' ;;
	esac
	list_hooks "$point" || return "$hooks_status"
	[ -n "$hooks" ] || return 0
	case $point,$hook_force in before-*,) refuse_first && return 3 ;; esac
	for hook in $hooks; do
		if [ -n "$told" ]; then
			hooks_problem="told to stop before the $point hook $hook ran"
			return 4
		fi
		hook_path=$hook_directory/$hook
		run_hook
		[ "$outcome$status" != exited0 ] || continue
		failed_hook "$consequence"
		case $point,$hook_force in before-*,) break ;; esac
	done
	prune_hook_logs
	return "$hooks_failed"
}

# run_hooks ...: as try_hooks, and a failure is the end.
run_hooks() {
	try_hooks "$@"
	hooks_status=$?
	[ "$hooks_status" -eq 0 ] && return 0
	set -- "$hooks_status" "$hooks_problem"
	[ -z "$hooks_hint" ] || set -- "$@" "$hooks_hint"
	case $hooks_problem in *' hooks are refused: '*) ;; *) set -- "$@" "'--force' goes on regardless" ;; esac
	die "$@"
}

# run_after_off: what umm-after-off.service runs once the node is operational again.
run_after_off() {
	heed_signals
	read_state
	read_record leaving "$state/leaving" leaving_
	case $? in
	1) return 0 ;;
	2) warn 'the after-off hooks are told nothing' ;;
	esac
	# Forgotten first: a hook that brings the node down must not be run again at each boot.
	remove "$state/leaving" || warn "cannot remove $state/leaving"
	decode "${leaving_reason:-}"
	leaving_reason=$decoded
	decode "${leaving_requested_by:-}"
	run_hooks after-off "${leaving_action:-}" operational "$leaving_reason" "$decoded" ''
}

# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# umm on: hooks, then the request and the command on disk, then a clean reboot. The stored request is the moment from which
# it counts: killed before, a command that was stored already belongs to no request and never runs.

# check_on: refuse where it is not possible, before anything is asked or changed.
check_on() {
	read_state
	check_allowed on
	init_obstacle
	[ -z "$obstacle" ] || die 3 "$obstacle" "'umm doctor' says what to do"
}

# plan_on: print what will be done, a step a line.
plan_on() {
	list_hooks before-on || die "$hooks_status" "$hooks_problem" "$hooks_hint"
	for hook in $hooks; do echo "run the hook $hook"; done
	echo 'store the request, and reboot this node cleanly'
	echo 'hold its next boot with only the network and sshd up'
	[ -z "$command" ] || show "run there: $command"
	case $opt_then in
	off) echo 'resume the boot by itself if every command succeeds' ;;
	reboot) echo 'reboot by itself if every command succeeds' ;;
	*) echo "stay there until 'umm off'" ;;
	esac
	[ -z "$expected" ] || { in_words "$expected" && echo "you expect to be done in $duration"; }
}

# rehearse_on: what would run while this node is paused, and what would wait.
rehearse_on() {
	init_obstacle
	[ -z "$obstacle" ] || die 3 "$obstacle" "'umm doctor' says what to do"
	said=$("$lib/init" rehearse) || exit
	echo "while this node is paused $(printf '%s\n' "$said" | grep -c '^runs ') units run:"
	printf '%s\n' "$said" | sed -n 's/^runs /  /p'
	echo "until 'umm off' $(printf '%s\n' "$said" | grep -c '^waits ') units wait:"
	printf '%s\n' "$said" | sed -n 's/^waits /  /p'
	echo 'nothing was changed'
}

# confirmed PLAN: ask on the terminal; end of input means no.
confirmed() {
	echo 'umm on will'
	printf '%s\n' "$1" | sed 's/^/  - /'
	printf 'Go on? [y/N] '
	answer=
	IFS= read -r answer || echo
	case $answer in [yY] | [yY][eE][sS]) return 0 ;; esac
	return 1
}

# read_on ARGUMENT...: options and command.
read_on() {
	opt_reason='' opt_for='' opt_then='' opt_timeout='' opt_on_failure='' opt_dry_run='' opt_test='' opt_force='' opt_yes=''
	parse_options command 'reason= for= then= timeout= on-failure= dry-run test force yes' "$@"
	shift "$consumed"
	[ -z "$opt_then" ] || choice_option "then" "$opt_then" off reboot
	[ -z "$opt_on_failure" ] || choice_option on-failure "$opt_on_failure" stop continue
	[ -z "$opt_test" ] || [ $# = 0 ] || usage_error '--test takes no command: it only looks'
	expected='' timeout=
	[ -z "$opt_for" ] || { duration_option for "$opt_for" && expected=$value; }
	[ -z "$opt_timeout" ] || { duration_option timeout "$opt_timeout" && timeout=$value; }
	command=$*
	case $command in *[![:space:]]*) ;; *) command= ;; esac
	[ -n "$command" ] || [ -z "$timeout" ] || usage_error '--timeout needs a command'
	[ ${#command} -lt 131072 ] || usage_error 'the command is longer than 131071 bytes: put it into a script'
	one_line "$opt_reason"
	reason=$line1
	length "$reason"
	[ "$length" -le 4096 ] || usage_error "--reason takes 4096 characters at most, not $length"
	[ -z "$opt_then" ] || [ -n "$command" ] ||
		usage_error '--then needs a command: without one there is nothing to wait for'
}

# store_request: $new_request, unless there is one.
store_request() {
	created=$(date +%s)
	until=
	[ -z "$expected" ] || until=$((created + expected))
	requester_fields
	encode "$reason"
	record request "id=$new_request" "created=$created" "reason=$encoded" "$field_user" "$field_sudo_user" \
		"$field_ssh_peer" "$field_tty" "until=$until" "afterwards=${opt_then:-stay}" "boot=$boot_id" |
		create "$state/request" 022
}

# forget: the command that came with a request that is not to be. What can't be marked belongs to no request.
forget() { [ -z "$name" ] || save_state "$name" cancelled || :; }

# switch_on: all of it, under the lock.
switch_on() {
	detail=${reason:+$reason${command:+: }}$command
	heed_signals
	hold_switch
	check_on
	run_hooks before-on on operational "$reason" "$by" "$opt_force"
	make_directory "$state" 022 || die 4 "cannot make the directory $state"
	new_request=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
	name=
	if [ -n "$command" ]; then
		add_command "$command" "$timeout" "${opt_on_failure:-stop}" || die 4 "cannot write $schedule/$name"
	fi
	store_request
	case $? in
	1) forget && die 1 'maintenance mode is asked for already' "'umm off' withdraws it" ;;
	2) forget && die 4 "cannot write $state/request" ;;
	esac
	init_reboot && return 0
	remove "$state/request"
	forget
	die 4 'the init system refused to reboot'
}

on() {
	read_on "$@"
	use_init
	[ -z "$opt_test" ] || { rehearse_on && return; }
	read_requester
	[ -n "$opt_dry_run" ] || action=on
	detail=$reason
	check_on
	action=
	plan=$(plan_on) || exit
	if [ -n "$opt_dry_run" ]; then
		printf '%s\n' "$plan" | sed 's/^/would /'
		return 0
	fi
	if [ -t 0 ] && [ -t 1 ] && [ -z "$opt_yes" ]; then
		confirmed "$plan" || die 1 'nothing was changed'
	fi
	action=on
	switch_on
	audit 'done' ''
	echo 'rebooting into maintenance mode; log in again by ssh in a moment'
}

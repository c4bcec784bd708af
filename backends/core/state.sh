# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# The state of the node, and what may be done in it: design.md, The compatibility contract.

# read_state: $node_state becomes operational, asked, paused or disabled; the request, if one stands, is in $req_id,
# $req_reason and so on, encoded; $req_id is - when it has none, empty when there is no request.
read_state() {
	trust "$conf" 2>/dev/null
	read_conf 2>/dev/null
	read_record request "$state/request" req_
	case $? in
	0) req_id=${req_id:--} ;;
	*) req_id= ;;
	esac
	IFS= read -r boot_id <"$root/proc/sys/kernel/random/boot_id" || boot_id=unknown
	if [ -e "$run/paused" ]; then
		node_state=paused
	elif [ "$UMM" != yes ]; then
		node_state=disabled
	elif [ -n "$req_id" ]; then
		node_state=asked
	else
		node_state=operational
	fi
}

# who_asked: $described becomes it, from the request.
who_asked() {
	set --
	for field in "${req_user:-unknown}" "${req_sudo_user:-}" "${req_ssh_peer:-}" "${req_tty:-}"; do
		decode "$field"
		set -- "$@" "$decoded"
	done
	describe_requester "$@"
}

# check_allowed VERB: die with the contract's words unless the state allows it.
check_allowed() {
	case $1,$node_state in
	on,operational | off*,asked | off*,paused | enable,disabled | disable,operational | disable,asked) return 0 ;;
	on,asked) die 1 'maintenance mode is asked for already' "'umm off' withdraws it" ;;
	on,paused) die 1 'this node is in maintenance mode already' "'umm schedule add' runs a command in it" ;;
	off*,operational) die 1 'this node is not in maintenance mode' "'umm on' switches it on" ;;
	enable,*) die 1 'umm is enabled already' "'umm status' shows the state" ;;
	disable,paused) die 1 'this node is in maintenance mode' "switch it off first: 'umm off'" ;;
	disable,disabled) die 1 'umm is disabled already' "'umm enable' enables it" ;;
	*) die 1 'umm is disabled on this node' "'umm enable' enables it" ;;
	esac
}

# hold_switch: nobody else switches meanwhile.
hold_switch() {
	hold_or_die "$run/switch" "$by" 0 'is switching maintenance mode right now' "'umm status' shows what comes of it"
}

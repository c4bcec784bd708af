# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# umm enable, umm disable.

# begin_change: options, lock, and whether the state allows it.
begin_change() {
	parse_options words '' "$@"
	[ -z "$words" ] || usage_error "umm $verb takes no argument"
	use_init
	read_requester
	action=$verb
	hold_switch
	read_state
	check_allowed "$verb"
}

enable() {
	begin_change "$@"
	set_conf UMM yes
	audit 'done' ''
	echo 'umm is enabled'
}

# The configuration first, so that from there on no boot is held; then the request, the reboot that was to come with it
# (unless the shutdown has begun), and the commands.
disable() {
	begin_change "$@"
	set_conf UMM no
	remove "$state/request" || die 4 "cannot remove $state/request"
	[ "$node_state" != asked ] || init_cancel_reboot
	cancel_waiting
	audit 'done' ''
	echo 'umm is disabled: no boot is held'
	for id in $cancelled; do echo "command $id is cancelled"; done
}

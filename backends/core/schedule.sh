# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# The scheduled commands: records in the schedule directory, one file each.

# command_name ID: $name becomes the number as its files are named.
command_name() { name=$(printf '%04d' "$1"); }

# unusable FILE: one that can't be believed is set aside.
unusable() {
	warn "the scheduled command in $1 can't be used; set aside"
	set_aside "$1"
}

# list_commands: $commands becomes a line for each, in the order in which they run:
# `ORDER ID STATE REQUEST ON_FAILURE OUTCOME STATUS HOLDS BOOT STARTED SIGNAL SECONDS`, - for what is not there; $last_id
# the highest number.
list_commands() {
	commands='' last_id=0
	set --
	for file in "$schedule"/[0-9]*; do
		case ${file##*/} in *[!0-9]* | ? | ?? | ???) ;; *) set -- "$@" "$file" ;; esac
	done
	[ $# -gt 0 ] || return 0
	trust_limit=1048576
	trust "$@" 2>/dev/null
	trust_limit=65536
	for file in "$@"; do
		shift
		if [ -s "$file" ] && [ ! -L "$file" ] && is_trusted "$file"; then set -- "$@" "$file"; else unusable "$file"; fi
	done
	[ $# -gt 0 ] || return 0
	listed=$(awk '
		function known(key, form) { return value[key] ~ form ? value[key] : "-" }
		function tell() {
			number = known("id", "^[0-9]+$")
			phase = known("state", "^(waiting|running|done|cancelled)$")
			if (!whole || last != "." || number == "-" || phase == "-" || !("command" in value)) { print "torn", name; return }
			place = known("order", "^[0-9.]+$")
			print (place == "-" ? number : place), number, phase, known("request", "^[0-9a-zA-Z]+$"), \
				known("on_failure", "^(stop|continue)$"), known("outcome", "^[a-z-]+$"), known("status", "^[0-9]+$"), \
				known("holds", "^[0-9]+$"), known("boot", "^[0-9a-z-]+$"), known("started", "^[0-9]+$"), \
				known("signal", "^[A-Z0-9+]+$"), known("seconds", "^[0-9.]+$")
		}
		FNR == 1 {
			if (NR > 1) tell()
			for (key in value) delete value[key]
			name = FILENAME
			last = ""
			whole = $0 == "umm-command 1"
			next
		}
		{
			last = $0
			at = index($0, "=")
			if (at > 1) value[substr($0, 1, at - 1)] = substr($0, at + 1)
			else if ($0 != ".") whole = 0
		}
		END { tell() }' "$@" | sort -k 1,1n -k 2,2n)
	while read -r place number rest; do
		case $place in
		'') ;;
		torn) unusable "$number" ;;
		*)
			commands=$commands$place' '$number' '$rest$newline
			[ "$number" -le "$last_id" ] || last_id=$number
			;;
		esac
	done <<X
$listed
X
}

# is_waiting STATE REQUEST: it waits, and the request that it came with, if any, is the present one.
is_waiting() { [ "$1" = waiting ] && { [ "$2" = - ] || [ "$2" = "$req_id" ]; }; }

# has_failed STATE OUTCOME STATUS: it ended, and not with exit status 0.
has_failed() { [ "$1" = 'done' ] && [ "$2 $3" != 'exited 0' ]; }

# add_command COMMAND TIMEOUT ON_FAILURE: store one for the request $new_request; $name becomes its file. Status 1 when it
# can't be written.
add_command() {
	make_directory "$schedule" 077 || return 1
	requester_fields
	encode "$1"
	list_commands
	while :; do
		last_id=$((last_id + 1))
		command_name "$last_id"
		record command "id=$last_id" "command=$encoded" "created=$(date +%s)" "$field_user" "$field_sudo_user" \
			"$field_ssh_peer" "$field_tty" "request=$new_request" "timeout=$2" "on_failure=$3" state=waiting |
			create "$schedule/$name" 077
		case $? in
		0) return 0 ;;
		2) return 1 ;;
		esac
	done
}

# save_state NAME STATE KEY=VALUE...: a command is in another state. Status 1 when it can't be written.
save_state() {
	changed=$schedule/$1
	new_state=$2
	shift 2
	edit_record "$changed" 077 "state=$new_state" "$@"
}

# cancel_all: those that wait; $cancelled becomes the numbers of those that would have run.
cancel_all() {
	list_commands
	cancelled=
	while read -r _ id phase its _; do
		[ "$phase" = waiting ] || continue
		command_name "$id"
		save_state "$name" cancelled || warn "cannot write $schedule/$name"
		! is_waiting "$phase" "$its" || cancelled="$cancelled $id"
	done <<X
$commands
X
}

# cancel_waiting: maintenance ends, or was never reached. Those that waited stay in the list as cancelled.
cancel_waiting() {
	cancelled=
	with_schedule_lock 'another umm' cancel_all || warn "$problem"
}

# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Who asks, as far as it can be told (docs/internals.md, Records).

# read_requester: $by_user, $by_sudo_user, $by_ssh_peer, $by_tty (empty: not known), and $by, one phrase for people.
read_requester() {
	by_user=$(id -un 2>/dev/null) || by_user=$(id -u)
	clean "${SUDO_USER:-}"
	by_sudo_user=$cleaned
	clean "${SSH_CONNECTION:-${SSH_CLIENT:-}}"
	by_ssh_peer=${cleaned%% *}
	by_tty=$(readlink /proc/self/fd/0)
	case $by_tty in /dev/pts/* | /dev/tty* | /dev/console*) ;; *) by_tty= ;; esac
	describe_requester "$by_user" "$by_sudo_user" "$by_ssh_peer" "$by_tty"
	by=$described
}

# clean TEXT: $cleaned becomes text of the environment as it goes into records and to terminals: one short line.
clean() {
	one_line "$1"
	cleaned=$line1
	[ ${#cleaned} -le 200 ] || cleaned=$(printf '%.200s' "$cleaned")
}

# describe_requester USER SUDO_USER SSH_PEER TTY: $described becomes e.g. `anna (root by sudo) from 10.0.0.7 on /dev/pts/0`.
describe_requester() {
	described=$1
	[ -z "$2" ] || [ "$2" = "$1" ] || described="$2 ($1 by sudo)"
	described="$described${3:+ from $3}${4:+ on $4}"
}

# requester_fields: $field_user and so on become the fields of a record that say who asks.
requester_fields() {
	encode "$by_user" && field_user=user=$encoded
	encode "$by_sudo_user" && field_sudo_user=sudo_user=$encoded
	encode "$by_ssh_peer" && field_ssh_peer=ssh_peer=$encoded
	encode "$by_tty" && field_tty=tty=$encoded
}

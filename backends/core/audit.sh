# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Who did what (docs/internals.md, Audit log): a line for each action, on disk or, where the disk takes nothing, in /run.

# Bytes after which a log is put aside as the older one.
audit_full=524288
# The action that goes on, if any, and more about it.
action='' detail=''

# shortened TEXT: $short becomes it, 1000 characters at most.
shortened() {
	short=$1
	[ ${#short} -gt 1000 ] || return 0
	# No part of a character at the end.
	short=$(printf '%.1000s' "$1" | sed "s/[$(printf '\300-\377')][$(printf '\200-\277')]*\$//")…
}

# put_aside LOG: one that is full becomes the older one. Of two at once one does.
put_aside() {
	hold "$run/audit-lock" 'another umm' 0 || return 0
	[ "$(($(wc -c <"$1")))" -lt "$audit_full" ] || { mv -f "$1" "$1.1" && flush "${1%/*}"; }
	release "$run/audit-lock"
}

# append_line LOG LINE: in one write, flushed; status 1 when it can't be.
append_line() {
	make_directory "${1%/*}" 022 || return 1
	begin=
	if [ -e "$1" ] || [ -L "$1" ]; then
		trust_limit=8388608
		trust "$1" 2>/dev/null
		trust_limit=65536
		if [ -L "$1" ] || ! is_trusted "$1"; then
			warn "the audit log in $1 can't be used; set aside"
			set_aside "$1"
			[ ! -e "$1" ] || return 1
		elif [ "$(($(wc -c <"$1")))" -ge "$audit_full" ]; then
			put_aside "$1"
		fi
		# What power loss or a full disk cut short stays a line of its own.
		[ ! -s "$1" ] || [ -z "$(tail -c 1 "$1")" ] || begin=$newline
	fi
	(umask 077 && printf '%s\n' "$begin$2" | dd obs=65536 conv=fsync >>"$1") 2>/dev/null && flush "${1%/*}"
}

# audit OUTCOME REASON: write down what became of $action. It never fails: an action must not depend on it.
audit() {
	[ -n "$root" ] || [ "$(id -u)" = 0 ] || return 0
	milliseconds
	requester_fields
	one=$detail
	[ -z "$2" ] || one=${detail:+$detail: }$2
	shortened "$one"
	encode "$short"
	entry=time=$now
	for pair in "$field_user" "$field_sudo_user" "$field_ssh_peer" "$field_tty" "action=$action" "detail=$encoded" "outcome=$1"; do
		[ -z "${pair#*=}" ] || entry=$entry$tab$pair
	done
	append_line "$var/audit" "$entry" && return 0
	where='it is not kept'
	! append_line "$run/audit" "$entry" || where="it is in $run/audit until the next boot"
	warn "\"$action\" can't be written into the audit log $var/audit; $where"
}

# audit_failure STATUS REASON: for die.
audit_failure() {
	[ -n "$action" ] || return 0
	case $1 in 4) came=failed ;; *) came=refused ;; esac
	audit "$came" "$2"
	action=
}

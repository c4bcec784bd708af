# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Writing /etc/umm.conf (umm.conf(5)): comments, order and unknown keys stay; the file is replaced whole, or not at all.

# set_conf KEY VALUE: the last line of the key is rewritten, a new key comes at the end.
set_conf() {
	hold_or_die "$run/conf" "$by" 10 "is changing $conf right now"
	last_line=
	if [ -e "$conf" ]; then
		complaint=$(trust "$conf" 2>&1 && is_trusted "$conf") ||
			die 4 "${complaint#umm: }" "look at it, then: chown root $conf; chmod 644 $conf"
		[ "$(($(tr -d '\000' <"$conf" | wc -c)))" -eq "$(($(wc -c <"$conf")))" ] ||
			die 4 "$conf is not text: it is left as it is" 'look at it and repair it by hand'
		last_line=$(sed -n "/^[ $tab]*$1[ $tab]*=/=" "$conf" | tail -n 1)
	fi
	if [ -n "$last_line" ]; then
		text=$(sed "${last_line}s/.*/$1=$2/" "$conf") || die 4 "cannot read $conf"
	else
		text=$([ ! -s "$conf" ] || cat "$conf") || die 4 "cannot read $conf"
		text=$text${text:+$newline}$1=$2
	fi
	printf '%s\n' "$text" | replace "$conf" 022 || die 4 "cannot write $conf"
	release "$run/conf"
}

# shellcheck shell=sh disable=SC2034,SC2154 # words are those of who sources it, and broken and lines the gate's
# Where there are no units an init script that can't go on (a check of the filesystems failed) waits for somebody to repair
# it in the shell of sulogin(8), and the boot waits for that script. For init.sh of a backend, and for its boot script.

# waiting_script PID: $script becomes the init script that waits for that process; status 1 when none does.
# proc_pid_stat(5), ppid.
waiting_script() {
	script=
	IFS= read -r line 2>/dev/null <"$root/proc/$1/stat" || return 1
	line=${line##*) } line=${line#* }
	command=$(tr '\0' ' ' 2>/dev/null <"$root/proc/${line%% *}/cmdline")
	set -f
	for word in $command; do
		case $word in
		/etc/init.d/*) script=${word##*/} ;;
		/etc/rcS.d/S[0-9][0-9]*) script=${word##*/S[0-9][0-9]} ;;
		esac
	done
	set +f
	[ -n "$script" ]
}

# find_shell: $shell becomes the process of sulogin's that an init script, $script, waits for; status 1 when there is none.
# One that goes by itself (rcS(5), SULOGIN) is none.
find_shell() {
	for file in "$root"/proc/[0-9]*/stat; do
		IFS= read -r line <"$file" || continue
		case $line in *' (sulogin) '*) ;; *) continue ;; esac
		shell=${line%% *}
		case $(tr '\0' ' ' <"$root/proc/$shell/cmdline") in *' -t '*) continue ;; esac
		! waiting_script "$shell" || return 0
	done 2>/dev/null
	return 1
}

# is_stopped: the script still waits for $shell, which may be a shell by now.
is_stopped() {
	[ -e "$run/shell" ] && read -r shell stopped <"$run/shell" && waiting_script "$shell" && [ "$script" = "$stopped" ]
}

# Whether this boot waits for somebody; $broken becomes the script, $lines the last that its check wrote in this boot:
# logsave(8), which begins with two lines of its own and an empty one, and ends with an empty one and two.
init_fell() {
	find_shell || return 1
	broken=$script
	lines=$(find "$root/var/log/fsck/${script%.sh}" -newer "$run/watched" -exec cat {} + 2>/dev/null |
		sed -e '/^Log of /,/^$/d' -e '/^-*$/d' | sed '$d' | tail -n 8)
}

# The check has ended.
init_last_lines() { :; }

# The script waits; who watches it starts what a held boot needs.
init_hold() { printf '%s %s\n' "$shell" "$script" >"$run/shell"; }

# Try the check again, as the script makes it (rcS(5), fsck(8)); status 1 when it fails. What another script waits for only
# those know who repair it.
init_retry() {
	is_stopped || return 0
	(
		set +u
		FSCKFIX=no FSCKTYPES=''
		# shellcheck source=/dev/null
		[ ! -r "$root/lib/init/vars.sh" ] || . "$root/lib/init/vars.sh"
		fix=-a
		[ "$FSCKFIX" != yes ] || fix=-y
		case $script in
		checkroot.sh) fsck -T "$fix" / ;;
		checkfs.sh) fsck -T -M -A "$fix" ${FSCKTYPES:+-t "$FSCKTYPES"} ;;
		esac
	) >/dev/null 2>&1 </dev/null
	case $script,$? in
	# 2 and 3: it is repaired, and the node must be started again. The script for / does that.
	checkroot.sh,[0-3] | *,[01]) return 0 ;;
	*) return 1 ;;
	esac
}

# children PID: its own processes, one a line: pid (name) ...
children() {
	for file in "$root"/proc/[0-9]*/stat; do
		IFS= read -r line <"$file" || continue
		parent=${line##*) } parent=${parent#* }
		[ "${parent%% *}" != "$1" ] || echo "$line"
	done 2>/dev/null
}

# end_shell: the script goes on. Not while somebody's command runs in it: that may be a repair.
end_shell() {
	is_stopped || return 0
	own=$(children "$shell")
	work=$(echo "$own" | sed -e '/ (sulogin) /d' -e 's/^[0-9]* (\(.*\)) .*/\1/' | head -n 1)
	if [ -n "$work" ]; then
		say "in the shell at the console, for which $script waits, $work runs: end it first"
		return 1
	fi
	# sulogin has one more process for each of several consoles. It heeds TERM, a shell HUP.
	for pid in "$shell" $(echo "$own" | sed 's/ .*//'); do kill -TERM "$pid" && kill -HUP "$pid"; done 2>/dev/null
	for wait in 0.1 0.9 2; do
		sleep "$wait"
		[ -d "$root/proc/$shell" ] || return 0
	done
	kill -KILL "$shell"
}

# watch: while the system is being prepared (is_preparing), hold the boot, once, when a script waits for somebody. Who
# leaves the shell at the console lets it go on. The function heed does what init can't do meanwhile.
watch() {
	[ -d "$run" ] || mkdir -p "$run" || return 0
	: >"$run/watched"
	while :; do
		is_preparing || return 0
		! find_shell || break
		sleep 1
	done
	"$lib/gate" emergency
	[ -e "$run/held" ] || return 0
	furnish
	while [ -e "$run/held" ]; do
		heed
		is_stopped || [ -e "$run/down" ] || "$lib/gate" resume force
		sleep 1
	done
}

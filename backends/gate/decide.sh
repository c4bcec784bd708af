# shellcheck shell=sh disable=SC2034 # what it sets is read by those who source it
# The decision of the gate: does this boot go on, or is it held? Sourced by the gate and by the generator of systemd.
# POSIX sh for dash and busybox ash. Runs before other filesystems are mounted and while / is still read-only: it writes
# nothing and reads only /proc, /run, /etc/umm.conf and /etc/umm/state (docs/internals.md). Forks: one stat.
# Variables that it sets: UMM REBOOT_COUNT COUNTER_RESET_TIME AUTO_RESUME HOOK_TIMEOUT (seconds) ON_EMERGENCY,
# words, word, request, count, tries, previous, held.

root=${UMM_ROOT:-}
conf=$root/etc/umm.conf
state=$root/etc/umm/state
run=$root/run/umm
tab='	'
newline='
'

# say TEXT: the loud line in the log. Under systemd <4> makes it a warning (sd-daemon(3)).
say() { printf '%s\n' "${INVOCATION_ID:+<4>}umm: $1" >&2; }

# trust FILE...: $trusted becomes those that only root or ourselves can write, one a line; the others are named in the log.
# A larger file than $trust_limit bytes (65536) is none of ours. $reserve becomes the size of the reserve and $start the
# time of the lock, if they are among them.
trust() {
	trusted=$newline
	reserve=
	found=$(stat -L -c '%a %s %u %Y %F:%n' "$@" 2>/dev/null)
	saved_ifs=$IFS
	IFS=$newline
	set -f
	for line in $found; do
		file=${line#*:} mode=${line%% *} size=${line#* } owner=${line#* * } time=${line#* * * }
		size=${size%% *} owner=${owner%% *}
		case $line in
		*' regular file:'* | *' regular empty file:'*) ;;
		*) say "$file is not a regular file; it is ignored" && continue ;;
		esac
		case $mode in
		*[2367]? | *[2367]) say "others may write to $file (mode $mode); it is ignored" && continue ;;
		esac
		[ "$owner" = 0 ] || [ -O "$file" ] || { say "$file belongs to another user; it is ignored" && continue; }
		[ "$size" -le "${trust_limit:-65536}" ] || { say "$file is too large ($size bytes); it is ignored" && continue; }
		trusted=$trusted$file$newline
		case $file in
		"$state/reserve") reserve=$size ;;
		"$run/lock") start=${time%% *} ;;
		esac
	done
	set +f
	IFS=$saved_ifs
}

is_trusted() { case $trusted in *"$newline$1$newline"*) return 0 ;; esac; return 1; }

# torn FILE: it is not whole, so it is not believed.
torn() {
	trusted=${trusted%%"$newline$1$newline"*}$newline${trusted#*"$newline$1$newline"}
	say "$1 is torn; it is ignored"
}

# wrong TEXT: a line of the configuration can't be used. A file that is no configuration at all must not flood the log.
wrong() {
	faults=$((faults + 1))
	case $faults in
	[1-5]) say "$conf:$number: $1" ;;
	6) say "$conf: more lines are wrong; 'umm config check' names them" ;;
	esac
}

# bad_value KEY WHY: the default of a key holds.
bad_value() { wrong "$1: $2; its default holds"; }

# set_number TEXT: $value becomes TEXT without leading zeros, or the status is 1 if TEXT is not 1 to 9 digits.
set_number() {
	case $1 in '' | *[!0-9]* | ??????????*) return 1 ;; esac
	value=$1
	while :; do case $value in 0?*) value=${value#0} ;; *) return 0 ;; esac; done
}

# seconds_of TEXT: $value becomes the seconds of 600, 90s, 10min or 1h (design.md, COUNTER_RESET_TIME).
seconds_of() {
	case $1 in
	*min) set_number "${1%min}" && value=$((value * 60)) ;;
	*s) set_number "${1%s}" ;;
	*h) set_number "${1%h}" && value=$((value * 3600)) ;;
	*) set_number "$1" ;;
	esac
}

trim() {
	trimmed=$1
	while :; do case $trimmed in [\ "$tab"]*) trimmed=${trimmed#?} ;; *) break ;; esac; done
	while :; do case $trimmed in *[\ "$tab"]) trimmed=${trimmed%?} ;; *) break ;; esac; done
}

# value_of TEXT: $trimmed becomes the value behind a key: quotes off, a comment behind white space off.
value_of() {
	trim "$1"
	case $trimmed in
	\"*\"*) rest=${trimmed#\"} && trimmed=${rest%%\"*} ;;
	\'*\'*) rest=${trimmed#\'} && trimmed=${rest%%\'*} ;;
	*) trimmed=${trimmed%%[\ "$tab"]#*} && trim "$trimmed" ;;
	esac
}

# read_conf: /etc/umm.conf, parsed and never executed. What can't be understood is said, and the default holds.
read_conf() {
	UMM=yes REBOOT_COUNT=2 COUNTER_RESET_TIME=600 AUTO_RESUME=0 HOOK_TIMEOUT=300 ON_EMERGENCY=pause
	is_trusted "$conf" || return 0
	number=0 faults=0
	while IFS= read -r line || [ -n "$line" ]; do
		number=$((number + 1))
		line=${line%[[:cntrl:]]} # CR LF
		[ ${#line} -le 4096 ] || { wrong 'longer than 4096 bytes; the line is ignored' && continue; }
		trim "$line"
		case $trimmed in
		'' | '#'*) continue ;;
		*=*) trim "${trimmed%%=*}" && key=$trimmed ;;
		*) key= ;;
		esac
		case $key in '' | [0-9]* | *[!A-Za-z0-9_]*) wrong 'not KEY=value; the line is ignored' && continue ;; esac
		value_of "${line#*=}"
		case $key in
		UMM) UMM=$trimmed ;;
		REBOOT_COUNT)
			REBOOT_COUNT=2
			if set_number "$trimmed"; then REBOOT_COUNT=$value; else bad_value "$key" 'not a whole number'; fi
			;;
		COUNTER_RESET_TIME | HOOK_TIMEOUT | AUTO_RESUME)
			case $key in C*) standard=600 ;; H*) standard=300 ;; *) standard=0 ;; esac
			seconds_of "$trimmed" ||
				{ value=$standard && bad_value "$key" 'not a time such as 600, 90s, 10min or 1h'; }
			case $key in C*) COUNTER_RESET_TIME=$value ;; H*) HOOK_TIMEOUT=$value ;; *) AUTO_RESUME=$value ;; esac
			;;
		ON_EMERGENCY)
			ON_EMERGENCY=pause
			case $trimmed in pause | stay) ON_EMERGENCY=$trimmed ;; *) bad_value "$key" 'not pause or stay' ;; esac
			;;
		esac
	done <"$conf"
}

# read_word: $words becomes the kernel command line (in a container that of PID 1), $word its on, off or nothing for umm.
read_word() {
	word='' words=''
	if [ -f "$root/run/systemd/container" ]; then
		words=$(tr '\0' ' ' <"$root/proc/1/cmdline")
	else
		IFS= read -r words <"$root/proc/cmdline" || :
	fi
	set -f
	for argument in $words; do
		case $argument in
		umm=off) word=off ;;
		umm | umm=on) [ "$word" = off ] || word=on ;;
		esac
	done
	set +f
}

# read_request: $request becomes yes when a whole request stands; $asked_by the part of it that goes into the ledger.
read_request() {
	request=no asked_by=
	is_trusted "$state/request" || return 0
	header='' line=''
	while IFS= read -r line; do
		case $header,$line in
		,*) header=$line ;;
		*,reason=* | *,user=* | *,sudo_user=* | *,ssh_peer=*) asked_by=$asked_by$tab$line ;;
		esac
		last=$line
	done <"$state/request"
	[ "$header" = 'umm-request 1' ] && [ "${last:-}" = . ] && [ -z "$line" ] && request=yes
	[ "$request" = yes ] || { asked_by= && torn "$state/request"; }
}

# count_boots: $count becomes the number of boots since the last proof of health, this one included; $tries how many of
# them were held and went on by themselves; $previous the line
# of the boot before this one; $listed whether this one has a line. The ledger has the newest boot first.
count_boots() {
	count=1 tries=0 previous='' listed=no
	IFS= read -r boot_id <"$root/proc/sys/kernel/random/boot_id" || boot_id=unknown
	is_trusted "$state/ledger" || return 0
	header=
	while IFS= read -r line; do
		case $header,$tab$line$tab in
		,"${tab}umm-ledger 1$tab") header=$line && continue ;;
		,*) break ;;
		*"${tab}.$tab") break ;;
		*"${tab}boot=$boot_id$tab"*) listed=yes && continue ;;
		*"${tab}boot="*) ;;
		*) continue ;;
		esac
		previous=${previous:-$line}
		case $line$tab in
		*"${tab}umm=disabled$tab"*) break ;;
		*"${tab}proof=window$tab"* | *"${tab}proof=off$tab"*) break ;;
		*"${tab}released=-$tab"*) continue ;; # held to its end: neither proof nor failure
		*"${tab}end=-$tab"* | *"${tab}end=unclean$tab"*) count=$((count + 1)) ;;
		*) break ;;
		esac
		case $line$tab in *"${tab}resumed=auto$tab"*) tries=$((tries + 1)) ;; esac
	done <"$state/ledger"
	[ -n "$header" ] || torn "$state/ledger"
}

# decide: $held becomes no, word, request or counter. The precedence is the contract's (design.md).
decide() {
	trust "$conf" "$state/request" "$state/ledger" "$state/reserve" "$run/lock"
	read_conf
	read_word
	read_request
	count_boots
	held=no
	if [ "$word" = off ] || [ "$UMM" != yes ]; then
		:
	elif [ "$word" = on ]; then
		held=word
	elif [ "$request" = yes ]; then
		held=request
	elif [ "$count" -gt "$REBOOT_COUNT" ]; then
		held=counter
	fi
}

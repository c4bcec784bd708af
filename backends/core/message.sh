# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# What umm-core says. Text of users and of commands goes to terminals: control characters are made visible.

c2=$(printf '\302')
replacement=$(printf '\357\277\275')
c1_set=$(printf '\200-\237')
control_set=$(printf '\001-\010\013-\037\177')

# has_control TEXT: a control character is in it, U+0080 to U+009F among them, or perhaps only the first byte of those.
has_control() { case $1 in *[[:cntrl:]]* | *"$c2"*) return 0 ;; esac; return 1; }

# show TEXT: a line for people, on standard output.
show() {
	if has_control "$1"; then
		printf '%s\n' "$1" | sed "s/[$control_set]/$replacement/g; s/${c2}[$c1_set]/$replacement/g"
	else
		printf '%s\n' "$1"
	fi
}

# warn TEXT: what could not be done and is not fatal.
warn() { show "umm: $1" >&2; }

# die STATUS TEXT HINT...: the end, with the exit status of umm(8). An action that had begun is written down as refused or
# failed. A text may have more lines.
die() {
	death=$1
	warn "$2"
	audit_failure "$1" "$2"
	shift 2
	for hint in "$@"; do warn "$hint"; done
	exit "$death"
}

# one_line TEXT: $line1 becomes it with a blank for each control character, without blanks around it.
one_line() {
	line1=$1
	if has_control "$1"; then
		line1=$(printf '%s' "$1" | tr '\001-\037\177' ' ' | sed "s/${c2}[$c1_set]/ /g")
	fi
	trim "$line1"
	line1=$trimmed
}

# length TEXT: $length becomes its number of characters, UTF-8.
length() {
	length=${#1}
	case $1 in *[!\ -~]*) length=$(($(printf '%s' "$1" | tr -d '\200-\277' | wc -c))) ;; esac
}

# quoted TEXT: $quoted becomes it as messages quote what was typed.
quoted() {
	quoted=$1
	case $1 in *[\\\"]*) quoted=$(printf '%s' "$1" | sed 's/[\\"]/\\&/g') ;; esac
	quoted=\"$quoted\"
}

# in_words SECONDS: $duration becomes the two largest units of it: 2 d 3 h, 4 min 5 s.
in_words() {
	duration=
	rest_seconds=$1
	for unit in 'd 86400' 'h 3600' 'min 60' 's 1'; do
		size=${unit#* }
		count_of=$((rest_seconds / size))
		rest_seconds=$((rest_seconds % size))
		case $duration,$count_of in
		*' '*' '* | ,0) continue ;;
		*,0) break ;;
		,*) duration="$count_of ${unit% *}" ;;
		*) duration="$duration $count_of ${unit% *}" && break ;;
		esac
	done
	duration=${duration:-0 s}
}

# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Whether anybody but root (on a simulated node: whoever runs it) can change what a path leads to.

# add_chain PATH END: $chain gets PATH and every directory above it, as far as END.
add_chain() {
	link=$1
	while :; do
		chain=$chain$link$newline
		case $link in "$2" | /) break ;; esac
		link=${link%/*}
		link=${link:-/}
	done
}

# distrust_path PATH: $distrust becomes what is wrong: it, where its symbolic links lead, and every directory above must
# belong to root and not be writable by group or others.
distrust_path() {
	distrust='' chain=''
	top=$(readlink -f "${root:-/}")
	if ! real=$(readlink -f "$1") || ! [ -e "$real" ]; then
		distrust="$1 is a link to nothing"
		return 0
	fi
	case $real/ in
	"${top%/}"/*) add_chain "$real" "$top" ;;
	*) add_chain "$real" / ;;
	esac
	[ "$real" = "$1" ] || add_chain "${1%/*}" "${root:-/}"
	saved_ifs=$IFS
	IFS=$newline
	# shellcheck disable=SC2086 # a path a line
	found=$(stat -L -c '%u %a %n' $chain 2>/dev/null) || distrust="$1 cannot be looked at"
	for each in $found; do
		owner=${each%% *} mode=${each#* } each=${each#* * }
		mode=${mode%% *}
		if [ "$owner" != 0 ] && [ ! -O "$each" ]; then
			distrust="$each belongs to the user $owner, not to root"
			break
		fi
		case $mode in *[2367]? | *[2367]) distrust="others may write to $each (mode $mode)" && break ;; esac
	done
	IFS=$saved_ifs
}

# refuse_hook PATH: $distrust becomes why a hook must not run.
refuse_hook() {
	distrust_path "$1"
	[ -z "$distrust" ] || return 0
	[ -f "$1" ] || { distrust="$1 is not a regular file" && return 0; }
	[ -x "$1" ] || distrust="$1 is not executable"
}

# shellcheck shell=sh disable=SC2154,SC2034 # dry and lib are of those who source it, what is set here is theirs
# What the boot loaders have in common: links and files, made whole and removed exactly, and what is said of them.

say() { printf 'umm: %s\n' "$1" >&2; }

# finding RESULT MESSAGE [HINT]: a line of umm doctor.
finding() { printf '%s\t%s\t%s\n' "$1" "$2" "${3:-}"; }

# tell CHANGE WHAT: a line of umm install and umm uninstall.
tell() {
	case $dry$1 in
	yesmade) set -- 'would make  ' "$2" ;;
	yeswrote) set -- 'would write ' "$2" ;;
	yesremoved) set -- 'would remove' "$2" ;;
	nomade) set -- 'made    ' "$2" ;;
	nowrote) set -- 'wrote   ' "$2" ;;
	noremoved) set -- 'removed ' "$2" ;;
	esac
	printf '%s %s\n' "$1" "$2"
}

flush() { sync "$1" 2>/dev/null || sync; }

# is_writable DIRECTORY: or it is said.
is_writable() {
	[ -w "$1" ] || { say "$1 can't be written: no menu entry for maintenance mode" && return 1; }
}

# is_wired PATH TARGET: whether it is the link that umm makes.
is_wired() { [ -L "$1" ] && [ "$(readlink "$1")" = "$2" ]; }

# wire PATH TARGET WHY: link, unless it is. What is there and is not umm's stays.
wire() {
	! is_wired "$1" "$2" || return 0
	if [ -e "$1" ] || [ -L "$1" ]; then
		say "$1 exists and is not a link of umm's: it is left as it is"
		return 1
	fi
	if [ "$dry" = no ]; then
		{ mkdir -p "${1%/*}" && ln -s "$2" "$1"; } 2>/dev/null || { say "cannot make $1" && return 1; }
	fi
	tell made "$1 -> $2  ($3)"
}

# unwire PATH TARGET: remove the link, and its directory and the one above if they are empty now.
unwire() {
	is_wired "$1" "$2" || return 0
	if [ "$dry" = no ]; then
		rm -f "$1" 2>/dev/null || { say "cannot remove $1" && return 1; }
		{ rmdir "${1%/*}" && rmdir "${1%/*/*}"; } 2>/dev/null || :
	fi
	tell removed "$1 -> $2"
}

# replace FILE WHY COMMAND...: FILE becomes what COMMAND prints, unless it is that. Power loss leaves the old or the new.
# The status is 1, and FILE as it was, where COMMAND fails or the disk takes nothing.
replace() {
	file=$1 why=$2
	shift 2
	text=$("$@" && echo .) || return 1
	text=${text%.}
	if [ -e "$file" ] && printf %s "$text" | cmp -s - "$file"; then return 0; fi
	if [ "$dry" = no ]; then
		{
			{ [ ! -e "$file" ] || cp -p "$file" "$file.umm-new"; } && printf %s "$text" >"$file.umm-new" &&
				flush "$file.umm-new" && mv -f "$file.umm-new" "$file" && flush "${file%/*}"
		} 2>/dev/null || {
			rm -f "$file.umm-new" 2>/dev/null
			say "cannot write $file: it is as it was"
			return 1
		}
	fi
	tell wrote "$file  ($why)"
}

# edited FILE PROGRAM: FILE as an awk program prints it, which puts newlines between lines only; one is at the end where
# FILE has one.
edited() {
	source=$1
	[ -f "$source" ] || source=/dev/null
	awk -f "$lib/word.awk" -f "$lib/$2" "$source" || return 1
	[ -s "$1" ] && [ -n "$(tail -c 1 "$1")" ] || echo
}

# delete FILE: which is umm's own.
delete() {
	[ -e "$1" ] || return 0
	if [ "$dry" = no ]; then
		rm -f "$1" 2>/dev/null || { say "cannot remove $1" && return 1; }
	fi
	tell removed "$1"
}

entry_why='the menu entry for maintenance mode'
hook_why='the entry follows the kernels'
hook=/usr/lib/umm/bootloader/kernel-hook

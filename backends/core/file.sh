# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Files that are replaced whole and flushed (docs/internals.md, Records): after a power cut at any instant the old or the
# new content is there.

temporaries=0

# flush DIRECTORY: names in it survive power loss. A sync(1) that takes no file flushes all there is, which is slower.
flush() { sync "$1" 2>/dev/null; }

# make_directory PATH UMASK: it and what is missing above it, flushed; status 1 when it can't be made.
make_directory() {
	[ ! -d "$1" ] || return 0
	made=$1
	while [ ! -d "${made%/*}" ] && [ "${made%/*}" != '' ]; do made=${made%/*}; done
	(umask "$2" && mkdir -p "$1") 2>/dev/null || return 1
	flush "$1"
	flush "${made%/*}/"
}

# write_temporary FILE UMASK: standard input becomes $temporary beside FILE, flushed. dd(1) knows fsync(2) also where
# sync(1) does not.
write_temporary() {
	temporaries=$((temporaries + 1))
	temporary=$1.tmp-$$-$temporaries
	(umask "$2" && set -C && dd obs=65536 conv=fsync >"$temporary") 2>/dev/null && return 0
	rm -f "$temporary" 2>/dev/null
	return 1
}

# replace FILE UMASK: standard input becomes its content; status 1 when it can't be written: the old one stands.
replace() {
	write_temporary "$1" "$2" || return 1
	if mv -f "$temporary" "$1" 2>/dev/null; then
		flush "${1%/*}"
		return 0
	fi
	rm -f "$temporary" 2>/dev/null
	return 1
}

# create FILE UMASK: like replace, for a file that is not there: of two at once one succeeds. Status 1 when it is there
# already, 2 when it can't be written.
create() {
	write_temporary "$1" "$2" || return 2
	if ln "$temporary" "$1" 2>/dev/null; then
		rm -f "$temporary"
		flush "${1%/*}"
		return 0
	fi
	rm -f "$temporary"
	[ ! -e "$1" ] || return 1
	return 2
}

# remove FILE: for good; status 1 when it can't be removed.
remove() {
	[ -e "$1" ] || [ -L "$1" ] || return 0
	rm -f "$1" 2>/dev/null && flush "${1%/*}"
}

# What the copies of menu entries have in common.

BEGIN { suffix = ", maintenance mode (umm)" }

# with_word(LINE): kernel arguments with umm; what they had of umm's words does not count.
function with_word(line, found) {
	while (match(line, /[ \t]umm(=(on|off))?([ \t]|$)/)) {
		found = substr(line, RSTART, RLENGTH)
		line = substr(line, 1, RSTART - 1) (found ~ /[ \t]$/ ? " " : "") substr(line, RSTART + RLENGTH)
	}
	sub(/[ \t]+$/, "", line)
	return line " umm"
}

# goes(KERNEL): whether that is the path of the kernel whose version is UMM_WITHOUT (environment).
function goes(kernel, version) {
	version = "-" ENVIRON["UMM_WITHOUT"]
	return version != "-" && substr(kernel, length(kernel) - length(version) + 1) == version
}

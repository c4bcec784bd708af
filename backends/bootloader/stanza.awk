# Prints grub.conf of GRUB legacy with umm's stanza: a copy of the default stanza with the kernel word umm, at the place it
# had or at the end, so that the number of the default stays. Newlines are between lines only.
# Environment: UMM_SAVED, the number that `default saved` stands for; UMM_WITHOUT, a kernel version whose stanzas are not
# copied; UMM_REMOVE=yes, to print the file without umm's stanza. The status is 3 where there is no stanza to copy: the
# file is printed without umm's.

function print_line(line) {
	printf "%s%s", printed++ ? "\n" : "", line
}

# linux_line(N): the number of the line of stanza N that has Linux and its arguments: under Xen that is the first module.
function linux_line(n, i, found) {
	for (i = start[n]; i < start[n + 1]; i++) {
		if (lines[i] ~ /^[ \t]*module[ \t]/) return i
		if (!found && lines[i] ~ /^[ \t]*kernel[ \t]/) found = i
	}
	return found
}

# can_be_copied(N): it boots Linux, is not umm's, and its kernel stays.
function can_be_copied(n, i, line, words) {
	if (n < 0 || n >= count || n == own) return 0
	i = linux_line(n)
	if (!i) return 0
	line = lines[i]
	gsub(/[ \t]--[^ \t]*/, "", line)
	split(line, words)
	return !goes(words[2])
}

function print_copy(n, i, linux, last) {
	linux = linux_line(n)
	last = start[n + 1] - 1
	# What stands between this stanza and the next one is of neither.
	while (lines[last] ~ /^[ \t]*(#.*)?$/) last--
	for (i = start[n]; i <= last; i++) {
		# It must not become the default by being booted once.
		if (lines[i] ~ /^[ \t]*savedefault/) continue
		if (i == start[n]) sub(/[ \t]*$/, suffix, lines[i])
		print_line(i == linux ? with_word(lines[i]) : lines[i])
	}
}

function print_rest(i) {
	# One that was put behind umm's moves up.
	if (ENVIRON["UMM_REMOVE"] && own >= 0 && i == default_line && default_ >= own) {
		sub(/[0-9]+/, default_ > own ? default_ - 1 : 0, lines[i])
	}
	print_line(lines[i])
}

BEGIN {
	own = -1
	default_ = 0
}

{ lines[NR] = $0 }

/^[ \t]*title[ \t]/ {
	if (substr($0, length($0) - length(suffix) + 1) == suffix) own = count
	start[count++] = NR
}

!count && /^[ \t]*default[ \t=]+[0-9]/ {
	default_ = $0
	gsub(/[^0-9]/, "", default_)
	default_ += 0
	default_line = NR
}

!count && /^[ \t]*default[ \t=]+saved/ { default_ = ENVIRON["UMM_SAVED"] + 0 }

END {
	start[count] = NR + 1
	source = -1
	if (!ENVIRON["UMM_REMOVE"]) {
		if (can_be_copied(default_)) source = default_
		else for (n = count - 1; n >= 0; n--) if (can_be_copied(n)) source = n
	}
	for (i = 1; i <= NR; i++) {
		if (own >= 0 && i == start[own]) {
			i = start[own + 1] - 1
			if (source >= 0) print_copy(source)
		} else print_rest(i)
	}
	if (own < 0 && source >= 0) print_copy(source)
	exit ENVIRON["UMM_REMOVE"] || source >= 0 ? 0 : 3
}

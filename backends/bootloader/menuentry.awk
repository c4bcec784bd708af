# Reads a menu of GRUB 2 and prints a copy of one menuentry that adds the kernel word umm, with an id and a title of its
# own (grub-mkconfig's 10_linux; GRUB manual, menuentry and default). The status is 0 for the entry that is wanted, 3 for
# the first one that boots Linux where the wanted one is not in this menu, 1 where there is none.
# Environment: UMM_DEFAULT, as GRUB's variable default has it: a number, an id or a title, behind those of a submenu and
# '>'; UMM_WITHOUT, a kernel version whose entries are passed over.

# word_length(TEXT): of the first word, as GRUB's shell takes quotes.
function word_length(text, i, c, quote) {
	quote = ""
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (quote == "" && c ~ /[ \t]/) break
		if (c == "\\" && quote != "'") i++
		else if (c == quote) quote = ""
		else if (quote == "" && c ~ /['"]/) quote = c
	}
	return i - 1
}

# plain(WORD): without its quotes.
function plain(word, i, c, quote, text) {
	quote = text = ""
	for (i = 1; i <= length(word); i++) {
		c = substr(word, i, 1)
		if (c == "\\" && quote != "'") text = text substr(word, ++i, 1)
		else if (c == quote) quote = ""
		else if (quote == "" && c ~ /['"]/) quote = c
		else text = text c
	}
	return text
}

# read_header(LINE): of a menuentry or a submenu. Sets indent, title and id, and header to that of the copy.
function read_header(line, rest, length_, before) {
	match(line, /^[ \t]*/)
	indent = substr(line, 1, RLENGTH)
	rest = substr(line, RLENGTH + 1)
	sub(/^(menuentry|submenu)[ \t]+/, "", rest)
	length_ = word_length(rest)
	header = substr(rest, 1, length_)
	rest = substr(rest, length_ + 1)
	title = plain(header)
	header = header ~ /['"]$/ ? substr(header, 1, length_ - 1) suffix substr(header, length_) : "'" title suffix "'"
	id = ""
	if (match(rest, /(\$menuentry_id_option|\$[{]menuentry_id_option[}]|--id)[ \t=]+/)) {
		before = substr(rest, 1, RSTART - 1)
		rest = substr(rest, RSTART + RLENGTH)
		length_ = word_length(rest)
		id = plain(substr(rest, 1, length_))
		rest = before "$menuentry_id_option 'umm'" substr(rest, length_ + 1)
	}
	header = "menuentry " header rest
}

function is_named(wanted, number) { return wanted != "" && (wanted == number || wanted == id || wanted == title) }

function closes(line, indent) {
	return substr(line, 1, length(indent)) == indent && substr(line, length(indent) + 1) ~ /^}[ \t]*$/
}

BEGIN {
	default_ = ENVIRON["UMM_DEFAULT"] == "" ? "0" : ENVIRON["UMM_DEFAULT"]
	# In a title that is part of a path '>' is written '>>'.
	gsub(/>>/, "\001", default_)
	place = index(default_, ">")
	outer = place ? substr(default_, 1, place - 1) : ""
	inner = substr(default_, place + 1)
	gsub(/\001/, ">", outer)
	gsub(/\001/, ">", inner)
	outer_number = -1
}

in_entry && closes($0, indent) {
	in_entry = 0
	if (!boots) next
	entry = entry "}"
	if (first == "") first = entry
	if (is_wanted && wanted == "") wanted = entry
	next
}

in_entry {
	line = $0
	if (substr(line, 1, length(indent)) == indent) line = substr(line, length(indent) + 1)
	# It must not become the default by being booted once.
	if (line ~ /^[ \t]*savedefault[ \t]*$/) next
	if (!seen && line ~ /^[ \t]*linux(16|efi)?[ \t]/) {
		seen = 1
		split(line, words)
		boots = !goes(words[2])
		line = with_word(line)
	}
	entry = entry line "\n"
	next
}

/^[ \t]*submenu[ \t]/ {
	read_header($0)
	outer_number++
	is_outer = is_named(outer, outer_number "")
	in_submenu = 1
	submenu_indent = indent
	inner_number = -1
	next
}

in_submenu && closes($0, submenu_indent) { in_submenu = 0 }

/^[ \t]*menuentry[ \t]/ {
	read_header($0)
	number = in_submenu ? ++inner_number : ++outer_number
	is_wanted = (in_submenu ? is_outer : outer == "") && is_named(inner, number "")
	in_entry = 1
	seen = boots = 0
	entry = header "\n"
}

END {
	if (wanted != "") print wanted
	else if (first != "") print first
	exit wanted != "" ? 0 : first != "" ? 3 : 1
}

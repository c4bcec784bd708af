# Prints a file with UMM_BLOCK (environment) as umm's part of it, at the place that part had or at the end; without that
# part where UMM_BLOCK is empty. Newlines are between lines only.

function print_line(line) {
	printf "%s%s", lines++ ? "\n" : "", line
}

function print_block() {
	if (ENVIRON["UMM_BLOCK"] != "") print_line("### BEGIN umm ###\n" ENVIRON["UMM_BLOCK"] "\n### END umm ###")
	printed = 1
}

/^### BEGIN umm ###$/ { inside = 1 }
inside {
	if (/^### END umm ###$/) {
		inside = 0
		print_block()
	}
	next
}
{ print_line($0) }

END { if (!printed) print_block() }

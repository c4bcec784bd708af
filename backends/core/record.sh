# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Records (docs/internals.md): values are kept as they stand in the file, and decoded when they are used.

# encode TEXT: $encoded becomes it as records hold it. Most texts need no process.
encode() {
	encoded=$1
	case $1 in *[[:cntrl:]\\]* | *"$c2"*) ;; *) return 0 ;; esac
	encoded=$(printf '%s' "$1" | od -An -v -to1 | awk '
		{
			for (i = 1; i <= NF; i++) {
				byte = substr($i, 1, 1) * 64 + substr($i, 2, 1) * 8 + substr($i, 3, 1)
				if (pending && byte >= 128 && byte <= 159) { printf "\\0302\\0%s", $i; pending = 0; continue }
				if (pending) printf "%c", 194
				pending = byte == 194
				if (pending) continue
				if (byte == 92) printf "\\\\"
				else if (byte == 10) printf "\\n"
				else if (byte < 32 || byte == 127) printf "\\0%s", $i
				else printf "%c", byte
			}
		}
		END { if (pending) printf "%c", 194 }')
}

# decode VALUE: $decoded becomes the text.
decode() {
	decoded=$1
	case $1 in *\\*) ;; *) return 0 ;; esac
	decoded=$(printf '%b.' "$1")
	decoded=${decoded%.}
}

# read_record KIND FILE PREFIX: $PREFIXkey becomes the value of each key, still encoded; status 1 when there is no such
# file, 2 when it can't be believed, which is said.
read_record() {
	eval "keys=\${$3keys:-}"
	for key in $keys; do unset "$3$key"; done
	eval "$3keys="
	[ -e "$2" ] || [ -L "$2" ] || return 1
	trust_limit=1048576
	trust "$2"
	trust_limit=65536
	is_trusted "$2" || return 2
	header='' last='' line=''
	while IFS= read -r line; do
		[ -n "$header" ] || { header=$line && continue; }
		[ "$header" = "umm-$1 1" ] || break
		last=$line
		key=${line%%=*}
		case $key in
		.) ;;
		"$line" | '' | *[!a-z_]*) header=none ;;
		*) eval "$3$key=\${line#*=} $3keys=\"\$$3keys $key\"" ;;
		esac
	done <"$2"
	[ "$header" = "umm-$1 1" ] && [ "$last" = . ] && [ -z "$line" ] && return 0
	torn "$2"
	return 2
}

# edit_record FILE UMASK KEY=VALUE...: these keys get these values, which are encoded; all else stays as it is.
edit_record() {
	edited=$1
	mask=$2
	shift 2
	expressions=
	for pair in "$@"; do expressions="$expressions -e /^${pair%%=*}=/d"; done
	# shellcheck disable=SC2086 # keys are words of ours
	kept=$(sed $expressions -e '$d' "$edited") || return 1
	printf '%s\n' "$kept" "$@" . | replace "$edited" "$mask"
}

# record KIND KEY=VALUE...: print one. A pair with an empty value is left out.
record() {
	printf 'umm-%s 1\n' "$1"
	shift
	for pair in "$@"; do [ -z "${pair#*=}" ] || printf '%s\n' "$pair"; done
	echo .
}

# shellcheck shell=sh disable=SC2034,SC2154 # the parts of umm-core are sourced together
# Options of the verbs, with the words of the full package.

# usage_error TEXT
usage_error() { die 2 "$1" "'umm $verb --help' shows how it is used"; }

# set_option NAME VALUE: $opt_NAME becomes VALUE.
set_option() {
	variable=opt_$1
	case $1 in on-failure) variable=opt_on_failure ;; dry-run) variable=opt_dry_run ;; esac
	eval "$variable=\$2"
}

# parse_options KIND KNOWN ARGUMENT...: KNOWN names the options, `reason=` one with a value, ` force ` one without. With
# the kind `command` they end at the first word, so that `umm on ls -l` needs no --, and $consumed is how many arguments
# they are; else $words becomes the words among them.
parse_options() {
	kind=$1
	known=" $2 "
	shift 2
	consumed=$# words=
	while [ $# -gt 0 ]; do
		case $1 in
		--) shift && break ;;
		-h | --help) usage && exit 0 ;;
		-y) shift && set -- --yes "$@" ;;
		-?*) ;;
		*)
			[ "$kind" != command ] || break
			words="$words${words:+ }$1"
			shift
			continue
			;;
		esac
		option=${1#--}
		option=${option%%=*}
		case $1,$known in
		--json*,*) die 2 '--json needs the package umm' "umm-core has no JSON" ;;
		--*=*,*" $option= "*) set_option "$option" "${1#*=}" && shift ;;
		--*=*,*" $option "*) usage_error "Option '--$option' does not take an argument" ;;
		--*,*" $option= "*)
			[ $# -gt 1 ] || usage_error "Option '--$option <value>' argument missing"
			case $2 in -?*) usage_error "Option '--$option' argument is ambiguous" ;; esac
			set_option "$option" "$2"
			shift 2
			;;
		--*,*" $option "*) set_option "$option" yes && shift ;;
		*) usage_error "Unknown option '$1'" ;;
		esac
	done
	if [ "$kind" = command ]; then
		consumed=$((consumed - $#))
	else
		[ $# -eq 0 ] || words="$words${words:+ }$*"
	fi
}

# duration_option NAME TEXT: $value becomes its seconds.
duration_option() {
	if ! seconds_of "$2" || [ "$value" -eq 0 ]; then
		quoted "$2"
		usage_error "--$1 takes a time such as 600, 90s, 10min or 1h, not $quoted"
	fi
}

# choice_option NAME TEXT ONE OTHER: die unless it is one of the two.
choice_option() {
	case $2 in "$3" | "$4") return 0 ;; esac
	quoted "$2"
	usage_error "--$1 is $3 or $4, not $quoted"
}

# usage: what `umm VERB --help` prints.
usage() {
	case $verb in
	on)
		cat <<X
Usage: umm on [OPTION ...] [--] [COMMAND ...]

Reboot this node into maintenance mode. Only root may. The words of COMMAND are joined by spaces and run by /bin/sh -c
once maintenance mode is reached.

  --reason TEXT              why, for those who find the node paused
  --for DURATION             announce when you expect to be done; it does not act on its own
  --then off|reboot          leave by itself when every scheduled command succeeded
  --timeout DURATION         end COMMAND after this time
  --on-failure stop|continue when COMMAND fails, do not run (stop, the default) or run the commands behind it
  --dry-run                  say what would happen and change nothing
  --test                     a rehearsal: say what would run while paused and what would wait, and change nothing
  --force                    go on although a hook fails; it is recorded
  -y, --yes                  do not ask
X
		;;
	off)
		cat <<X
Usage: umm off [reboot] [--force] [--dry-run]

Leave maintenance mode: let the held boot go on, or reboot. Only root may.

  --force    go on although a hook fails; it is recorded
  --dry-run  say what would happen and change nothing
X
		;;
	install | uninstall) echo "Usage: umm $verb [--dry-run]" ;;
	*) echo "Usage: umm $verb" ;;
	esac
}

# overview: what `umm --help` prints.
overview() {
	cat <<X
Usage: umm VERB [ARGUMENT ...]

umm holds the boot of a Linux node in maintenance mode, where only the network and sshd are up, and lets the same boot
go on. This is umm-core; the package umm adds the console and more verbs.

  status     show the state of this node
  on         reboot this node into maintenance mode
  off        leave maintenance mode: let the held boot go on, or reboot
  enable     let umm act on this node
  disable    keep umm from acting on this node
  install    wire umm into the init system of this node
  uninstall  take umm out of the init system of this node

'umm VERB --help' tells more. Manual: umm(8), umm.conf(5)
X
}

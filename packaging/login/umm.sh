# shellcheck shell=sh
# umm(8): while this boot is held, an interactive login on a terminal opens the console; where there is none it says
# why the node is paused. Sourced by /etc/profile.
if [ -e /run/umm/paused ]; then
	# Once: zsh may come here from its own file, and from /etc/profile.
	case ${ZSH_EXECUTION_STRING:+c}$-,${UMM_SHELL:-}${umm_asked:-} in
	*c*,*) ;; # bash -lic COMMAND is no login of a person, nor zsh's
	*i*,)
		umm_asked=1
		if ! [ -t 0 ] || ! [ -t 1 ]; then
			:
		elif [ "$(id -u)" != 0 ]; then
			echo "This node is paused by umm (maintenance mode); 'sudo umm' opens its console." >&2
		elif ! [ -e /usr/lib/umm/node ]; then
			/usr/lib/umm/core/umm banner >&2
		elif [ "${TERM:-dumb}" = dumb ]; then
			echo "This node is paused by umm (maintenance mode); this terminal has no console." >&2
			/usr/lib/umm/core/umm banner >&2
		elif /usr/bin/umm console --login; then
			# Left while the boot is held: the session ends. After a resume its shell is the ordinary one.
			[ ! -e /run/umm/paused ] || exit 0
		else
			umm_status=$?
			# Killed, it could not give the terminal back.
			[ "$umm_status" -le 128 ] || { stty sane && printf '\033[0m\033[?1006l\033[?1000l\033[?2004l\033[?7h\033[?25h\033[?1047l\033[999;1H\n'; } 2>/dev/null
			echo "umm: the console ended with status $umm_status; here is a shell." >&2
			/usr/lib/umm/core/umm banner >&2
			unset umm_status
		fi
		;;
	esac
fi

# shellcheck shell=sh
# umm(8): while this boot is held, an interactive login on a terminal opens the console. Sourced by /etc/profile.
if [ -e /run/umm/paused ]; then
	case $-,${UMM_SHELL:-} in
	*i*,)
		if ! [ -t 0 ] || ! [ -t 1 ]; then
			:
		elif [ "$(id -u)" != 0 ]; then
			echo "This node is paused by umm (maintenance mode); 'sudo umm' opens its console." >&2
		elif [ "${TERM:-dumb}" = dumb ]; then
			echo "This node is paused by umm (maintenance mode); this terminal has no console: 'umm off' lets the boot go on." >&2
		elif /usr/bin/umm console --login; then
			exit 0
		else
			echo "umm: the console ended with status $?; here is a shell. This node is still paused: 'umm off' lets the boot go on." >&2
		fi
		;;
	esac
fi

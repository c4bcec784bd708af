# shellcheck shell=sh disable=SC2154 # run is told by decide.sh
# What init.sh of a backend needs where the init system has no units for it: processes in sessions of their own.

# Where what has no terminal says what went wrong: the kernel's log, which syslog keeps, or else the console.
for log in /dev/kmsg /dev/console /dev/null; do ! (: >>"$log") 2>/dev/null || break; done

# reboot_by COMMAND...: in a moment: whoever asked over ssh gets the answer and the exit status before the connection goes.
reboot_by() {
	# shellcheck disable=SC2016 # it is for the other shell
	setsid sh -c 'echo $$ >"$0" && sleep 1 && rm -f "$0" && exec "$@"' "$run/reboot" "$@" >/dev/null 2>>"$log" </dev/null 9>&- &
}

# Call off a reboot that has not begun.
init_cancel_reboot() {
	pid=
	[ ! -e "$run/reboot" ] || read -r pid <"$run/reboot"
	[ -z "$pid" ] || { kill -- "-$pid" && rm -f "$run/reboot"; }
}

# The scheduled commands, one after the other, unless that is under way; it outlives who asks for it. One that looks for
# the last time is waited for.
init_start_queue() {
	patience=-n
	[ ! -e "$run/queue-closing" ] || patience=-x
	setsid flock "$patience" -o "$run/queue" /usr/bin/umm schedule run-queue >/dev/null 2>>"$log" </dev/null 9>&- &
}

# One scheduled command, until it has ended: NNNN. In a session of its own, so that nothing else ends it.
init_start_run() { setsid /usr/bin/umm schedule run-one "$1" 2>>"$log" </dev/null; }

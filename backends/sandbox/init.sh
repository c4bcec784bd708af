# shellcheck shell=sh disable=SC2034,SC2154 # root and run are the gate's
# What the gate needs of an init system, on the simulated node: marks that the process of the sandbox looks for.

init_runlevel() { [ -e "$run/operational" ] && echo 'N 5' || echo unknown; }
init_operational() { [ -e "$run/operational" ]; }
# Where services are to be started first, the machine does that, and says when they are up.
init_release() { [ -d "$run/services" ] || : >"$run/operational"; }
init_reboot() { echo reboot >"$run/ending"; }
init_ending() { cat "$run/ending" 2>/dev/null; }
init_settle() { :; }
init_obstacle() { obstacle=; }
init_cancel_reboot() { rm -f "$run/ending"; }
init_failed_units() { :; }
init_start_run() { "$lib/core/umm" schedule run-one "$1"; }

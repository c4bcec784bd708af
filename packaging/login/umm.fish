# umm(8): while this boot is held, an interactive login on a terminal opens the console.
if test -e /run/umm/paused; and status is-login; and status is-interactive; and not set -q UMM_SHELL
    if not isatty stdin; or not isatty stdout
        true
    else if test (id -u) != 0
        echo "This node is paused by umm (maintenance mode); 'sudo umm' opens its console." >&2
    else if not set -q TERM; or test "$TERM" = dumb
        echo "This node is paused by umm (maintenance mode); this terminal has no console: 'umm off' lets the boot go on." >&2
    else if /usr/bin/umm console --login
        # exit would end this file only
        exec true
    else
        echo "umm: the console ended with status $status; here is a shell. This node is still paused: 'umm off' lets the boot go on." >&2
    end
end

# umm(8): while this boot is held, an interactive login on a terminal opens the console.
if test -e /run/umm/paused; and status is-login; and status is-interactive; and not set -q UMM_SHELL
    if not isatty stdin; or not isatty stdout
        true
    else if test (id -u) != 0
        echo "This node is paused by umm (maintenance mode); 'sudo umm' opens its console." >&2
    else if not test -e /usr/lib/umm/node
        /usr/lib/umm/core/umm banner >&2
    else if not set -q TERM; or test "$TERM" = dumb
        echo "This node is paused by umm (maintenance mode); this terminal has no console." >&2
        /usr/lib/umm/core/umm banner >&2
    else if /usr/bin/umm console --login
        # Left while the boot is held: the session ends (exit would end this file only). After a resume its shell is the
        # ordinary one.
        if test -e /run/umm/paused
            exec true
        end
    else
        set -l umm_status $status
        # Killed, it could not give the terminal back.
        if test $umm_status -gt 128
            stty sane 2>/dev/null
            printf '\033[0m\033[?1006l\033[?1000l\033[?2004l\033[?7h\033[?25h\033[?1047l\033[999;1H\n'
        end
        echo "umm: the console ended with status $umm_status; here is a shell." >&2
        /usr/lib/umm/core/umm banner >&2
    end
end

# shellcheck shell=sh disable=SC2154 # words are those of who sources it
# What a paused node needs where the init system has no units for it, for the boot script of a backend. That has the
# functions start_network, start_ssh, enabled and script, and those of its init.sh.

# aside COMMAND...: it goes on beside the boot, in a session of its own.
aside() { setsid "$@" >/dev/null 2>>"$log" </dev/null & }

# keep COMMAND...: run it again and again while the boot is held, as init does with what it is to keep running.
keep() {
	while [ -e "$run/held" ]; do
		"$@" || sleep 5
	done
}

# start_logins LEVEL: the lines of /etc/inittab that ask for a login at the machine itself. They end with the pause: then
# init starts its own.
start_logins() {
	sed -n '/^[^#:]*:[^:]*:respawn:[^:]*getty /s/^[^:]*:\([^:]*\):respawn:+\{0,1\}/\1:/p' "$root/etc/inittab" 2>/dev/null |
		while IFS=: read -r levels command; do
			case $levels in '' | *"$1"*) ;; *) continue ;; esac
			case $command in *tty[2-9]* | *tty[1-6][0-9]*) continue ;; esac
			# The words of a line of the administrator's table, as init takes them.
			# shellcheck disable=SC2086
			keep setsid $command >/dev/null 2>&1 </dev/null &
			echo $! >>"$run/logins"
		done
}

# end_logins: where nobody has logged in, and no more.
end_logins() {
	[ -e "$run/logins" ] || return 0
	while read -r pid; do
		for child in $(pgrep -P "$pid"); do
			read -r name <"/proc/$child/comm" && case $name in *getty) kill "$child" ;; esac
		done
	done <"$run/logins" 2>/dev/null
	rm -f "$run/logins"
}

# start_for_network NAME: a service that an ordinary boot starts, where it makes the network or guards it, and before it
# what it needs: rc-service(8) starts neither what only the header of an init script asks for nor what is only to be
# before it.
start_for_network() {
	case $1 in
	iptables | ip6tables) start_enabled ipset ;;
	nftables | netfilter-persistent | ufw | shorewall | shorewall6 | ferm | awall) ;;
	NetworkManager | network-manager | connman | connmand | iwd | wicd | firewalld) start_enabled dbus ;;
	networking | net.* | netifrc | staticroute | dhcpcd | dhclient | ifplugd | netplug | openvswitch-switch | wpa_supplicant) ;;
	*) return 0 ;;
	esac
	script "$1"
}

# start_enabled NAME: what an ordinary boot does not start, a paused one does not either.
start_enabled() { ! enabled "$1" || script "$1"; }

# start_server: the way in by ssh when sshd does not answer. What it says itself with 1 to 4 would be the same again.
start_server() {
	[ -x "$lib/node" ] || return 0
	while [ -e "$run/held" ]; do
		setsid /usr/bin/umm serve
		[ $? -gt 4 ] || return 0
		sleep 5
	done >/dev/null 2>>"$log" </dev/null &
}

# furnish: all that a paused node needs.
furnish() {
	# What is being prepared keeps everybody but root out, until a runlevel would let them in.
	rm -f "$root/run/nologin" "$root/etc/nologin"
	start_network
	# Where there is D-Bus, every login waits 25 s for an elogind that is not there.
	[ ! -S "$root/run/dbus/system_bus_socket" ] || start_enabled elogind
	start_ssh
	aside "$lib/evidence"
	init_start_queue
	start_server
	# init may have given the boot itself a terminal, the console. proc_pid_stat(5): state ppid pgrp session
	IFS= read -r line <"/proc/$$/stat"
	line=${line##*) } line=${line#* * * }
	aside env "UMM_SESSION=${line%% *}" "$lib/gate" auto-resume /usr/bin/umm off
}

# rehearse: what would run in a boot that is held, and what would wait, a service a line: runs NAME, waits NAME. The boot
# script has functions that print names, a line each: prepared, what starts before the boot is held; ordinary, what starts
# when it goes on; needs NAME..., these and what is started for them.
rehearse() {
	# shellcheck disable=SC2317 # start_network and start_ssh call it
	script() { echo "$1"; }
	runs=$(prepared; start_network)
	case $newline$runs$newline in *"${newline}dbus$newline"*) runs=$runs$newline$(start_enabled elogind) ;; esac
	# shellcheck disable=SC2046,SC2086 # one word for each service
	runs=$(needs $runs $(start_ssh) | sort -u)
	printf '%s\n' "$runs" | sed 's/^/runs /'
	ordinary | sort -u | grep -vxF -e "$runs" | sed 's/^/waits /'
}

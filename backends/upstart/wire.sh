# shellcheck shell=sh disable=SC2034,SC2154 # words are those of wire
# What wire needs to know of upstart.

# wire_find_node: $node becomes the task that goes on to the default runlevel.
wire_find_node() {
	node=
	if [ -e "$root/etc/init/rc-sysinit.conf" ]; then
		node=rc-sysinit
	elif [ -e "$root/etc/init/rcS.conf" ]; then
		node=rcS
	fi
}

wire_check() {
	[ -n "$node" ] || fail 3 'this node has no upstart that umm knows (no /etc/init/rc-sysinit.conf, no rcS.conf); nothing was changed'
	old_umm
}

# An older umm (Fuel's) held boots by override files: with one of them left, no boot would end.
old_umm() {
	for file in "$root/etc/init/rc-sysinit.override" "$root/etc/init/rcS.override"; do
		! grep -qsw umm "$file" || fail 3 "${file#"$root"} is of an older umm: remove that first; nothing was changed"
	done
}

wire_is_installed() { [ -e "$root/etc/init/umm.conf" ]; }

# upstart sees changes by inotify(7), where the filesystem tells of them.
wire_reload() { initctl reload-configuration >/dev/null 2>&1 || :; }

# The job that keeps others from starting: one event for each of them. Nothing where there are none.
wire_jobs() {
	names=$("$lib/upstart/jobs")
	[ -n "$names" ] || return 0
	list='' followers=
	while read -r name follows; do
		list="${list:+$list$newline${tab}or }starting $name"
		followers="$followers${follows:+ $name}"
	done <<END
$names
END
	cat <<'END'
# umm - keep jobs from starting while the boot is held (umm(8))
#
# Made from the jobs in /etc/init, whenever the node has been up long enough or goes down: changes are lost.

description "umm: keep jobs from starting while the boot is held"

END
	printf 'start on (%s)\n' "$list"
	[ -z "$followers" ] || printf 'env FOLLOWERS="%s "\n' "$followers"
	cat <<'END'
stop on umm

instance $JOB-$INSTANCE
task
pre-start script
	if [ -x /usr/lib/umm/upstart/hold ] && /usr/lib/umm/upstart/hold; then exit 0; fi
	stop
end script
END
}

#!/bin/bash
# holder.sh CGROUP
#
# Hold the private mount, net, pid and cgroup namespaces of one rack until standard input ends, and then leave nothing
# behind: everything in a pid namespace dies with its first process, private mounts go with their last process, and
# CGROUP (a new directory in the machine's cgroup2 hierarchy) is removed here. Standard input is a pipe from the tests,
# so that this also happens when they are killed. Prints the pid of the holder once the rack is ready.
set -eu
cgroup=$1

hold() {
	# cgroup2 afresh: its root is $cgroup, so guests can see no other group, and paths are alike on hybrid machines.
	umount -R /sys/fs/cgroup
	mount -t cgroup2 none /sys/fs/cgroup
	mkdir /sys/fs/cgroup/holder
	echo 1 >/sys/fs/cgroup/holder/cgroup.procs

	# nspawn's locks and everything a rack writes.
	mount -t tmpfs -o mode=755 none /run
	mkdir /run/systemd /run/rack

	ip link set lo up
	ip link add br0 type bridge
	ip address add 10.77.0.254/24 dev br0
	ip link set br0 up
	# Ask for a node's address every 50 ms, not every second.
	echo 50 >/proc/sys/net/ipv4/neigh/br0/retrans_time_ms

	echo ready
	read -r _ || true
}

mkdir "$cgroup"
# The subshell joins the group first, so that it is the root of the new cgroup namespace. Inside, $$ is 1: the pid is
# told by the parent, whose only child it is.
export -f hold
exec 3<&0
(
	echo $BASHPID >"$cgroup/cgroup.procs"
	exec unshare --mount --propagation private --net --cgroup --pid --fork --mount-proc --kill-child \
		bash -euc hold <&3
) | while read -r _; do
	cat "$cgroup/holder/cgroup.procs"
done

until grep -q 'populated 0' "$cgroup/cgroup.events"; do sleep 0.02; done
find "$cgroup" -depth -type d -exec rmdir {} \;

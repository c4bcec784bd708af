# shellcheck shell=sh disable=SC2034,SC2154 # words are those of wire
# What wire needs to know of systemd.

wire_find_node() { node=any; }

wire_check() { :; }

# Nothing is made from the node's own files.
wire_is_installed() { return 1; }

wire_reload() { [ ! -d "$root/run/systemd/system" ] || systemctl daemon-reload; }

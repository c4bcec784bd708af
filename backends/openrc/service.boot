#!/sbin/openrc-run
# umm - lets a boot go on, or holds it (umm(8))
description="Lets a boot go on, or holds it"

depend() {
	after root localmount checkroot.sh mountall.sh
	keyword -timeout
}

start() {
	[ ! -x /usr/lib/umm/openrc/boot ] || /usr/lib/umm/openrc/boot decide
	return 0
}

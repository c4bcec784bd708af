#!/bin/sh
# Linked as /etc/grub.d/99_umm: grub-mkconfig calls it, behind what makes the other entries, so that their numbers stay.
# It prints a menuentry that boots the default kernel into maintenance mode: the default entry of the distribution's own
# 10_linux, with the word umm added. So the entry follows the kernels and their arguments whenever the menu is made.
# Without that entry it prints nothing, says why, and succeeds: a menu without it is better than none.
lib=${UMM_ROOT:-}/usr/lib/umm/bootloader
linux=${0%/*}/10_linux

without_entry() {
	echo "umm: no menu entry for maintenance mode: $1" >&2
	exit 0
}

[ -x "$linux" ] || without_entry "$linux is missing or not executable"
[ -r "$lib/menuentry.awk" ] || without_entry "$lib/menuentry.awk is missing"
menu=$("$linux" 2>/dev/null) || without_entry "$linux failed with exit status $?"
# There the menu is made of the files in /boot/loader/entries, and umm has one of its own.
case $menu in *blscfg*) exit 0 ;; esac

entry=$(printf '%s\n' "$menu" | UMM_DEFAULT=${GRUB_ACTUAL_DEFAULT:-${GRUB_DEFAULT:-}} awk -f "$lib/word.awk" -f "$lib/menuentry.awk")
case $? in
0) ;;
3) echo "umm: $linux does not make the default entry '${GRUB_ACTUAL_DEFAULT:-${GRUB_DEFAULT:-}}': maintenance mode boots its first one" >&2 ;;
*) without_entry "$linux makes no entry that boots Linux" ;;
esac
printf '%s\n' "$entry"

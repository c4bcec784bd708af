# shellcheck shell=sh disable=SC2154 # root, entry_why: of those who source it
# GRUB 2 where the menu is made anew whenever a kernel comes or goes (Debian and its descendants, SUSE, Gentoo, Arch): a
# script among those that grub-mkconfig(8) runs. The one that makes the menu is the distribution's own tool.

grub2_script=$root/etc/grub.d/99_umm

# find_grub_cfg: $grub_cfg becomes the menu that GRUB 2 reads. On EFI systems Red Hat had it on the EFI system partition;
# elsewhere the one there is a stub.
find_grub_cfg() {
	grub_cfg=
	for file in ${efi_cfg:+$efi_cfg} "$root/boot/grub2/grub.cfg" "$root/boot/grub/grub.cfg"; do
		[ -f "$file" ] && grub_cfg=$(readlink -f "$file") && return 0
	done
	return 1
}
efi_cfg=
if [ -d "$root/sys/firmware/efi" ]; then
	efi_cfg=$(grep -ls '^### BEGIN /etc/grub.d/' "$root"/boot/efi/EFI/*/grub.cfg | head -n 1)
fi

# has_blscfg: whether the menu is made of the files in /boot/loader/entries.
has_blscfg() { grep -q '^[[:space:]]*blscfg' "$grub_cfg"; }

# has_grubby: whether new-kernel-pkg(8) edits the menu when a kernel comes or goes, and nothing makes it anew.
has_grubby() { [ -x "$root/sbin/new-kernel-pkg" ]; }

grub2_is_here() { find_grub_cfg && ! has_blscfg && ! has_grubby && [ -d "$root/etc/grub.d" ]; }

grub2_has_entry() {
	sed -n '\,^### BEGIN .*/99_umm ###$,,/^### END /p' "$grub_cfg" | grep -q '^menuentry '
}

# grub2_make_menu: by grub-mkconfig, which writes over the menu in place when it is told to make that; so it makes
# another file, which then takes its place.
grub2_make_menu() {
	case $grub_cfg in */boot/grub/*) tool=grub-mkconfig ;; *) tool=grub2-mkconfig ;; esac
	new=$grub_cfg.umm-new
	if [ "$dry" = yes ]; then
		tell wrote "$grub_cfg  (by $tool)"
	elif said=$(cp -p "$grub_cfg" "$new" 2>&1 && "$tool" -o "$new" 2>&1) && flush "$new" && mv -f "$new" "$grub_cfg"; then
		flush "${grub_cfg%/*}"
		tell wrote "$grub_cfg  (by $tool)"
		printf '%s\n' "$said" | grep '^umm: ' >&2 || :
	else
		rm -f "$new" "$new.new"
		say "$tool failed: $(printf '%s\n' "$said" | tail -n 1); $grub_cfg is as it was"
		return 1
	fi
}

grub2_install() {
	is_writable "${grub_cfg%/*}" || return 0
	if ! grep -q '^### BEGIN /etc/grub.d/' "$grub_cfg"; then
		say "$grub_cfg was not made by grub-mkconfig: no menu entry for maintenance mode"
		return 0
	fi
	wire "$grub2_script" /usr/lib/umm/bootloader/grub.d "$entry_why" || return 0
	grub2_has_entry || grub2_make_menu || :
}

grub2_refresh() { ! is_wired "$grub2_script" /usr/lib/umm/bootloader/grub.d || grub2_make_menu || :; }

grub2_unwire() { unwire "$grub2_script" /usr/lib/umm/bootloader/grub.d; }

grub2_remove() {
	grub2_unwire || return 0
	if grub2_has_entry && is_writable "${grub_cfg%/*}"; then grub2_make_menu || :; fi
}

grub2_examine() {
	if ! is_wired "$grub2_script" /usr/lib/umm/bootloader/grub.d; then
		finding warning "$grub2_script is missing: there is no menu entry for maintenance mode" "'umm install'"
	elif ! grub2_has_entry; then
		finding warning "$grub_cfg has no entry for maintenance mode" "'umm install' says why"
	else
		finding ok "the menu entry for maintenance mode is in $grub_cfg"
	fi
}

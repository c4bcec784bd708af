# shellcheck shell=sh disable=SC2154 # root, entry_why, hook_why, hook, without: of those who source it
# GRUB legacy (CentOS 6 and older): a stanza at the end of grub.conf. new-kernel-pkg(8) edits that file and then calls the
# programs in /etc/kernel/postinst.d; before it removes a kernel, those in /etc/kernel/prerm.d.

legacy_post=$root/etc/kernel/postinst.d/umm
legacy_prerm=$root/etc/kernel/prerm.d/umm

legacy_is_here() {
	! find_grub_cfg || return 1
	for file in "$root/boot/grub/grub.conf" "$root/boot/grub/menu.lst" "$root"/boot/efi/EFI/*/grub.conf; do
		[ -f "$file" ] && legacy_file=$(readlink -f "$file") && return 0
	done
	return 1
}

# legacy_text: grub.conf with the stanza as it is to be.
legacy_text() {
	# The stage file `default` has the number that savedefault stored in its first line.
	saved=$(sed -n '1{s/[^0-9].*//;p;q;}' "${legacy_file%/*}/default" 2>/dev/null)
	(export UMM_SAVED="$saved" UMM_WITHOUT="$without" && edited "$legacy_file" stanza.awk)
}

legacy_text_without() { (export UMM_REMOVE=yes && edited "$legacy_file" stanza.awk); }

legacy_has_entry() { grep -q '^[[:space:]]*title[[:space:]].*, maintenance mode (umm)$' "$legacy_file"; }

legacy_install() {
	is_writable "${legacy_file%/*}" || return 0
	wire "$legacy_post" "$hook" "$hook_why" && wire "$legacy_prerm" "$hook" "$hook_why" && legacy_write
}

legacy_write() {
	legacy_text >/dev/null && { replace "$legacy_file" "$entry_why" legacy_text || :; } && return 0
	say "$legacy_file has no stanza that boots Linux: no menu entry for maintenance mode"
	replace "$legacy_file" 'without the entry' legacy_text_without || :
}

legacy_refresh() { ! is_wired "$legacy_post" "$hook" || legacy_write; }

legacy_unwire() {
	unwire "$legacy_post" "$hook"
	unwire "$legacy_prerm" "$hook"
}

legacy_remove() {
	legacy_unwire
	! legacy_has_entry || replace "$legacy_file" 'without the entry' legacy_text_without || :
}

legacy_examine() {
	if ! legacy_has_entry; then
		finding warning "$legacy_file has no menu entry for maintenance mode" "'umm install'"
	elif ! legacy_text | cmp -s - "$legacy_file"; then
		finding warning "the menu entry in $legacy_file is not that of the default kernel" "'umm install'"
	else
		finding ok "the menu entry for maintenance mode is in $legacy_file"
	fi
}

# shellcheck shell=sh disable=SC2154 # root, lib, entry_why, hook_why, hook, without, grub_cfg: of those who source it
# GRUB 2 whose menu is edited by grubby(8) when a kernel comes or goes (RHEL and CentOS 7). Making that menu anew would lose
# what grubby wrote, so the entry is in custom.cfg beside it, which the menu reads last (/etc/grub.d/41_custom).

grubby_post=$root/etc/kernel/postinst.d/umm
grubby_prerm=$root/etc/kernel/prerm.d/umm

grubby_is_here() {
	find_grub_cfg && ! has_blscfg && has_grubby && grubby_file=${grub_cfg%/*}/custom.cfg
}

# grubby_default: the default entry, as the menu or the environment of GRUB names it.
grubby_default() {
	number=$(sed -n 's/^[[:space:]]*set default="\([0-9]*\)"$/\1/p' "$grub_cfg" | head -n 1)
	saved=$(sed -n 's/^saved_entry=//p' "$root/boot/grub2/grubenv" 2>/dev/null)
	if grep -q '^[[:space:]]*set default="[$]{saved_entry}"' "$grub_cfg"; then echo "$saved"; else echo "$number"; fi
}

# grubby_text: custom.cfg with the entry as it is to be. There is none when no kernel is left for it.
grubby_text() {
	entry=$(UMM_DEFAULT=$(grubby_default) UMM_WITHOUT=$without awk -f "$lib/word.awk" -f "$lib/menuentry.awk" "$grub_cfg")
	case $? in 0 | 3) ;; *) entry= ;; esac
	grubby_block "$entry"
}

# grubby_block ENTRY: custom.cfg with it as umm's part, or without that part.
grubby_block() { (export UMM_BLOCK="$1" && edited "$grubby_file" block.awk); }

grubby_install() {
	is_writable "${grub_cfg%/*}" || return 0
	grep -q custom.cfg "$grub_cfg" || { say "$grub_cfg does not read custom.cfg: no menu entry for maintenance mode" && return 0; }
	wire "$grubby_post" "$hook" "$hook_why" && wire "$grubby_prerm" "$hook" "$hook_why" && grubby_write
}

grubby_write() {
	replace "$grubby_file" "$entry_why" grubby_text || return 0
	grubby_has_entry || [ "$dry" = yes ] || say "$grub_cfg has no entry that boots Linux: no menu entry for maintenance mode"
}

grubby_has_entry() { grep -qs '^### BEGIN umm ###$' "$grubby_file"; }

grubby_refresh() { ! is_wired "$grubby_post" "$hook" || grubby_write; }

grubby_unwire() {
	unwire "$grubby_post" "$hook"
	unwire "$grubby_prerm" "$hook"
}

grubby_remove() {
	grubby_unwire
	grubby_has_entry || return 0
	if [ -z "$(grubby_block '')" ]; then delete "$grubby_file"; else replace "$grubby_file" 'without the entry' grubby_block ''; fi
}

grubby_examine() {
	if ! grubby_has_entry; then
		finding warning "$grubby_file has no menu entry for maintenance mode" "'umm install'"
	elif ! grubby_text | cmp -s - "$grubby_file"; then
		finding warning "the menu entry in $grubby_file is not that of the default kernel" "'umm install'"
	else
		finding ok "the menu entry for maintenance mode is in $grubby_file"
	fi
}

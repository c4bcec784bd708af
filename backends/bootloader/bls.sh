# shellcheck shell=sh disable=SC2154 # root, lib, grub_cfg, without, dry, *_why, hook: of those who source it
# Entries of the Boot Loader Specification (UAPI.1), a file each: Fedora, RHEL 8 and later, systemd-boot. The menu is made
# of them at boot, the highest version first. kernel-install(8) writes them, and calls the plugins in their order.

bls_plugin=$root/etc/kernel/install.d/99-umm.install

bls_is_here() {
	for bls_dir in "$root/boot/loader/entries" "$root/efi/loader/entries" "$root/boot/efi/loader/entries"; do
		[ -z "$(bls_entries)$(bls_own)" ] || return 0
	done
	return 1
}

# bls_entries: the files of the entries that boot Linux, in the order of the menu, without those for rescue and for umm.
bls_entries() {
	grep -ls '^[[:space:]]*linux[[:space:]]' "$bls_dir"/*.conf |
		grep -v -e '-0-rescue[^/]*$' -e '-0-maintenance\.umm\.conf$' | sort -rV
}

# bls_of_this_node: those of the files named on standard input that this node made; all where none can be told.
bls_of_this_node() {
	files=$(cat)
	machine='' token=''
	[ ! -f "$root/etc/machine-id" ] || IFS= read -r machine <"$root/etc/machine-id" || :
	[ ! -f "$root/etc/kernel/entry-token" ] || IFS= read -r token <"$root/etc/kernel/entry-token" || :
	printf '%s\n' "$files" | grep -F -e "/${machine:-?}-" -e "/${token:-?}-" || printf '%s\n' "$files"
}

# bls_own: the files that umm made.
bls_own() { find "$bls_dir" -name '*-0-maintenance.umm.conf' 2>/dev/null | bls_of_this_node; }

bls_read_by_grub() { find_grub_cfg && has_blscfg; }

# bls_wanted: a pattern for the id of the default entry; nothing where the first of the menu is the default.
bls_wanted() {
	if bls_read_by_grub; then
		sed -n 's/^saved_entry=//p' "$root/boot/grub2/grubenv" 2>/dev/null
	else
		sed -n 's/^default[[:space:]]*\([^@[:space:]]*\)[[:space:]]*$/\1/p' "${bls_dir%/entries}/loader.conf" 2>/dev/null
	fi
}

# bls_find_source: $source becomes the file of the default entry, $id its id without the counter of boots. Where the
# default is not among them, it is the first of the menu.
bls_find_source() {
	source=
	wanted=$(bls_wanted)
	saved_ifs=$IFS
	IFS='
'
	number=0
	for file in $(bls_entries | bls_of_this_node); do
		name=${file##*/}
		name=${name%.conf}
		case ${without:+-}$without in ?*) case ${name%+[0-9]*} in *"-$without") continue ;; esac ;; esac
		[ -n "$source" ] || source=$file
		# shellcheck disable=SC2254 # loader.conf has a pattern
		case $name in $wanted) source=$file && break ;; esac
		# shellcheck disable=SC2254
		case $name.conf,$number in $wanted,* | *,"$wanted") source=$file && break ;; esac
		! grep -qxF "title $wanted" "$file" || { source=$file && break; }
		number=$((number + 1))
	done
	IFS=$saved_ifs
	id=${source##*/}
	id=${id%.conf}
	id=${id%+[0-9]*}
	[ -n "$source" ]
}

# bls_find_file: $bls_file becomes the file of the copy. Its version is lower than that of every kernel and of the rescue
# entry, by the rules of GRUB (rpmvercmp) and of systemd-boot: so it is the last one, and the numbers of the others stay.
bls_find_file() {
	case $id in
	*-[0-9]*) bls_file=$bls_dir/${id%%-[0-9]*}-0-maintenance.umm.conf ;;
	*)
		! bls_read_by_grub || { say "$source has no version in its name, so a copy would come before it: no menu entry for maintenance mode" && return 1; }
		bls_file=$bls_dir/$id-0-maintenance.umm.conf
		;;
	esac
}

bls_text() { awk -f "$lib/word.awk" -f "$lib/bls.awk" "$source"; }

bls_install() {
	is_writable "$bls_dir" || return 0
	wire "$bls_plugin" "$hook" "$hook_why" && bls_write
}

bls_write() {
	if bls_find_source && bls_find_file; then
		replace "$bls_file" "$entry_why" bls_text || return 0
	else
		bls_file=
	fi
	bls_own | while IFS= read -r file; do [ -z "$file" ] || [ "$file" = "$bls_file" ] || delete "$file"; done
}

bls_refresh() { ! is_wired "$bls_plugin" "$hook" || bls_write; }

bls_unwire() { unwire "$bls_plugin" "$hook"; }

bls_remove() {
	bls_unwire
	bls_own | while IFS= read -r file; do [ -z "$file" ] || delete "$file"; done
}

bls_examine() {
	if ! bls_find_source || ! bls_find_file || [ ! -f "$bls_file" ]; then
		finding warning "$bls_dir has no menu entry for maintenance mode" "'umm install'"
	elif ! bls_text | cmp -s - "$bls_file"; then
		finding warning "the menu entry $bls_file is not that of the default kernel" "'umm install'"
	else
		finding ok "the menu entry for maintenance mode is $bls_file"
	fi
}

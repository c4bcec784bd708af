# Prints a copy of an entry of the Boot Loader Specification with the kernel word umm, a title of its own and the lowest
# version. GRUB stops reading at an empty line and reads the first options only.

{ key = $1 }
key == "title" { sub(/[ \t]*$/, suffix) }
key == "version" { $0 = "version 0-maintenance.umm" }
key == "id" || key == "grub_hotkey" { next }
key == "options" && !seen++ { $0 = with_word($0) }
{ print }
# Without options GRUB takes this variable.
END { if (!seen) print "options $default_kernelopts umm" }

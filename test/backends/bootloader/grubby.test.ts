/* GRUB 2 whose menu is edited by grubby, as on CentOS 7. */
import test from 'ava';
import {shells} from '../gate/node.js';
import {BootTree, installsAndGoes} from './tree.js';

const [newer, older] = ['3.10.0-1160.el7.x86_64', '3.10.0-957.el7.x86_64'] as const;

const body = (version: string, words: string) => `	load_video
	set gfxpayload=keep
	insmod gzio
	set root='hd0,msdos1'
	linux16 /vmlinuz-${version} root=/dev/mapper/centos-root ro crashkernel=auto rhgb quiet${words}
	initrd16 /initramfs-${version}.img
}
`;
const classes = '--class centos --class gnu-linux --class gnu --class os --unrestricted';
const title = (version: string) => `CentOS Linux (${version}) 7 (Core)`;
const menuentry = (version: string) =>
	`menuentry '${title(version)}' ${classes} $menuentry_id_option 'gnulinux-${version}-advanced-1' {\n${body(version, '')}`;

const menu = (...versions: readonly string[]) => `set default="\${saved_entry}"
### BEGIN /etc/grub.d/10_linux ###
${versions.map(menuentry).join('')}### END /etc/grub.d/10_linux ###
### BEGIN /etc/grub.d/41_custom ###
if [ -f  \${config_directory}/custom.cfg ]; then
  source \${config_directory}/custom.cfg
fi
### END /etc/grub.d/41_custom ###
`;

const block = (version: string) => `### BEGIN umm ###
menuentry '${title(version)}, maintenance mode (umm)' ${classes} $menuentry_id_option 'umm' {
${body(version, ' umm')}### END umm ###
`;

const files = {
	'sbin/new-kernel-pkg*': '#!/bin/sh\n',
	'etc/grub.d/10_linux*': '#!/bin/sh\n',
	'boot/grub2/grub.cfg': menu(newer, older),
	'boot/grub2/grubenv': `# GRUB Environment Block\nsaved_entry=${title(newer)}\n###`,
};
const custom = 'boot/grub2/custom.cfg';

for (const shell of shells) {
	test(`${shell.name}: the copy is in custom.cfg, and the menu itself stays as grubby wrote it`, async (t) => {
		const tree = await BootTree.make(t, shell, files);
		await installsAndGoes(t, tree, async () => {
			t.is(await tree.read(custom), block(newer));
			t.is(await tree.read('boot/grub2/grub.cfg'), files['boot/grub2/grub.cfg']);
		});
	});
}

const shell = shells[0] as (typeof shells)[number];

test("a custom.cfg of the administrator's keeps its own entries, with or without a newline at its end", async (t) => {
	for (const [own, expected] of [
		["menuentry 'Mine' {\n}\n", `menuentry 'Mine' {\n}\n${block(newer)}`],
		["menuentry 'Mine' {\n}", `menuentry 'Mine' {\n}\n${block(newer).trimEnd()}`],
	] as const) {
		const tree = await BootTree.make(t, shell, {...files, [custom]: own});
		await installsAndGoes(t, tree, async () => t.is(await tree.read(custom), expected));
	}
});

test('the entry follows the default, and goes with the last kernel', async (t) => {
	const tree = await BootTree.make(t, shell, {...files, 'boot/grub2/grubenv': 'saved_entry=1\n'});
	await tree.entry(t, 'install');
	t.is(await tree.read(custom), block(older));
	await tree.write('boot/grub2/grubenv', 'saved_entry=0\n');
	await tree.hook(t, 'postinst.d/umm', newer, `/boot/vmlinuz-${newer}`);
	t.is(await tree.read(custom), block(newer));
	await tree.hook(t, 'prerm.d/umm', newer, `/boot/vmlinuz-${newer}`);
	t.is(await tree.read(custom), block(older));
});

test('a menu that does not read custom.cfg is said and passed over', async (t) => {
	const tree = await BootTree.make(t, shell, {...files, 'boot/grub2/grub.cfg': menuentry(newer)});
	t.is(
		await tree.passesOver(t, 'install'),
		'umm: /boot/grub2/grub.cfg does not read custom.cfg: no menu entry for maintenance mode',
	);
});

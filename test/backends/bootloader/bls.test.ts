/* Entries of the Boot Loader Specification: RHEL 8 and Fedora with GRUB 2, and systemd-boot. */
import test from 'ava';
import {shells} from '../gate/node.js';
import {compareBlsIds} from './bls-order.js';
import {BootTree, installsAndGoes} from './tree.js';

const machine = '1d5e7b6c0f1a4c8e9d2b3a4f5c6d7e8f';
const [older, newer] = ['4.18.0-80.el8.x86_64', '4.18.0-147.el8.x86_64'] as const;

const rhel = (version: string) => `title Red Hat Enterprise Linux (${version}) 8.1 (Ootpa)
version ${version}
linux /vmlinuz-${version}
initrd /initramfs-${version}.img $tuned_initrd
options $kernelopts $tuned_params
id rhel-20191022101510-${version}
grub_users $grub_users
grub_arg --unrestricted
grub_class kernel
`;

const rhelCopy = (version: string) => `title Red Hat Enterprise Linux (${version}) 8.1 (Ootpa), maintenance mode (umm)
version 0-maintenance.umm
linux /vmlinuz-${version}
initrd /initramfs-${version}.img $tuned_initrd
options $kernelopts $tuned_params umm
grub_users $grub_users
grub_arg --unrestricted
grub_class kernel
`;

const entries = 'boot/loader/entries';
const copy = `${entries}/${machine}-0-maintenance.umm.conf`;

const rhelFiles = {
	'etc/machine-id': `${machine}\n`,
	'etc/grub.d/10_linux*': '#!/bin/sh\n',
	'boot/grub2/grub.cfg':
		'### BEGIN /etc/grub.d/10_linux ###\ninsmod blscfg\nblscfg\n### END /etc/grub.d/10_linux ###\n',
	'boot/grub2/grubenv': `# GRUB Environment Block\nsaved_entry=${machine}-${newer}\nkernelopts=root=/dev/mapper/rhel-root ro \n####`,
	[`${entries}/${machine}-0-rescue.conf`]: rhel('0-rescue'),
	[`${entries}/${machine}-${older}.conf`]: rhel(older),
	[`${entries}/${machine}-${newer}.conf`]: rhel(newer),
};

for (const shell of shells) {
	test(`${shell.name}: RHEL 8 gets a copy of the default entry, and loses it`, async (t) => {
		const tree = await BootTree.make(t, shell, rhelFiles);
		await installsAndGoes(t, tree, async () => {
			t.is(await tree.read(copy), rhelCopy(newer));
			t.false('boot/grub2/grub.cfg.umm-new' in (await tree.files()));
			t.false('etc/grub.d/99_umm' in (await tree.files()));
		});
	});
}

const shell = shells[0] as (typeof shells)[number];

test('the entry that was made the default is the one that is copied, by id, by number or by title', async (t) => {
	for (const saved of [`${machine}-${older}`, '1', `Red Hat Enterprise Linux (${older}) 8.1 (Ootpa)`]) {
		const tree = await BootTree.make(t, shell, {...rhelFiles, 'boot/grub2/grubenv': `saved_entry=${saved}\n`});
		await tree.entry(t, 'install');
		t.is(await tree.read(copy), rhelCopy(older), saved);
	}
});

test('a kernel that comes and one that goes: kernel-install calls the plugin, and the entry follows', async (t) => {
	const tree = await BootTree.make(t, shell, {...rhelFiles, 'boot/grub2/grubenv': 'saved_entry=\n'});
	await tree.remove(`${entries}/${machine}-${newer}.conf`);
	await tree.entry(t, 'install');
	t.is(await tree.read(copy), rhelCopy(older));

	await tree.write(`${entries}/${machine}-${newer}.conf`, rhel(newer));
	t.regex((await tree.entry(t, 'examine')).join(), /^warning\t.*not that of the default kernel/);
	await tree.hook(
		t,
		'install.d/99-umm.install',
		'add',
		newer,
		`/boot/${machine}/${newer}`,
		`/lib/modules/${newer}/vmlinuz`,
	);
	t.is(await tree.read(copy), rhelCopy(newer));

	await tree.hook(t, 'install.d/99-umm.install', 'remove', newer, `/boot/${machine}/${newer}`);
	t.is(await tree.read(copy), rhelCopy(older));
	await tree.remove(`${entries}/${machine}-${newer}.conf`);
	await tree.remove(`${entries}/${machine}-${older}.conf`);
	await tree.hook(t, 'install.d/99-umm.install', 'remove', older, `/boot/${machine}/${older}`);
	t.deepEqual(
		Object.keys(await tree.files()).filter((path) => path.startsWith(`${entries}/`)),
		[`${entries}/${machine}-0-rescue.conf`],
	);
});

test('systemd-boot: the default of loader.conf, arguments in the entry, a counter in the name, other systems passed over', async (t) => {
	const debian = (version: string) =>
		`title Debian GNU/Linux 12\nversion ${version}\nmachine-id ${machine}\nsort-key debian\noptions root=UUID=1 ro umm=off quiet\nlinux /${machine}/${version}/linux\ninitrd /${machine}/${version}/initrd\n`;
	const esp = 'boot/efi/loader/entries';
	const tree = await BootTree.make(t, shell, {
		'etc/machine-id': `${machine}\n`,
		'boot/efi/loader/loader.conf': `timeout 5\ndefault ${machine}-6.1.0-9-*\n`,
		[`${esp}/${machine}-6.1.0-10-amd64+3.conf`]: debian('6.1.0-10-amd64'),
		[`${esp}/${machine}-6.1.0-9-amd64+2-1.conf`]: debian('6.1.0-9-amd64'),
		[`${esp}/ffff-9.9-9.conf`]: debian('9.9-9'),
		[`${esp}/windows.conf`]: 'title Windows\nefi /EFI/Microsoft/Boot/bootmgfw.efi\n',
	});
	await installsAndGoes(t, tree, async () =>
		t.is(
			await tree.read(`${esp}/${machine}-0-maintenance.umm.conf`),
			debian('6.1.0-9-amd64')
				.replace('Linux 12', 'Linux 12, maintenance mode (umm)')
				.replace('version 6.1.0-9-amd64', 'version 0-maintenance.umm')
				.replace('umm=off quiet', 'quiet umm'),
		),
	);
});

test('a name without a version can be copied for systemd-boot, but not for GRUB, where the copy would come first', async (t) => {
	const arch = {'efi/loader/entries/arch.conf': 'title Arch Linux\nlinux /vmlinuz-linux\noptions rw\n'};
	const tree = await BootTree.make(t, shell, arch);
	await tree.entry(t, 'install');
	t.regex(await tree.read('efi/loader/entries/arch-0-maintenance.umm.conf'), /^options rw umm$/m);

	const other = await BootTree.make(t, shell, {...arch, 'boot/grub2/grub.cfg': 'blscfg\n'});
	const {status, stderr} = await other.run('usr/lib/umm/bootloader/entry', 'install');
	t.is(status, 0);
	t.regex(stderr, /^umm: \/efi\/loader\/entries\/arch\.conf has no version in its name/);
	t.false('efi/loader/entries/arch-0-maintenance.umm.conf' in (await other.files()));
});

test('GRUB puts the copy behind every kernel and the rescue entry, whatever versions look like', (t) => {
	const copied = `${machine}-0-maintenance.umm`;
	for (const version of [older, newer, '6.1.0-13-amd64', '5.14.0-427.el9.x86_64+debug', '6.9.7-arch1-1', '0-rescue']) {
		t.true(compareBlsIds(copied, `${machine}-${version}`) < 0, version);
	}
	t.true(compareBlsIds('arch-0-maintenance.umm', 'arch') > 0);
});

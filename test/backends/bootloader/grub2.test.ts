/* GRUB 2 whose menu is made by grub-mkconfig. The real one is in test/e2e/grub-menu.test.ts: this one does the same with what it is told. */
import test from 'ava';
import {shells} from '../gate/node.js';
import {BootTree, installsAndGoes} from './tree.js';

/** Runs what is in grub.d and, as the real one, writes over the menu. */
const mkconfig = `#!/bin/sh
[ -e "$UMM_ROOT/broken" ] && { echo 'Syntax errors are detected' >&2; exit 1; }
for script in "$UMM_ROOT"/etc/grub.d/*; do
	echo "### BEGIN /etc/grub.d/\${script##*/} ###"
	# A link from the tree's own root.
	case $script in */99_umm) UMM_SCRIPT=$UMM_ROOT$(readlink "$script") ;; *) UMM_SCRIPT=$script ;; esac
	UMM_SCRIPT=$UMM_SCRIPT sh -c '. "$UMM_SCRIPT"' "$script"
	echo "### END /etc/grub.d/\${script##*/} ###"
done >"$2.new" && cat "$2.new" >"$2" && rm "$2.new"
`;

/** Prints an entry for each kernel in /boot. */
const linux = `#!/bin/sh
for kernel in $(ls "$UMM_ROOT"/boot/vmlinuz-* | sort -rV); do
	version=\${kernel##*/vmlinuz-}
	echo "menuentry 'Debian, with Linux $version' \\$menuentry_id_option 'linux-$version' {
	savedefault
	linux	/boot/vmlinuz-$version root=UUID=1 ro $GRUB_CMDLINE_LINUX
}"
done
`;

const entry = (version: string) => `### BEGIN /etc/grub.d/99_umm ###
menuentry 'Debian, with Linux ${version}, maintenance mode (umm)' $menuentry_id_option 'umm' {
	linux	/boot/vmlinuz-${version} root=UUID=1 ro umm
}
### END /etc/grub.d/99_umm ###
`;

const files = {
	'usr/sbin/grub-mkconfig*': mkconfig,
	'usr/sbin/grub2-mkconfig*': mkconfig,
	'etc/grub.d/10_linux*': linux,
	'boot/vmlinuz-6.1.0-9': '',
	'boot/vmlinuz-6.1.0-13': '',
};
const cfg = 'boot/grub/grub.cfg';

async function make(t: Parameters<typeof BootTree.make>[0], shell: (typeof shells)[number], at = cfg) {
	const tree = await BootTree.make(t, shell, {...files, [at]: ''});
	await tree.run('usr/sbin/grub-mkconfig', '-o', `${tree.root}/${at}`);
	return tree;
}

for (const shell of shells) {
	test(`${shell.name}: the menu gets the entry behind all others, and loses it`, async (t) => {
		const tree = await make(t, shell);
		const before = await tree.read(cfg);
		await installsAndGoes(t, tree, async () => t.is(await tree.read(cfg), before + entry('6.1.0-13')));
	});
}

const shell = shells[0] as (typeof shells)[number];

test('Red Hat and SUSE have their menu in /boot/grub2', async (t) => {
	const tree = await make(t, shell, 'boot/grub2/grub.cfg');
	t.deepEqual((await tree.entry(t, 'install')).at(-1), 'wrote    /boot/grub2/grub.cfg  (by grub2-mkconfig)');
	t.true((await tree.read('boot/grub2/grub.cfg')).endsWith(entry('6.1.0-13')));
});

test('a grub-mkconfig that fails leaves the menu as it was, and so does umm', async (t) => {
	const tree = await make(t, shell);
	const before = await tree.read(cfg);
	await tree.write('broken', '');
	const {status, stderr} = await tree.run('usr/lib/umm/bootloader/entry', 'install');
	t.is(status, 0);
	t.is(stderr, `umm: grub-mkconfig failed: Syntax errors are detected; /${cfg} is as it was`);
	t.is(await tree.read(cfg), before);
	t.deepEqual(
		Object.keys(await tree.files()).filter((path) => path.startsWith('boot/grub/')),
		[cfg],
	);
});

test('a menu that was made by hand is not made anew, and a file in the place of the script stays', async (t) => {
	const byHand = await BootTree.make(t, shell, {...files, [cfg]: "menuentry 'Mine' {\n}\n"});
	t.is(
		await byHand.passesOver(t, 'install'),
		`umm: /${cfg} was not made by grub-mkconfig: no menu entry for maintenance mode`,
	);
	const taken = await make(t, shell);
	await taken.write('etc/grub.d/99_umm', '#!/bin/sh\n');
	t.is(
		await taken.passesOver(t, 'install'),
		"umm: /etc/grub.d/99_umm exists and is not a link of umm's: it is left as it is",
	);
});

test('the script prints nothing and succeeds where there is nothing to copy', async (t) => {
	for (const [program, reason] of [
		['etc/grub.d/10_linux', 'missing or not executable'],
		['etc/grub.d/10_linux*', 'failed with exit status 7'],
	] as const) {
		const tree = await BootTree.make(t, shell, {[program]: '#!/bin/sh\nexit 7\n'});
		// The script is found beside 10_linux, by the name that it is called by.
		await tree.write('etc/grub.d/99_umm*', `. "$UMM_ROOT/usr/lib/umm/bootloader/grub.d"\n`);
		const {status, stdout, stderr} = await tree.run('etc/grub.d/99_umm');
		t.deepEqual({status, stdout}, {status: 0, stdout: ''});
		t.is(
			stderr,
			`umm: no menu entry for maintenance mode: /etc/grub.d/10_linux ${reason.replace('missing', 'is missing')}`,
		);
	}
});

/* The menu of GRUB 2 that `umm install` has the real grub-mkconfig make, on the disk of an emulated machine. */
import test from 'ava';
import {EmulatedNode} from './lab/qemu.js';
import {Rack} from './lab/rack.js';
import {debPaths} from './support/umm.js';

let rack: Rack;
let node: EmulatedNode;
test.before(async (t) => {
	t.timeout(20 * 60 * 1000);
	rack = await Rack.open();
	node = await EmulatedNode.make(rack, await debPaths(), 'grub');
});
test.after.always(() => rack.close());

const entry = 'Debian GNU/Linux, maintenance mode (umm)';

/** The last menuentry of the menu, and all in front of it. */
async function menu(): Promise<{readonly entry: string; readonly rest: string}> {
	const text = await node.chroot('cat /boot/grub/grub.cfg');
	const [, rest = '', last = ''] = /^(.*\n)(menuentry .*)$/s.exec(text) ?? [];
	return {rest, entry: last.slice(0, last.indexOf('\n}\n') + 3)};
}

test.serial('the menu of the real grub-mkconfig has the default entry once more, with the word umm', async (t) => {
	t.timeout(10 * 60 * 1000);
	const installed = await menu();
	const [, first = ''] = /^(menuentry .*?\n}\n)/ms.exec(installed.rest) ?? [];
	const kernel = await node.chroot('cd /boot && echo vmlinuz-*');
	t.true(first.includes(`/boot/${kernel} `));
	const expected = first
		.replace("menuentry 'Debian GNU/Linux'", `menuentry '${entry}'`)
		.replace(/'gnulinux-simple-[^']*'/, "'umm'")
		.replace(/( quiet)$/m, '$1 umm');
	t.is(installed.entry, expected);

	// A kernel's package calls these.
	const newer = 'vmlinuz-99.0.0-1-amd64';
	await node.chroot(`cd /boot && cp ${kernel} ${newer} && /etc/kernel/postinst.d/zz-update-grub 99.0.0-1-amd64`);
	t.regex((await menu()).entry, new RegExp(`/boot/${newer} .* umm$`, 'm'));
	await node.chroot(`rm /boot/${newer} && /etc/kernel/postrm.d/zz-update-grub 99.0.0-1-amd64`);
	t.deepEqual(await menu(), installed);

	const recovery = (settings: string) =>
		node.chroot(`${settings} >/etc/default/grub.d/test.cfg && update-grub && rm /etc/default/grub.d/test.cfg`);
	await node.chroot('mkdir -p /etc/default/grub.d');
	await recovery("printf '%s\\n' GRUB_DISABLE_SUBMENU=true GRUB_DEFAULT=1 GRUB_SAVEDEFAULT=true");
	const {entry: chosen, rest} = await menu();
	t.regex(rest, /savedefault/);
	t.notRegex(chosen, /savedefault/);
	t.regex(chosen, /^menuentry 'Debian GNU\/Linux, with Linux .*\(recovery mode\), maintenance mode \(umm\)' /);
	t.regex(chosen, / ro single .* umm$/m);

	await node.chroot('update-grub && umm uninstall');
	const without = await node.chroot('cat /boot/grub/grub.cfg && ls /etc/grub.d');
	t.notRegex(without, /umm/);
	await node.chroot('update-grub');
	t.is(await node.chroot('cat /boot/grub/grub.cfg && ls /etc/grub.d'), without);

	const readOnly = 'mount --bind /boot /boot && mount -o remount,bind,ro /boot';
	const said = await node.chroot(`${readOnly} && umm install 2>&1 && umount /boot`);
	t.regex(said, /^umm: \/boot\/grub can't be written: no menu entry for maintenance mode$/m);
	t.is(await node.chroot('cat /boot/grub/grub.cfg && ls /etc/grub.d'), without);
	await node.chroot('umm install');
	t.deepEqual(await menu(), installed);
	t.is(await node.chroot('ls /boot/grub | grep new || :'), '');
});

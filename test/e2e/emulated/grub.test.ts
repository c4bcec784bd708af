/* The whole way from power-on: GRUB 2, its menu made by `umm install`, Debian's kernel and initrd. */
import test from 'ava';
import {until} from '../lab/poll.js';
import {EmulatedNode} from '../lab/qemu.js';
import {Rack} from '../lab/rack.js';
import {ledger} from '../support/boots.js';
import {statusJson, succeeds} from '../support/calls.js';
import {debPaths, operational, status} from '../support/umm.js';

let rack: Rack;
let node: EmulatedNode;
test.before(async (t) => {
	t.timeout(20 * 60 * 1000);
	rack = await Rack.open();
	node = await EmulatedNode.make(rack, await debPaths(), 'grub');
});
test.after.always(() => rack.close());

const entry = 'Debian GNU/Linux, maintenance mode (umm)';
const down = '\x1b[B';

/** The last menuentry of the menu, and all in front of it. */
async function menu(): Promise<{readonly entry: string; readonly rest: string}> {
	const text = await node.chroot('cat /boot/grub/grub.cfg');
	const [, rest = '', last = ''] = /^(.*\n)(menuentry .*)$/s.exec(text) ?? [];
	return {rest, entry: last.slice(0, last.indexOf('\n}\n') + 3)};
}

test('the menu of the real grub-mkconfig has the default entry once more, with the word umm', async (t) => {
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

/** Choose an entry by the keys of an administrator on the serial line: the first is the default, and umm's is the last. */
async function choose(wanted: 'Debian GNU/Linux' | typeof entry): Promise<void> {
	const shows = (text: string) =>
		until(async () => (await node.console()).includes(text), {timeout: 300, what: `${text} on the serial line`});
	await shows(entry);
	if (wanted === entry) {
		await node.type(down);
		await shows('*Advanced options');
		await node.type(down);
		await shows(`*${entry}`);
	}
	await node.type('\r');
}

/** Switch it on, choose an entry, and wait until ssh answers. @returns what a line of the test's log says of it. */
async function bootBy(wanted: 'Debian GNU/Linux' | typeof entry): Promise<string> {
	node.start(new Date());
	await choose(wanted);
	return `${wanted}: ssh after ${Math.round(await node.waitSsh(900))} s`;
}

test('the entry of the menu holds that one boot, and the default entry what was asked for', async (t) => {
	t.timeout(30 * 60 * 1000);
	const held = async (kind: string) => {
		t.is(await status(node), 'umm');
		t.is((await statusJson(node)).why?.kind, kind);
	};
	const goesOn = async () => {
		const boot = await node.bootId();
		await succeeds(t, node, 'umm off');
		await operational(node, 600);
		t.is(await node.bootId(), boot);
	};

	t.log(await bootBy(entry));
	await held('word');
	await node.powerCut();

	t.log(await bootBy('Debian GNU/Linux'));
	await operational(node, 600);
	const [present, before] = await ledger(node);
	t.like(present, {held: 'no', count: 1});
	t.like(before, {held: 'word', end: 'unclean', released: false});

	await node.ssh("umm on --reason 'new disks' -- echo the work");
	await node.waitOff();
	t.log(await bootBy('Debian GNU/Linux'));
	await held('request');
	await goesOn();
	t.regex(await succeeds(t, node, 'umm schedule log 1'), /the work/);
	await node.ssh('reboot');
	await node.waitOff();
});

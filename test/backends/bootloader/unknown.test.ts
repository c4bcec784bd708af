/* Nodes with no boot loader that umm knows, and nodes whose boot loader can't be written. */
import test from 'ava';
import {shells} from '../gate/node.js';
import {BootTree} from './tree.js';

for (const shell of shells) {
	test(`${shell.name}: without a boot loader one line is said, and nothing changes`, async (t) => {
		const tree = await BootTree.make(t, shell, {'boot/vmlinuz': ''});
		const none = 'umm knows no boot loader of this node: there is no menu entry for maintenance mode';
		t.is(await tree.passesOver(t, 'install'), `umm: ${none}`);
		t.is(await tree.passesOver(t, 'refresh'), '');
		t.is(await tree.passesOver(t, 'remove'), '');
		t.deepEqual(await tree.entry(t, 'examine'), [
			`warning\t${none}\tadd the word umm to the kernel command line by hand to hold a boot`,
		]);
		await tree.write('run/systemd/container', 'lxc\n');
		t.deepEqual(await tree.entry(t, 'examine'), ['ok\ta container has no boot loader\t']);
		t.deepEqual(await tree.entry(t, 'install'), []);
	});

	test(`${shell.name}: a wrong call is a usage error`, async (t) => {
		const tree = await BootTree.make(t, shell, {});
		for (const args of [[], ['bogus'], ['install', 'now'], ['refresh', '--without']]) {
			const {status, stdout, stderr} = await tree.run('usr/lib/umm/bootloader/entry', ...args);
			t.deepEqual({status, stdout}, {status: 2, stdout: ''}, args.join(' '));
			t.regex(stderr, /^usage: /);
		}
	});
}

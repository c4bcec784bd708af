import {chmod} from 'node:fs/promises';
import test from 'ava';
import {parseConf} from '../../../src/config/document.js';
import {CoreNode, shells} from './node.js';

const conf = '# ours\r\nUMM = "yes" # the switch\n\n  UMM=yes\nLATER=x\nREBOOT_COUNT=5';

for (const shell of shells) {
	test(`enable and disable change one line, and keep comments, order and unknown keys (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.gate.conf(conf);
		await node.schedule('true');
		t.is(await node.must('disable'), 'umm is disabled: no boot is held\ncommand 1 is cancelled');
		t.is(await node.file('etc/umm.conf'), `${conf.replace('  UMM=yes', 'UMM=no')}\n`);
		t.is(parseConf(await node.file('etc/umm.conf')).values['UMM'], 'no');
		t.deepEqual(await node.states(), ['1 cancelled']);
		t.is(await node.must('enable'), 'umm is enabled');
		t.is(await node.file('etc/umm.conf'), `${conf.replace('  UMM=yes', 'UMM=yes')}\n`);

		await node.gate.conf('REBOOT_COUNT=5');
		await node.must('disable');
		t.is(await node.file('etc/umm.conf'), 'REBOOT_COUNT=5\nUMM=no\n');
	});
}

test('disable takes away the request and the reboot that was to come', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.must('on', 'true');
	t.is(await node.asked(), 'reboot');
	await node.must('disable');
	t.is(await node.asked(), undefined);
	t.deepEqual(await node.states(), ['1 cancelled']);
	t.is(await node.must('status'), 'MM disabled');
});

test('a configuration that can’t be trusted or is no text is left as it is', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.gate.conf('UMM=yes\n\0\n');
	t.regex((await node.umm('disable')).stderr, /umm.conf is not text: it is left as it is/);
	await node.gate.conf('UMM=yes\n');
	await chmod(node.paths.conf, 0o666);
	const {status, stderr} = await node.umm('disable');
	t.is(status, 4);
	t.regex(stderr, /others may write to .*umm.conf \(mode 666\); it is ignored\numm: look at it, then: chown root/);
	t.is(await node.file('etc/umm.conf'), 'UMM=yes\n');
});

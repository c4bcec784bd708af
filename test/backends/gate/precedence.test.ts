import {join} from 'node:path';
import test from 'ava';
import {GateNode, ledgerLine, ledgerOf, shells} from './node.js';

type Row = readonly [words: string, umm: string, request: boolean, unclean: number, held: string];

/* design.md, The compatibility contract: umm=off, then UMM not yes, then umm or umm=on, then the request, then the counter. */
const rows: readonly Row[] = [
	['quiet', 'yes', false, 0, 'no'],
	['quiet', 'yes', false, 1, 'no'],
	['quiet', 'yes', false, 2, 'counter'],
	['quiet', 'yes', true, 0, 'request'],
	['quiet', 'yes', true, 2, 'request'],
	['quiet umm', 'yes', false, 0, 'word'],
	['umm=on quiet', 'yes', true, 2, 'word'],
	['umm=off', 'yes', true, 2, 'no'],
	['umm umm=off', 'yes', true, 2, 'no'],
	['umm=off umm', 'yes', true, 2, 'no'],
	['quiet', 'no', true, 2, 'no'],
	['umm', 'no', true, 2, 'no'],
	['umm=on', 'no', false, 0, 'no'],
	['umm=off', 'no', true, 2, 'no'],
	['ummm xumm UMM umm=yes umm= umm.on=1 init=umm', 'yes', false, 0, 'no'],
	['*', 'yes', false, 0, 'no'],
	['', 'yes', false, 0, 'no'],
];

for (const shell of shells) {
	test(`kernel words, configuration, request and counter have their precedence (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		for (const [words, umm, request, unclean, held] of rows) {
			await node.kernelWords(words);
			await node.conf(`UMM=${umm}\n`);
			await (request ? node.request() : node.write(node.paths.request, ''));
			await node.write(node.paths.ledger, ledgerOf(...Array.from({length: unclean}, () => ledgerLine())));
			const name = JSON.stringify({words, umm, request, unclean});
			t.is((await node.decide()).held, held, name);
			await node.powerOn();
			t.is((await node.facts()).held, held, name);
			t.is(await node.isPaused(), held !== 'no', name);
		}
	});

	test(`in a container the words are those of PID 1 (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.write(join(node.paths.root, 'run/systemd/container'), 'docker\n');
		await node.kernelWords('umm=off');
		await node.write(join(node.paths.root, 'proc/1/cmdline'), '/sbin/init\0umm\0');
		t.like(await node.decide(), {held: 'word', word: 'on'});
	});

	test(`a held boot carries who asked, and why, into the ledger as it was asked (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		const reason = 'tab\there, $(id) `id` "quoted" \\n and ü\nnew line';
		await node.request({reason, user: 'root', sudo_user: 'anna', ssh_peer: '10.0.0.7', tty: '/dev/pts/0'});
		await node.powerOn();
		const [boot] = await node.ledger();
		t.is(boot?.reason, reason);
		t.regex(await node.ledgerText(), /\tuser=root\tsudo_user=anna\tssh_peer=10\.0\.0\.7\t/);
		t.notRegex(await node.ledgerText(), /tty=/);
	});
}

test('a boot that another cause holds does not carry the request into the ledger', async (t) => {
	const node = await GateNode.create(t);
	await node.request({reason: 'later'});
	await node.kernelWords('umm');
	await node.powerOn();
	t.is((await node.ledger())[0]?.reason, '');
});

test('a request stands across power cuts while the node is paused', async (t) => {
	const node = await GateNode.create(t);
	await node.request();
	for (let cut = 0; cut < 3; cut++) {
		await node.powerOn();
		t.is((await node.facts()).held, 'request');
	}
	await node.must('resume');
	await node.powerOn();
	t.is((await node.facts()).held, 'no');
});

test('a kernel word holds that one boot only', async (t) => {
	const node = await GateNode.create(t);
	await node.kernelWords('umm');
	await node.powerOn();
	t.is((await node.facts()).held, 'word');
	await node.kernelWords('quiet');
	await node.powerOn();
	t.is((await node.facts()).held, 'no');
});

test('umm=off passes that one boot, and the request stands', async (t) => {
	const node = await GateNode.create(t);
	await node.request();
	await node.kernelWords('umm=off');
	await node.powerOn();
	t.is((await node.facts()).held, 'no');
	await node.kernelWords('quiet');
	await node.powerOn();
	t.is((await node.facts()).held, 'request');
});

test('what the generator decided holds, and a gate that would decide otherwise says so', async (t) => {
	const node = await GateNode.create(t);
	await node.request();
	const {stderr} = await node.call(['boot'], {UMM_HELD: 'no'});
	t.is((await node.facts()).held, 'no');
	t.regex(stderr, /umm: this boot was to be held \(request\) and is not/);
});

test('without the files of /proc the boot goes on', async (t) => {
	const node = await GateNode.create(t);
	const {rm} = await import('node:fs/promises');
	await rm(join(node.paths.root, 'proc'), {recursive: true});
	t.is((await node.call(['boot'])).status, 0);
	t.false(await node.isPaused());
});

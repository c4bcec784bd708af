import {join} from 'node:path';
import test from 'ava';
import {GateNode, ledgerLine, ledgerOf, shells} from './node.js';

for (const shell of shells) {
	test(`the boot after REBOOT_COUNT unclean boots is held, and counts exactly (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		const seen = [];
		for (let boot = 0; boot < 3; boot++) {
			await node.powerOn();
			seen.push(await node.facts());
		}
		t.deepEqual(seen, [
			{held: 'no', count: 1},
			{held: 'no', count: 2},
			{held: 'counter', count: 3},
		]);
		t.true(await node.isPaused());
		t.deepEqual(
			(await node.ledger()).map(({held, end, count}) => [held, end, count]),
			[
				['counter', '-', 3],
				['no', 'unclean', 2],
				['no', 'unclean', 1],
			],
		);
	});

	test(`a clean shutdown sets the counter to 0 (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.dieUncleanly(2);
		await node.endCleanly('poweroff');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'no', count: 1});
		t.is((await node.ledger())[1]?.end, 'poweroff');
	});

	test(`a survived window sets the counter to 0, however the boot ends (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.dieUncleanly(2);
		await node.uptime(10 + 600);
		await node.must('window');
		t.is((await node.ledger())[0]?.proof, 'window');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'no', count: 1});
		t.is((await node.ledger())[1]?.end, 'unclean');
	});

	test(`a boot that was held to its end is neither proof nor failure (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.dieUncleanly(3);
		for (let cut = 0; cut < 3; cut++) {
			await node.powerOn();
			t.deepEqual(await node.facts(), {held: 'counter', count: 3});
		}
		await node.endCleanly('reboot');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'counter', count: 3}, 'a clean end while held is no proof');
	});

	test(`a boot with umm disabled breaks the chain (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.dieUncleanly(2);
		await node.conf('UMM=no\n');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'no', count: 3});
		await node.conf('UMM=yes\n');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'no', count: 1});
	});

	test(`leaving by a reboot sets the counter to 0, and the request is gone (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.dieUncleanly(3);
		await node.request();
		await node.must('resume', 'reboot');
		await node.must('end');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'no', count: 1});
	});

	test(`leaving by a reboot sets the counter to 0 also when the power goes before it ends (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.dieUncleanly(3);
		await node.must('resume', 'reboot');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'no', count: 1});
	});

	test(`a resumed boot that dies counts as any other (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.dieUncleanly(3);
		await node.must('resume');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'counter', count: 4});
	});

	test(`REBOOT_COUNT=0 holds every boot (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.conf('REBOOT_COUNT=0\n');
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'counter', count: 1});
		await node.must('resume');
		await node.endCleanly();
		await node.powerOn();
		t.deepEqual(await node.facts(), {held: 'counter', count: 1});
	});
}

test('the clock decides nothing', async (t) => {
	const node = await GateNode.create(t);
	await node.write(
		node.paths.ledger,
		ledgerOf(ledgerLine({start: '4000000000'}), ledgerLine({start: '0'}), ledgerLine({start: '-1'})),
	);
	t.is((await node.decide()).count, 4);
});

test('each kind of end counts as it should', async (t) => {
	const node = await GateNode.create(t);
	const counts: Record<string, number> = {};
	for (const end of ['-', 'unclean', 'reboot', 'poweroff', 'halt', 'kexec', 'soft-reboot', 'unknown']) {
		await node.write(node.paths.ledger, ledgerOf(ledgerLine({end}), ledgerLine()));
		counts[end] = (await node.decide()).count;
	}
	const proof = {reboot: 1, poweroff: 1, halt: 1, kexec: 1, 'soft-reboot': 1, unknown: 1};
	t.deepEqual(counts, {'-': 3, unclean: 3, ...proof});
});

test('a boot whose line could not be written is in the ledger as soon as it can be', async (t) => {
	const node = await GateNode.create(t);
	await node.dieUncleanly(2);
	await node.powerOn();
	// As on a disk that was full: the line of the held boot is not there.
	const [, , ...lines] = (await node.ledgerText()).trimEnd().split('\n');
	await node.write(node.paths.ledger, ledgerOf(...lines.slice(0, -1)).replace('\tend=unclean\t', '\tend=-\t'));
	await node.must('resume', 'reboot');
	await node.must('end');
	t.deepEqual(
		(await node.ledger()).map(({held, end, count}) => [held, end, count]),
		[
			['counter', 'reboot', 3],
			['no', 'unclean', 2],
			['no', 'unclean', 1],
		],
	);
	await node.powerOn();
	t.deepEqual(await node.facts(), {held: 'no', count: 1}, 'umm off reboot ends the loop');
});

test('the ledger keeps the last 100 boots', async (t) => {
	const node = await GateNode.create(t);
	const old = Array.from({length: 100}, (_, index) => ledgerLine({boot: `old-${index}`, start: String(index)}));
	await node.write(node.paths.ledger, ledgerOf(...old));
	await node.powerOn();
	const boots = await node.ledger();
	t.is(boots.length, 100);
	t.is(boots[1]?.id, 'old-0');
	t.is(boots.at(-1)?.id, 'old-98');
	await node.endCleanly();
	t.is((await node.ledger()).length, 100, 'a change drops none');
});

test('REBOOT_COUNT over 100 can’t be reached by a ledger of 100', async (t) => {
	const node = await GateNode.create(t);
	await node.conf('REBOOT_COUNT=500\n');
	await node.write(node.paths.ledger, ledgerOf(...Array.from({length: 100}, () => ledgerLine())));
	t.like(await node.decide(), {held: 'no', count: 101, limit: 500});
});

test('the boot before is noted as unclean only when it was', async (t) => {
	const node = await GateNode.create(t);
	const unclean = join(node.paths.volatile, 'unclean');
	const {readFile} = await import('node:fs/promises');
	await node.powerOn();
	await t.throwsAsync(readFile(unclean), {code: 'ENOENT'});
	const {stderr} = await node.powerOn();
	t.is(await readFile(unclean, 'utf8'), `${(await node.ledger())[1]?.id}\n`);
	t.regex(stderr, /umm: the previous boot ended uncleanly; boot 2 of 2 without proof of health/);
	await node.endCleanly();
	await node.powerOn();
	await t.throwsAsync(readFile(unclean), {code: 'ENOENT'});
});

import {readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {decodeRecord} from '../../../src/state/record.js';
import {GateNode, type Shell, shells} from './node.js';

/** What an init system says of a boot that fell, and a fault that can be repaired: then $run/repaired is there. */
const fallen = `
init_fell() { [ ! -e "$run/asked" ] && broken='srv\\x2ddata.mount' lines=a; }
init_last_lines() { lines="a \\\\ backslash
and $(printf '\\033[31m') an escape"; }
init_hold() { [ ! -e "$run/stuck" ]; }
init_retry() { [ -e "$run/repaired" ]; }
`;

/** A node whose boot went on, and fell into emergency mode. */
async function fallenNode(t: ExecutionContext, shell?: Shell): Promise<GateNode> {
	const node = await GateNode.create(t, shell);
	const init = join(node.paths.root, 'lib/sandbox/init.sh');
	const text = await readFile(init, 'utf8');
	await rm(init);
	await writeFile(init, `${text}${fallen}`);
	await node.powerOn();
	return node;
}

const mark = (node: GateNode, name: string) => writeFile(join(node.paths.volatile, name), '');

for (const shell of shells) {
	test(`a boot that fell into emergency mode is held, and told of what failed (${shell.name})`, async (t) => {
		const node = await fallenNode(t, shell);
		const {status, stderr} = await node.call(['emergency']);
		t.is(status, 0);
		t.regex(stderr, /this boot is held \(emergency: srv\\x2ddata\.mount failed\); 'umm off' tries it again/);
		t.true(await node.isPaused());
		t.is(await node.must('status'), 'umm');
		t.like((await node.ledger())[0], {held: 'emergency', released: false, end: '-'});
		t.is(decodeRecord('boot', await readFile(node.paths.boot, 'utf8'))['held'], 'emergency');
		t.deepEqual(decodeRecord('emergency', await readFile(node.paths.emergency, 'utf8')), {
			unit: 'srv\\x2ddata.mount',
			lines: 'a \\ backslash\nand [31m an escape',
		});
	});

	test(`it goes on once what failed works, or without it (${shell.name})`, async (t) => {
		const node = await fallenNode(t, shell);
		await node.must('emergency');
		const refused = await node.call(['resume']);
		t.is(refused.status, 3);
		t.is(
			refused.stderr,
			"umm: srv\\x2ddata.mount still fails: repair it and try again; 'umm off --force' lets the boot go on without it",
		);
		t.true(await node.isPaused());
		await mark(node, 'repaired');
		await node.must('resume');
		t.false(await node.isPaused());
		t.like((await node.ledger())[0], {held: 'emergency', released: true});

		await node.powerOn();
		await node.must('emergency');
		await node.must('resume', 'force');
		t.false(await node.isPaused());
	});
}

test('it is held once in a boot: what fails after that is no reason', async (t) => {
	const node = await fallenNode(t);
	await node.must('emergency');
	await node.must('resume', 'force');
	t.is(await node.must('emergency'), '');
	t.false(await node.isPaused());
});

test('emergency mode stays as it is where that is wanted', async (t) => {
	const node = await fallenNode(t);
	await mark(node, 'asked');
	await node.must('emergency');
	t.false(await node.isPaused(), 'somebody asked for it');
	for (const conf of ['ON_EMERGENCY=stay\n', 'UMM=no\n']) {
		await node.conf(conf);
		await node.powerOn();
		await node.must('emergency');
		t.false(await node.isPaused(), conf);
	}
	await node.conf('');
	await node.kernelWords('umm=off');
	await node.powerOn();
	await node.must('emergency');
	t.false(await node.isPaused(), 'umm=off');
});

test('a value of ON_EMERGENCY that is no good is named, and the boot is held', async (t) => {
	const node = await fallenNode(t);
	await node.conf('ON_EMERGENCY=perhaps\n');
	const {stderr} = await node.call(['emergency']);
	t.regex(stderr, /umm\.conf:1: ON_EMERGENCY: not pause or stay; its default holds/);
	t.true(await node.isPaused());
});

test('an init system that refuses leaves the boot in emergency mode', async (t) => {
	const node = await fallenNode(t);
	await mark(node, 'stuck');
	const {status, stderr} = await node.call(['emergency']);
	t.is(status, 4);
	t.regex(stderr, /it stays in emergency mode/);
	t.false(await node.isPaused());
});

test('the boots of a node that only falls into emergency mode do not count as failures', async (t) => {
	const node = await fallenNode(t);
	for (let boot = 0; boot < 4; boot++) {
		await node.must('emergency');
		await node.powerOn();
	}
	t.is((await node.ledger())[0]?.count, 1);
});

import {chmod, mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {GateNode, shells} from './node.js';

for (const shell of shells) {
	test(`resume lets the boot go on, once (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.request();
		await node.powerOn();
		await node.uptime(75);
		t.is((await node.call(['resume'])).status, 0);
		t.false(await node.isPaused());
		t.is(await readFile(node.paths.released, 'utf8'), '75\n');
		t.like((await node.ledger())[0], {held: 'request', released: true, end: '-'});
		t.is(await node.must('status'), 'runlevel N 5');
		const again = await node.call(['resume']);
		t.like(again, {status: 1, stdout: '', stderr: 'umm: this boot is not held'});
	});

	test(`of two who resume at once exactly one does (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		for (let round = 0; round < 5; round++) {
			await node.request();
			await node.powerOn();
			const both = await Promise.all([node.call(['resume']), node.call(['resume'])]);
			t.deepEqual(both.map(({status}) => status).sort(), [0, 1]);
			t.regex(
				both.map(({stderr}) => stderr).join(''),
				/^umm: this boot (is not held|has just been resumed by someone else)$/,
			);
		}
	});

	test(`the status line is that of the contract (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.powerOn();
		t.is(await node.must('status'), 'runlevel N 5');
		await node.request();
		t.is(await node.must('status'), 'rebooting');
		await node.conf('UMM=no\n');
		t.is(await node.must('status'), 'MM disabled');
		await node.conf('UMM=yes\n');
		await node.powerOn();
		t.is(await node.must('status'), 'umm');
		await node.conf('UMM=no\n');
		t.is(await node.must('status'), 'umm', 'paused wins over disabled');
		await node.must('resume');
		t.is(await node.must('status'), 'MM disabled');
	});

	test(`a second boot in the same boot changes nothing (${shell.name})`, async (t) => {
		const node = await GateNode.create(t, shell);
		await node.powerOn();
		const before = await node.ledgerText();
		await node.request();
		t.deepEqual(await node.call(['boot']), {status: 0, stdout: '', stderr: ''});
		t.is(await node.ledgerText(), before);
		t.false(await node.isPaused());
	});
}

test('resume is possible however the configuration was edited meanwhile', async (t) => {
	const node = await GateNode.create(t);
	await node.request();
	await node.powerOn();
	await node.conf('UMM=no\nREBOOT_COUNT=\n\0\0');
	await node.must('resume');
	t.false(await node.isPaused());
});

test('resume goes on, and says so, when the request can’t be removed; a reboot is refused', async (t) => {
	const node = await GateNode.create(t);
	await node.request();
	await node.powerOn();
	// Not even root can unlink a directory.
	await rm(node.paths.request);
	await mkdir(node.paths.request);
	const reboot = await node.call(['resume', 'reboot']);
	t.is(reboot.status, 4);
	t.regex(
		reboot.stderr,
		/umm: cannot remove .*\/request: the next boot would be held again; boot with the kernel word umm=off/,
	);
	t.true(await node.isPaused());
	await t.throwsAsync(readFile(join(node.paths.volatile, 'ending')), {code: 'ENOENT'}, 'no reboot was asked for');
	const resume = await node.call(['resume']);
	t.is(resume.status, 0);
	t.regex(
		resume.stderr,
		/umm: cannot remove .*: the next boot will be held again, unless it has the kernel word umm=off/,
	);
	t.false(await node.isPaused());
});

test('a reboot out of maintenance is refused when the ledger can’t be written', async (t) => {
	const node = await GateNode.create(t);
	await node.kernelWords('umm');
	await node.powerOn();
	await rm(node.paths.state, {recursive: true});
	await writeFile(node.paths.state, 'in the way');
	const {status, stderr} = await node.call(['resume', 'reboot']);
	t.is(status, 4);
	t.regex(stderr, /umm: cannot write .*\/ledger: the counter would not be reset/);
	t.true(await node.isPaused());
	t.is((await node.call(['resume'])).status, 0, 'the boot can go on nevertheless');
});

test('an init system that refuses leaves the boot held', async (t) => {
	const node = await GateNode.create(t);
	await node.request();
	await node.powerOn();
	const init = join(node.paths.root, 'lib/sandbox/init.sh');
	const text = await readFile(init, 'utf8');
	await rm(init);
	await writeFile(
		init,
		text
			.replace('init_release() {', 'init_release() { return 1;')
			.replace('init_reboot() {', 'init_reboot() { return 1;'),
	);
	t.like(await node.call(['resume']), {status: 4, stderr: 'umm: the init system refused to let the boot go on'});
	t.true(await node.isPaused());
	await readFile(join(node.paths.volatile, 'held'));
	t.like(await node.call(['resume', 'reboot']), {status: 4, stderr: 'umm: the init system refused to reboot'});
	t.true(await node.isPaused());
});

test('the window waits for the time that is left, and takes the configuration as it is then', async (t) => {
	const node = await GateNode.create(t);
	await node.conf('COUNTER_RESET_TIME=5min\n');
	await node.powerOn();
	await node.uptime(10 + 299);
	const [file, ...args] = node.command('window');
	const window = execa(file, args, {env: node.env, reject: false});
	// It sleeps for the one second that is left; then it looks again.
	await node.uptime(10 + 300);
	t.is((await window).exitCode, 0);
	t.is((await node.ledger())[0]?.proof, 'window');
});

test('a boot that is still held proves nothing in the window', async (t) => {
	const node = await GateNode.create(t);
	await node.kernelWords('umm');
	await node.powerOn();
	await node.uptime(100_000);
	await node.must('window');
	t.is((await node.ledger())[0]?.proof, undefined);
});

test('the window of a resumed boot begins at the release', async (t) => {
	const node = await GateNode.create(t);
	await node.kernelWords('umm');
	await node.conf('COUNTER_RESET_TIME=60\n');
	await node.powerOn();
	await node.uptime(5000);
	await node.must('resume');
	await node.uptime(5060);
	await node.must('window');
	t.is((await node.ledger())[0]?.proof, 'window');
	await node.endCleanly();
	t.like((await node.ledger())[0], {end: 'reboot', lived: 60});
});

test('end writes nothing when the node is not going down', async (t) => {
	const node = await GateNode.create(t);
	await node.powerOn();
	const before = await node.ledgerText();
	await node.must('end');
	t.is(await node.ledgerText(), before);
});

test('a clean end is in the ledger with its kind and how long the boot lived', async (t) => {
	const node = await GateNode.create(t);
	for (const ending of ['reboot', 'poweroff', 'halt', 'kexec'] as const) {
		await node.powerOn();
		await node.uptime(52);
		await node.endCleanly(ending);
		t.like((await node.ledger())[0], {end: ending, lived: 42});
	}
});

test('how long a boot lived that ended uncleanly can be noted later', async (t) => {
	const node = await GateNode.create(t);
	await node.dieUncleanly(2);
	const [, before] = await node.ledger();
	await node.must('lived', before?.id ?? '', '41');
	t.like((await node.ledger())[1], {end: 'unclean', lived: 41});
	t.is((await node.ledger())[0]?.lived, undefined);
});

test('umm that is being removed forgets how this boot will end: it counts no more', async (t) => {
	const node = await GateNode.create(t);
	await node.dieUncleanly(2);
	await node.must('forget');
	await node.powerOn();
	t.like((await node.ledger())[1], {end: 'unknown'});
	t.deepEqual(await node.facts(), {held: 'no', count: 1});
});

test('an unknown verb and a wrong argument end with exit status 2 and say how it is used', async (t) => {
	const node = await GateNode.create(t);
	for (const args of [[], ['bogus'], ['resume', 'now'], ['resume', 'reboot', 'now']]) {
		const {status, stdout, stderr} = await node.call(args);
		t.is(status, 2, args.join(' '));
		t.is(stdout, '');
		t.regex(stderr, /^umm: usage: gate /);
	}
});

test('an init system that umm does not know is said with exit status 4', async (t) => {
	const node = await GateNode.create(t);
	await node.kernelWords('umm');
	await node.powerOn();
	const called = await node.call(['resume'], {UMM_INIT: ''});
	t.like(called, {status: 4, stderr: 'umm: no supported init system is running on this node'});
	t.true(await node.isPaused());
});

test('where there is no room for a new ledger the reserve becomes the ledger, and the old ledger the reserve', async (t) => {
	const node = await GateNode.create(t);
	await node.powerOn();
	const reserve = join(node.paths.state, 'reserve');
	t.is((await readFile(reserve)).length, 65_536);
	const ledger = join(node.paths.state, 'ledger');
	const before = {reserve: (await stat(reserve)).ino, ledger: (await stat(ledger)).ino};
	// New files can't be written, as on a full disk.
	const bin = join(node.paths.root, 'bin');
	await mkdir(bin);
	await writeFile(join(bin, 'sync'), `#!/bin/sh\ncase $1 in *.tmp) exit 1 ;; esac\n`);
	await chmod(join(bin, 'sync'), 0o755);
	const gate = join(node.paths.root, 'lib/gate');
	const text = (await readFile(gate, 'utf8')).replace(/^PATH=/m, `PATH=${bin}:`);
	await rm(gate);
	await writeFile(gate, text);
	await node.endCleanly();
	t.is((await node.ledger())[0]?.end, 'reboot');
	t.is((await readFile(reserve)).length, 65_536);
	t.deepEqual({reserve: (await stat(ledger)).ino, ledger: (await stat(reserve)).ino}, before);
	t.deepEqual(
		(await readdir(node.paths.state)).filter((name) => /ledger|reserve/.test(name)),
		['ledger', 'reserve'],
	);
});

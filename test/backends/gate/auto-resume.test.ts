import {mkdir, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {GateNode, type Shell, shells} from './node.js';

/** A node that dies at each boot, and is held for it; its clock stands at 10 s. */
async function heldNode(t: ExecutionContext, conf: string, shell?: Shell): Promise<GateNode> {
	const node = await GateNode.create(t, shell);
	await node.conf(conf);
	await node.dieUncleanly(3);
	t.true(await node.isPaused());
	return node;
}

/** Begin to wait; what lets the boot go on is the gate. The process ends with the test. */
function wait(t: ExecutionContext, node: GateNode, env = {}) {
	const [file, ...args] = node.command('auto-resume', ...node.command('resume'));
	const waiting = execa(file, args, {env: {...node.env, ...env}, reject: false});
	t.teardown(() => waiting.kill('SIGKILL'));
	return waiting;
}

/** Wait with a clock that goes on until the boot does. */
async function waitUntilResumed(t: ExecutionContext, node: GateNode, env = {}) {
	const waiting = wait(t, node, env);
	let hasEnded = false;
	void waiting.finally(() => {
		hasEnded = true;
	});
	for (let clock = 10; !hasEnded; await sleep(100)) await node.uptime(clock++);
	return waiting;
}

/** A process of the node, as proc_pid_stat(5) has it. */
async function process(
	node: GateNode,
	pid: number,
	command: string,
	terminal: number,
	{parent = 1, session = pid} = {},
): Promise<void> {
	const directory = join(node.paths.root, 'proc', String(pid));
	await mkdir(directory, {recursive: true});
	const stat = `${pid} (${command}) S ${parent} ${pid} ${session} ${terminal} -1 4194304 0 0\n`;
	await writeFile(join(directory, 'stat'), stat);
}

for (const shell of shells) {
	test(`a boot that was held by the counter goes on by itself when nobody comes (${shell.name})`, async (t) => {
		const node = await heldNode(t, 'AUTO_RESUME=1s\n', shell);
		await process(node, 38, 'init', 34821);
		await process(node, 1, 'a process (with ) in its name', 0);
		await process(node, 2, 'agetty', 1025);
		const {stderr} = await waitUntilResumed(t, node, {UMM_SESSION: '38'});
		t.regex(stderr, /nobody was here for 1 s: this boot goes on by itself \(AUTO_RESUME\)/);
		t.false(await node.isPaused());
		t.like((await node.ledger())[0], {held: 'counter', released: true, resumedItself: true});
	});
}

test('it waits twice as long for each boot before it that went on by itself and died', async (t) => {
	const node = await heldNode(t, 'AUTO_RESUME=1s\n');
	await waitUntilResumed(t, node);
	await node.powerOn();
	t.true(await node.isPaused());
	t.regex((await waitUntilResumed(t, node)).stderr, /nobody was here for 2 s/);
	t.like((await node.ledger())[0], {count: 4, resumedItself: true});
});

test('one that an administrator lets go on did not do so by itself', async (t) => {
	const node = await heldNode(t, '');
	await node.must('resume');
	t.like((await node.ledger())[0], {released: true, resumedItself: false});
});

test('while somebody has a terminal the boot stays held', async (t) => {
	const node = await heldNode(t, 'AUTO_RESUME=1s\n');
	const stat = join(node.paths.root, 'proc/3/stat');
	await mkdir(dirname(stat));
	// Whoever looks at that process waits until it is written.
	await execa('mkfifo', [stat]);
	const waiting = wait(t, node);
	for (const clock of [100, 200, 300]) {
		await writeFile(stat, '3 (bash) S 2 3 3 34816 3 4194304 0 0\n');
		await node.uptime(clock);
	}
	t.true(await node.isPaused());
	await writeFile(stat, '3 (sshd) S 2 3 3 0 -1 4194304 0 0\n');
	await rm(dirname(stat), {recursive: true});
	await node.uptime(1000);
	t.is((await waiting).exitCode, 0);
	t.false(await node.isPaused());
});

test('the scripts of a boot that waits in the shell of sulogin are nobody, and who works in that is somebody', async (t) => {
	const node = await heldNode(t, 'AUTO_RESUME=1s\n');
	const ofBoot = {session: 38, parent: 40};
	await process(node, 38, 'rc', 34_816);
	await process(node, 40, 'checkfs.sh', 34_816, {session: 38});
	await process(node, 50, 'bash', 34_816, ofBoot);
	await node.write(join(node.paths.volatile, 'shell'), '50 checkfs.sh\n');
	const stat = join(node.paths.root, 'proc/45/stat');
	await mkdir(dirname(stat));
	// Whoever looks at the processes waits for this one.
	await execa('mkfifo', [stat]);
	const waiting = wait(t, node);
	const looks = async (clock: number) => {
		await writeFile(stat, '45 (udevd) S 2 45 45 0 -1 4194304 0 0\n');
		await node.uptime(clock);
	};
	for (const clock of [100, 200, 300]) await looks(clock);
	t.true(await node.isPaused(), 'a shell for which the script waits');
	await process(node, 60, 'bash', 34_816, {...ofBoot, parent: 50});
	await process(node, 50, 'sulogin', 34_816, ofBoot);
	for (const clock of [400, 500, 600]) await looks(clock);
	t.true(await node.isPaused(), 'one of several consoles');
	await rm(join(node.paths.root, 'proc/60'), {recursive: true});
	await writeFile(stat, '45 (udevd) S 2 45 45 0 -1 4194304 0 0\n');
	await rm(dirname(stat), {recursive: true});
	await node.uptime(1000);
	t.is((await waiting).exitCode, 0);
	t.false(await node.isPaused());
});

test('a boot that was asked for, and one with AUTO_RESUME=0, are left alone', async (t) => {
	const node = await GateNode.create(t);
	await node.conf('AUTO_RESUME=0s\n');
	await node.request();
	await node.powerOn();
	t.is((await wait(t, node)).exitCode, 0);
	t.true(await node.isPaused());
});

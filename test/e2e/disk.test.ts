import test, {type ExecutionContext} from 'ava';
import type {Ext4Disk} from './lab/ext4.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {cutPower, evidence, evidenceKept, ledger, thisBoot} from './support/boots.js';
import {add, idle, list, must, reaches, show} from './support/schedule.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node<Ext4Disk>;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack, {disk: 'ext4', diskSize: {megabytes: 320, inodes: 8192}});
});
test.after.always(() => rack.close());
test.afterEach.always(() => node.disk.free());

const kinds = {
	blocks: () => node.disk.fillBlocks(),
	inodes: () => node.disk.fillInodes(),
	'blocks and inodes': async () => {
		await node.disk.fillInodes();
		await node.disk.fillBlocks();
	},
};

/** @returns the text of everything that umm keeps about the future: a refused call leaves it alone. */
async function intentions(): Promise<string> {
	const {stdout} = await node.exec(
		'cd /etc/umm && find . -type f ! -name ledger ! -name reserve | sort; cat state/request',
	);
	return stdout;
}

/** @returns the warnings of a boot in the node's journal. */
async function loudLines(on: Node): Promise<string> {
	return (await on.exec('journalctl --boot --priority=warning --output=cat')).stdout;
}

/** Prove that `umm on` either stores the request for good, or says which file it can't write and does not reboot. */
async function onIsKeptOrRefused(t: ExecutionContext): Promise<void> {
	const before = await intentions();
	const boots = node.boots.length;
	const {status: exit, stderr} = await node.ssh("umm on 'echo ran >/run/ran'");
	if (exit === 0 || exit === 255) {
		t.log('umm on had room for the request');
		await until(() => node.boots.length > boots, {timeout: 60, what: 'the node reboots'});
		await node.waitSsh();
		t.is(await status(node), 'umm');
		t.is((await list(node)).at(-1)?.command, 'echo ran >/run/ran');
		await resume(node);
		return;
	}
	t.is(exit, 4);
	t.regex(stderr, /^umm: cannot (write|make the directory) \/etc\/umm\/state\/\S+: ENOSPC/m);
	t.is(await intentions(), before);
	t.is(await status(node), 'runlevel N 5');
	t.is(node.boots.length, boots);
	t.is((await node.exec('systemctl is-active umm-reboot.service')).stdout, 'inactive');
}

for (const [kind, fill] of Object.entries(kinds)) {
	test.serial(
		`on a disk full of ${kind}, clean reboots are known to be clean and power cuts are counted`,
		async (t) => {
			await node.waitReboot(() => node.ssh('systemctl reboot'));
			await operational(node);
			for (let reboot = 0; reboot < 2; reboot++) {
				const {id} = await thisBoot(node);
				// Others take whatever umm gives up, if only for a moment.
				await fill();
				await node.waitReboot(() => node.ssh('systemctl reboot'));
				await operational(node);
				const [present, left] = await ledger(node);
				t.like(present, {id: await node.bootId(), held: 'no', count: 1});
				t.like(left, {id, end: 'reboot'});
			}

			await onIsKeptOrRefused(t);
			const {count} = await thisBoot(node);
			t.is(count, 1);
			await fill();
			await cutPower(node);
			await operational(node);
			t.like(await thisBoot(node), {held: 'no', count: 2});
			await fill();
			await cutPower(node);
			t.is(await status(node), 'umm');
			t.like(await thisBoot(node), {held: 'counter', count: 3});
			await fill();
			await resume(node);
			t.like(await thisBoot(node), {held: 'counter', released: true});
			await node.waitReboot(() => node.ssh('systemctl reboot'));
			await operational(node);
			t.like(await thisBoot(node), {held: 'no', count: 1});
			await node.disk.free();
		},
	);

	test.serial(`a paused node is left by umm off and by umm off reboot on a disk full of ${kind}`, async (t) => {
		await pause(node);
		await fill();
		await resume(node);
		t.false(await node.files.exists('/etc/umm/state/request'));
		await node.waitReboot(() => node.ssh('systemctl reboot'));
		await operational(node);
		await node.disk.free();

		await pause(node);
		await fill();
		await node.waitReboot(async () => {
			const {status, stderr} = await node.ssh('umm off reboot');
			t.true(status === 0 || status === 255, stderr);
		});
		await operational(node);
		t.like(await thisBoot(node), {held: 'no', count: 1});
		await node.disk.free();
	});
}

test.serial('a command that runs while the disk fills up runs to its end, and how it ended is kept', async (t) => {
	const command = [
		'echo begins',
		'until [ -e /run/full ]; do sleep 0.1; done',
		'seq 1 200000',
		'touch /run/ended',
		'until [ -e /run/free ]; do sleep 0.1; done',
		'sleep 2; echo ends; exit 7',
	].join('; ');
	await pause(node, `'${command}'`);
	const {id} = (await list(node)).at(-1) ?? {id: 0};
	await reaches(node, id, 'running');
	await node.disk.fillInodes();
	await node.disk.fillBlocks();
	await node.exec('touch /run/full');
	await until(() => node.exec('test -e /run/ended').then(({status}) => status === 0), {
		timeout: 60,
		what: 'the command has written its output',
	});
	const more = await node.ssh("umm schedule add 'true'");
	t.is(more.status, 4);
	t.regex(more.stderr, /^umm: cannot write \/etc\/umm\/state\/schedule\/\d+: ENOSPC/m);
	await node.disk.free();
	await node.exec('touch /run/free');
	const {run} = await reaches(node, id, 'done');
	t.like(run, {outcome: 'exited', status: 7});
	const output = await must(node, `umm schedule log ${id}`);
	t.regex(output, /^begins$/m);
	t.regex(output, /^ends$/m);
	await idle(node);
	await resume(node);
});

test.serial('a command whose end can not be recorded for lack of room is recorded once there is room', async (t) => {
	await pause(node, "'until [ -e /run/full ]; do sleep 0.1; done; echo over; touch /run/ended; exit 8'");
	const {id} = (await list(node)).at(-1) ?? {id: 0};
	await reaches(node, id, 'running');
	await node.disk.fillInodes();
	await node.disk.fillBlocks();
	await node.exec('touch /run/full');
	await until(() => node.exec('test -e /run/ended').then(({status}) => status === 0), {
		timeout: 60,
		what: 'the command has come to its end',
	});
	const kept = async () => /can't be recorded/.test((await node.exec('journalctl --boot --output=cat')).stdout);
	await until(kept, {timeout: 60, what: 'the journal says that the end was not recorded'});
	t.is((await show(node, id)).state, 'running');
	await node.disk.free();
	t.like((await reaches(node, id, 'done')).run, {outcome: 'exited', status: 8});
	await idle(node);
	await resume(node);
});

test.serial('after a power cut on a full disk the evidence names what filled it', async (t) => {
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	await operational(node);
	await node.ssh('mkdir -p /var/spool/runaway; cat /dev/zero >/var/spool/runaway/log; sync');
	await node.disk.fillBlocks();
	await cutPower(node);
	await evidenceKept(node);
	const kept = await evidence(node, 1);
	t.regex(kept['full-disk'] ?? '', /^\d+M\s+\/var\/spool\/runaway\/log$/m);
	await node.disk.free();
	await node.ssh('rm -r /var/spool/runaway');
});

test.serial('a node with a read-only root boots as ever, and says once that it is not in the ledger', async (t) => {
	await node.powerOff();
	node.start({readOnlyRoot: true});
	await node.waitSsh();
	await operational(node);
	t.regex(await loudLines(node), /^umm: cannot write \/etc\/umm\/state\/ledger: this boot is not in it$/m);
	const boots = node.boots.length;
	const {status: exit, stderr} = await node.ssh('umm on');
	t.is(exit, 4);
	t.regex(stderr, /^umm: cannot write \/etc\/umm\/state\/request: EROFS/);
	t.is(await status(node), 'runlevel N 5');
	t.is((await node.exec('systemctl is-active umm-reboot.service')).stdout, 'inactive');
	t.is(node.boots.length, boots);
});

test.serial('the kernel word umm pauses a node with a read-only root, and umm off resumes it', async (t) => {
	await node.powerCut();
	node.start({readOnlyRoot: true, words: ['umm']});
	await node.waitSsh();
	t.is(await status(node), 'umm');
	await resume(node);
	t.is((await node.exec('systemctl is-active umm.target')).stdout, 'inactive');
});

test.serial('a request that can not be removed: umm off resumes and warns, umm off reboot refuses', async (t) => {
	await node.powerCut();
	node.start();
	await node.waitSsh();
	if ((await status(node)) === 'umm') await resume(node);
	await pause(node);
	for (const [how, exit] of [
		['off reboot', 4],
		['off', 0],
	] as const) {
		await node.powerCut();
		node.start({readOnlyRoot: true});
		await node.waitSsh();
		t.is(await status(node), 'umm');
		const boots = node.boots.length;
		const {status: left, stdout, stderr} = await node.ssh(`umm ${how}`, {timeout: 120});
		t.is(left, exit, stdout + stderr);
		t.regex(stderr, /^umm: cannot remove \/etc\/umm\/state\/request: the next boot/m);
		t.regex(stderr, /umm=off/);
		t.is(node.boots.length, boots);
		if (exit === 0) {
			t.is((await node.ssh('umm wait --state operational --timeout 60s', {timeout: 90})).status, 0);
			t.is(await status(node), 'rebooting', 'the request still stands');
		} else {
			t.is(await status(node), 'umm');
		}
	}
	await node.powerCut();
	node.start({readOnlyRoot: true, words: ['umm=off']});
	await node.waitSsh();
	t.is((await node.ssh('umm wait --state operational --timeout 60s', {timeout: 90})).status, 0);

	await node.powerCut();
	node.start();
	await node.waitSsh();
	t.is(await status(node), 'umm');
	await resume(node);
});

test.serial('a full /var of its own loses output, but no command and no exit status', async (t) => {
	const small = await ummNode(rack);
	const unit = '[Service]\nType=oneshot\nExecStart=/bin/sh -c "cat /dev/zero >/var/ballast || :"\n';
	await small.files.add({
		'/etc/fstab': 'tmpfs /var tmpfs size=8m,mode=755 0 0\n',
		'/etc/systemd/system/ballast.service': `[Unit]\nDefaultDependencies=no\nAfter=local-fs.target\nBefore=sysinit.target\n${unit}`,
		'/etc/systemd/system/sysinit.target.wants/ballast.service': {link: '/etc/systemd/system/ballast.service'},
	});
	await pause(small, "'seq 1 1000; exit 9'");
	t.is((await small.exec('findmnt -no FSTYPE /var')).stdout, 'tmpfs');
	const {id} = (await list(small)).at(-1) ?? {id: 0};
	t.like((await reaches(small, id, 'done')).run, {outcome: 'exited', status: 9});
	await idle(small);
	t.regex((await small.exec('journalctl --boot --output=cat')).stdout, /output can't be kept: ENOSPC/);
	t.is(await add(small, 'exit 10'), id + 1);
	await resume(small);
	await small.waitReboot(() => small.ssh('systemctl reboot'));
	await operational(small);
	t.like(await thisBoot(small), {held: 'no', count: 1});
	await small.powerCut();
});

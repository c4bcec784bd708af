import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {type BootRecord, configure, cutPower, evidence, evidenceKept, ledger, thisBoot, why} from './support/boots.js';
import {Terminal} from './support/terminal.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack, {
		layers: [
			{
				'/etc/systemd/system/broken.service': '[Service]\nType=oneshot\nExecStart=/bin/false\n',
				'/etc/systemd/system/multi-user.target.wants/broken.service': {link: '/etc/systemd/system/broken.service'},
			},
		],
	});
});
test.after.always(() => rack.close());

/** Reboot cleanly, so that the count begins anew: this is boot 1. */
async function beginAnew(): Promise<void> {
	await configure(node, {REBOOT_COUNT: 2, COUNTER_RESET_TIME: '10min'});
	if ((await status(node)) === 'umm') await resume(node);
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	await operational(node);
}

/** Two power cuts in ordinary boots: with REBOOT_COUNT=2 the third boot pauses. */
async function pauseByCounter(): Promise<void> {
	await beginAnew();
	await cutPower(node);
	await operational(node);
	await cutPower(node);
	await evidenceKept(node);
}

const short = ({id}: BootRecord) => id.slice(0, 8);

test.serial('after REBOOT_COUNT power cuts in a row the next boot pauses, and none before it', async (t) => {
	await beginAnew();
	const {id: first, count} = await thisBoot(node);
	t.is(count, 1);
	const started = performance.now();
	await cutPower(node);
	await operational(node);
	const second = await thisBoot(node);
	t.like(second, {held: 'no', count: 2, limit: 2, released: true, end: null});
	t.is(await why(node), null);

	await cutPower(node);
	t.is(await status(node), 'umm');
	await evidenceKept(node);
	const [third, ...before] = await ledger(node);
	t.like(third, {held: 'counter', count: 3, limit: 2, released: false, end: null, lived: null});
	t.deepEqual(
		before.slice(0, 2).map(({id, held, released, proof, end}) => ({id, held, released, proof, end})),
		[second.id, first].map((id) => ({id, held: 'no', released: true, proof: null, end: 'unclean'})),
	);
	const most = (performance.now() - started) / 1000;
	for (const {lived} of before.slice(0, 2)) t.true(lived !== null && lived >= 0 && lived <= most, `lived ${lived} s`);
});

test.serial(
	'a node that paused by itself says why: which boots, how they ended, and how long each lived',
	async (t) => {
		const [, newer, older] = (await ledger(node)) as [BootRecord, BootRecord, BootRecord];
		const said = await why(node);
		t.is(said?.kind, 'counter');
		t.is(said?.sentence, '2 boots in a row ended uncleanly; the limit is 2.');
		t.deepEqual(said?.evidence.slice(0, 2), [
			`boot ${short(older)} ended uncleanly after ${older.lived} s`,
			`boot ${short(newer)} ended uncleanly after ${newer.lived} s`,
		]);
		for (const command of ['umm status', 'umm console']) {
			using terminal = Terminal.open(node, {columns: 120, rows: 40, command});
			await terminal.sees(/2 boots in a row ended uncleanly; the limit is 2\./);
			for (const boot of [older, newer]) {
				await terminal.sees(new RegExp(`boot ${short(boot)} ended uncleanly after ${boot.lived} s`));
			}
		}
	},
);

test.serial('a power cut while the boot is held keeps the node paused, and is not counted', async (t) => {
	const before = await ledger(node);
	await cutPower(node);
	t.is(await status(node), 'umm');
	await evidenceKept(node);
	const [present, held, ...counted] = await ledger(node);
	t.like(present, {held: 'counter', count: 3, limit: 2});
	t.like(held, {id: before[0]?.id, held: 'counter', released: false, end: 'unclean', lived: null});
	t.deepEqual(counted, before.slice(1));
	const said = await why(node);
	t.regex(said?.sentence ?? '', /^2 boots in a row/);
	t.deepEqual(
		said?.evidence.slice(0, 2).map((line) => line.split(' ')[1]),
		counted.slice(0, 2).map(short).reverse(),
	);
});

test.serial('umm off resumes it; when that boot dies inside its window, the next one pauses again', async (t) => {
	const held = await node.bootId();
	await resume(node);
	t.like(await thisBoot(node), {id: held, held: 'counter', released: true, proof: null});
	await cutPower(node);
	t.is(await status(node), 'umm');
	await evidenceKept(node);
	const [present, resumed] = await ledger(node);
	t.like(present, {held: 'counter', count: 4, limit: 2});
	t.like(resumed, {id: held, released: true, end: 'unclean'});
	const said = await why(node);
	t.regex(said?.sentence ?? '', /^3 boots in a row/);
	t.regex(said?.evidence[2] ?? '', new RegExp(`^boot ${held.slice(0, 8)} ended uncleanly after \\d+ s$`));
});

test.serial('the window counts from the release, not from a boot that is still held', async (t) => {
	const seconds = async (key: string) => {
		const {stdout} = await node.exec(`sed -n '2s/.*\t${key}=\\([0-9]*\\)\t.*/\\1/p' /etc/umm/state/ledger`);
		return Number.parseInt(stdout, 10);
	};
	const uptime = async () => Number.parseFloat((await node.exec('cat /proc/uptime')).stdout);
	await configure(node, {COUNTER_RESET_TIME: '3s'});
	const up = await seconds('up');
	await until(async () => (await uptime()) > up + 5, {timeout: 30, what: 'it is held for longer than the window'});
	t.like(await thisBoot(node), {released: false, proof: null});
	await resume(node);
	const released = await seconds('released');
	t.true(released >= up + 5);
	await until(async () => (await thisBoot(node)).proof === 'window', {timeout: 90, what: 'the window has passed'});
	const {stdout} = await node.exec('systemctl show -P ExecMainExitTimestampMonotonic umm-window.service');
	t.true(Number(stdout) / 1e6 >= released + 3);

	await cutPower(node);
	await operational(node);
	t.like(await thisBoot(node), {held: 'no', count: 1});
});

test.serial('umm off reboot starts the count again', async (t) => {
	await pauseByCounter();
	t.is(await status(node), 'umm');
	const held = await node.bootId();
	await node.waitReboot(() => node.ssh('umm off reboot'));
	await operational(node);
	const [present, left] = await ledger(node);
	t.like(present, {held: 'no', count: 1});
	t.like(left, {id: held, held: 'counter', released: false, proof: 'off', end: 'reboot'});
	await cutPower(node);
	await operational(node);
	t.like(await thisBoot(node), {held: 'no', count: 2});
});

test.serial('a boot that survived its window is never counted', async (t) => {
	await beginAnew();
	await configure(node, {REBOOT_COUNT: 1, COUNTER_RESET_TIME: '2s'});
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	for (let cut = 0; cut < 3; cut++) {
		await until(async () => (await thisBoot(node)).proof === 'window', {timeout: 90, what: 'the window has passed'});
		const {id} = await thisBoot(node);
		await cutPower(node);
		await operational(node);
		const [present, survivor] = await ledger(node);
		t.like(present, {held: 'no', count: 1});
		t.like(survivor, {id, proof: 'window', end: 'unclean'});
	}
});

test.serial('clean ends are never counted, whichever command made them', async (t) => {
	await beginAnew();
	await configure(node, {REBOOT_COUNT: 1});
	const ends = [
		['reboot', 'reboot'],
		['systemctl reboot', 'reboot'],
		['shutdown -r now', 'reboot'],
		['telinit 6', 'reboot'],
		['poweroff', 'poweroff'],
		['systemctl poweroff', 'poweroff'],
		['shutdown -h now', 'poweroff'],
		['systemctl halt', 'halt'],
	] as const;
	for (const [command, end] of ends) {
		const {id} = await thisBoot(node);
		if (end === 'reboot') {
			await node.waitReboot(() => node.ssh(command));
		} else {
			await node.ssh(command);
			await node.waitOff();
			node.start();
			await node.waitSsh();
		}
		await operational(node);
		const [present, ended] = await ledger(node);
		t.like(present, {held: 'no', count: 1}, command);
		t.like(ended, {id, end, proof: null}, command);
		t.true(ended?.lived !== null, command);
	}
});

test.serial('REBOOT_COUNT=1 pauses after one power cut, REBOOT_COUNT=0 pauses every boot', async (t) => {
	await beginAnew();
	await configure(node, {REBOOT_COUNT: 1});
	await cutPower(node);
	t.is(await status(node), 'umm');
	t.like(await thisBoot(node), {held: 'counter', count: 2, limit: 1});
	t.regex((await why(node))?.sentence ?? '', /^1 boot in a row ended uncleanly; the limit is 1\.$/);

	await configure(node, {REBOOT_COUNT: 0});
	await resume(node);
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	t.is(await status(node), 'umm');
	t.like(await thisBoot(node), {held: 'counter', count: 1, limit: 0});
	t.is((await why(node))?.sentence, 'REBOOT_COUNT is 0: every boot of this node pauses.');
	await node.waitReboot(() => node.ssh('umm off reboot'));
	t.is(await status(node), 'umm');
	await configure(node, {REBOOT_COUNT: 2});
	await resume(node);
});

test.serial('a disabled node never pauses, and its boots are not counted once it is enabled', async (t) => {
	await beginAnew();
	await cutPower(node);
	t.is((await node.ssh('umm disable')).status, 0);
	for (let cut = 0; cut < 3; cut++) {
		await cutPower(node);
		t.is(await status(node), 'MM disabled');
		t.like(await thisBoot(node), {held: 'no', enabled: false});
	}
	t.is((await node.ssh('umm enable')).status, 0);
	await operational(node);
	await cutPower(node);
	await operational(node);
	t.like(await thisBoot(node), {held: 'no', enabled: true, count: 1});
	await cutPower(node);
	await operational(node);
	t.like(await thisBoot(node), {held: 'no', count: 2});
});

test.serial('the ledger keeps why a boot was held and how it was left', async (t) => {
	await beginAnew();
	await pause(node, '--reason "new disks"');
	await resume(node);
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	const [, asked] = await ledger(node);
	t.like(asked, {held: 'request', reason: 'new disks', released: true, end: 'reboot'});
	t.true(asked?.lived !== null);
	t.regex((await node.ssh('umm boots')).stdout, /^ +1 .* ended by a clean reboot after \d+ s +held: asked for$/m);
});

test.serial('after an unclean end there is evidence: last lines, failed units, panic text', async (t) => {
	await beginAnew();
	const {status} = await node.ssh('logger -t doomed "the reactor is overheating" && journalctl --sync');
	t.is(status, 0);
	await node.powerCut();
	await node.files.write('/var/lib/systemd/pstore/7000000001/001/dmesg.txt', 'Kernel panic - not syncing: reactor\n');
	node.start();
	await node.waitSsh();
	await evidenceKept(node);
	const kept = await evidence(node, 1);
	t.regex(kept['journal'] ?? '', /doomed.*: the reactor is overheating/);
	t.regex(kept['failed-units'] ?? '', /^broken\.service: Failed with result 'exit-code'\.$/m);
	t.regex(kept['panic'] ?? '', /Kernel panic - not syncing: reactor/);
	const {stdout} = await node.ssh('umm boots 1');
	for (const wanted of [
		/ended uncleanly after \d+ s$/m,
		/reactor is overheating/,
		/^broken\.service/m,
		/^Kernel panic/m,
	]) {
		t.regex(stdout, wanted);
	}

	await cutPower(node);
	await evidenceKept(node);
	const next = await evidence(node, 1);
	t.regex(next['failed-units'] ?? '', /^broken\.service/m);
	t.false('panic' in next, 'the panic text belongs to the boot before');
	t.false(/overheating/.test(next['journal'] ?? ''), 'the lines belong to the boot before');
});

test.serial('the evidence of a boot is kept even when the boot after it died too early to do so', async (t) => {
	await beginAnew();
	await node.ssh('logger -t doomed "the first one" && journalctl --sync');
	const first = await thisBoot(node);
	const unit = '/etc/systemd/system/umm-evidence.service';
	await node.powerCut();
	await node.files.write(unit, {link: '/dev/null'});
	node.start();
	await node.waitSsh();
	await node.ssh('logger -t doomed "the second one" && journalctl --sync');
	const second = await thisBoot(node);
	t.deepEqual(await evidence(node, 1), {});
	await node.powerCut();
	await node.files.remove(unit);
	node.start();
	await node.waitSsh();
	await evidenceKept(node);
	for (const [number, {id}, line] of [
		[1, second, /doomed.*: the second one/],
		[2, first, /doomed.*: the first one/],
	] as const) {
		const kept = await evidence(node, number);
		t.regex(kept['journal'] ?? '', line);
		t.regex(kept['failed-units'] ?? '', /^broken\.service/m);
		t.like((await ledger(node))[number], {id, end: 'unclean'});
		t.true(
			(await ledger(node))[number]?.lived !== null,
			`how long the boot lived whose journal is\n${kept['journal']}`,
		);
	}
	await beginAnew();
});

test.serial('a clean reboot leaves no evidence', async (t) => {
	await beginAnew();
	t.deepEqual(await evidence(node, 1), {});
	t.regex((await node.ssh('umm boots 1')).stdout, /^No evidence was kept of it\.$/m);
	t.is((await node.exec('test -e /run/umm/unclean')).status, 1);
});

test.serial('the ledger has 100 boots at most, the newest', async (t) => {
	await beginAnew();
	await node.powerOff();
	const lines = (await node.files.read('/etc/umm/state/ledger')).split('\n');
	const ended = lines.find((line) => line.includes('\tend=poweroff\t')) ?? '';
	const id = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
	const old = Array.from({length: 100}, (_, index) => ended.replace(/^boot=[^\t]*/, `boot=${id(index)}`));
	await node.files.write('/etc/umm/state/ledger', `umm-ledger 1\n${old.join('\n')}\n.\n`);
	for (const kept of [99, 98]) {
		node.start();
		await node.waitSsh();
		const boots = await ledger(node);
		t.is(boots.length, 100);
		t.is(boots[0]?.id, await node.bootId());
		t.is(boots[99]?.id, id(kept - 1));
		await node.powerOff();
	}
});

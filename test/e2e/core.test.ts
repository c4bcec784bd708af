/* A node with umm-core alone, and the two packages going on for each other while the node is paused. */
import test from 'ava';
import {conforms} from './conformance/contract.js';
import {installDeb} from './lab/deb.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {statusJson, succeeds} from './support/calls.js';
import {lastCommand, lastReaches, storedCommands, storedOutput} from './support/records.js';
import {add, reaches} from './support/schedule.js';
import {Terminal} from './support/terminal.js';
import {coreDeb, fullDeb, installUmm, operational, pause, resume, status, ummNode} from './support/umm.js';

async function coreNode(rack: Rack): Promise<Node> {
	const node = await rack.node();
	await installUmm(node, [await coreDeb()]);
	return node;
}

conforms({name: 'umm-core on systemd', make: coreNode});

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

test.serial(
	'paused by umm-core: the banner at login, and the full package, installed meanwhile, goes on',
	async (t) => {
		const node = await coreNode(rack);
		t.not((await node.ssh('test -e /usr/lib/umm/node')).status, 0);
		const boot = await pause(node, `--reason 'new "disks" ä' -- 'echo one; echo two >&2; exit 3'`);
		await lastReaches(node, 'done');
		{
			using terminal = Terminal.open(node);
			await terminal.sees(/maintenance mode: this boot is held for.*root from \S+ asked for maintenance mode/);
			await terminal.sees(/Reason: new "disks" ä.*1 exit status 3 after .*echo one.*'umm off' lets this boot go on/);
			await terminal.does('echo $((40 + 2))', /\b42\b/);
		}
		t.is((await node.ssh('systemctl --failed --plain --no-legend')).stdout, '');

		await installDeb(node, await fullDeb());
		const {state, request, commands} = await statusJson(node);
		t.is(state, 'paused');
		t.like(request, {reason: 'new "disks" ä', by: {user: 'root'}});
		t.like(commands[0], {id: 1, state: 'done'});
		t.deepEqual((await succeeds(t, node, 'umm schedule log 1')).split('\n').sort(), ['one', 'two']);
		t.regex(await succeeds(t, node, 'umm audit'), /done +root from \S+: on: new "disks" ä: echo one/);
		{
			using terminal = Terminal.open(node);
			await terminal.sees(/MAINTENANCE MODE.*new "disks" ä.*echo one/);
			await terminal.leaves();
		}
		const id = await add(node, 'echo again');
		t.like(await reaches(node, id, 'done'), {run: {boot, status: 0}}, 'the queue is that of the full package now');
		await resume(node);
		t.is(await node.bootId(), boot);
		await succeeds(t, node, 'umm doctor');
	},
);

test.serial(
	'paused by the full package, whose runtime is removed meanwhile: queue, hooks and umm off go on',
	async (t) => {
		const node = await ummNode(rack);
		await node.files.write('/etc/umm/hooks/before-off.d/10-tell', {
			text: '#!/bin/sh\necho "$UMM_HOOK $UMM_REASON" >/root/left\n',
			mode: 0o755,
		});
		const first = await pause(node, `--reason 'a "test"' -- 'echo first; sleep 1000'`);
		await until(async () => (await storedOutput(node, 1)).out === 'first\n', {timeout: 60, what: 'the command prints'});
		const second = await add(node, 'echo second');
		await add(node, 'printf "%s\\n" "it\'s" \\\\; umm status', '--on-failure continue');
		t.is((await node.ssh('dpkg -r umm', {timeout: 120})).status, 0);
		t.is(await status(node), 'umm');
		t.regex((await node.ssh('umm boots')).stderr, /'umm boots' needs the package umm/);

		// The recorder that was started before goes on; a power cut ends it.
		await node.crashReboot();
		await node.waitSsh();
		t.is(await status(node), 'umm');
		const cut = async () => (await storedCommands(node))[0];
		await until(async () => (await cut())?.['state'] === 'done', {timeout: 60, what: 'what was cut is settled'});
		t.like(await cut(), {outcome: 'interrupted', boot: first, holds: '3'});
		t.like((await storedCommands(node))[second - 1], {state: 'waiting'}, 'held back by that');
		// As "umm schedule add" of a full package stores it.
		const boot = await node.bootId();
		const record = (await node.files.read('/etc/umm/state/schedule/0003'))
			.replace('id=3', 'id=4')
			.replace(/^request=.*\n/m, '');
		await node.files.write('/etc/umm/state/schedule/0004', {text: `${record}\n`, mode: 0o600});
		t.is((await node.ssh('systemctl start umm-queue.service')).status, 0);
		const fourth = await lastReaches(node, 'done');
		t.like(fourth, {id: '4', boot, outcome: 'exited', status: '0'});
		t.is((await storedOutput(node, 4)).out, "it's\n\\\numm\n");

		t.regex(await succeeds(t, node, 'umm off'), /command 2 is cancelled\ncommand 3 is cancelled\nthe boot goes on/);
		t.is(await node.files.read('/root/left'), 'before-off a "test"');
		await operational(node);
		t.is(await node.bootId(), boot);
		t.is((await lastCommand(node))['state'], 'done');

		await installDeb(node, await fullDeb());
		await succeeds(t, node, 'umm doctor');
		t.regex(await succeeds(t, node, 'umm schedule list'), /4 {2}exit status 0/);
	},
);

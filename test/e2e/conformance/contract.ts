/* What every node does, whatever its init system and whichever of the packages it has: the contract and the promises of
   umm. Nothing here names an init system, and all is seen in files and in what the classic verbs say. */
import test, {type ExecutionContext} from 'ava';
import {encodeRecord} from '../../../src/state/record.js';
import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';
import {Rack} from '../lab/rack.js';
import {succeeds} from '../support/calls.js';
import {lastCommand, lastReaches, readFields, storedCommands, storedOutput} from '../support/records.js';
import {operationalLine, operational as reachesOperational} from '../support/umm.js';

/** What differs from one kind of node to the next. */
export interface Kind {
	/** E.g. `umm-core on systemd`. */
	readonly name: string;
	/** A node that is up and operational, with umm installed. */
	make(rack: Rack): Promise<Node>;
}

const request = '/etc/umm/state/request';
const waitFor = (path: string) => `until [ -e ${path} ]; do sleep 0.1; done`;
/** A line of what a hook is told. */
const tell = 'printf "%s %s %s %s\\n" "$UMM_HOOK" "$UMM_ACTION" "$UMM_STATE" "$UMM_REASON"';
const nasty = 'a "b" \'c\' \\n $(x) ä 日本';

/** @returns everything of umm's that a refused call must leave alone, as text. */
async function footprint(node: Node): Promise<string> {
	const files = 'find /etc/umm.conf /etc/umm -type f -exec sha256sum {} + | sort; ls /run/umm';
	return (await node.exec(`${files}; cat /proc/sys/kernel/random/boot_id`)).stdout;
}

/** Prove that a call is refused, with a message on standard error alone, and no effect. */
async function refused(t: ExecutionContext, node: Node, call: string, message: RegExp, exit = 1): Promise<void> {
	const before = await footprint(node);
	const {status, stdout, stderr} = await node.ssh(call);
	t.deepEqual({call, status, stdout}, {call, status: exit, stdout: ''});
	t.regex(stderr, message, call);
	t.is(await footprint(node), before, call);
}

/** Register the tests for one kind of node. */
export function conforms({name, make}: Kind): void {
	let rack: Rack;
	let node: Node;
	let runlevel: string;
	test.before(async () => {
		rack = await Rack.open();
		node = await make(rack);
		runlevel = operationalLine(node);
	});
	test.after.always(() => rack.close());

	const status = async () => (await node.ssh('umm status')).stdout;
	const operational = () => reachesOperational(node, 90);
	const hook = (path: string, text: string) =>
		node.files.write(`/etc/umm/hooks/${path}`, {text: `#!/bin/sh\n${text}\n`, mode: 0o755});
	const noHooks = () => node.exec('find /etc/umm/hooks -type f -delete');
	const states = async () => (await storedCommands(node)).map(({command, state}) => `${command}: ${state}`);
	/** `umm on`, and wait for ssh to the held boot. @returns its boot id. */
	const pause = async (t: ExecutionContext, args: string) => {
		const boot = await node.waitReboot(() => succeeds(t, node, `umm on ${args}`));
		t.is(await status(), 'umm');
		return boot;
	};
	const serial = (title: string, body: (t: ExecutionContext) => Promise<void>) =>
		test.serial(`${name}: ${title}`, body);

	serial('operational: the runlevel and not one word more; off, off reboot and enable are refused', async (t) => {
		t.deepEqual(await node.ssh('umm status'), {status: 0, stdout: runlevel, stderr: ''});
		t.is((await node.ssh('umm status', {user: 'anna'})).stdout, runlevel);
		await refused(t, node, 'umm off', /^umm: this node is not in maintenance mode$/m);
		await refused(t, node, 'umm off reboot', /^umm: this node is not in maintenance mode$/m);
		await refused(t, node, 'umm enable', /^umm: umm is enabled already$/m);
		const anna = await node.ssh('umm on', {user: 'anna'});
		t.like(anna, {status: 1, stdout: ''});
		t.regex(anna.stderr, /only root may 'umm on'/);
	});

	serial('usage errors change nothing and exit 2', async (t) => {
		await refused(t, node, 'umm on --bogus', /Unknown option '--bogus'/, 2);
		await refused(t, node, 'umm on --for soon', /--for takes a time such as .*, not "soon"/, 2);
		await refused(t, node, 'umm on --then off', /--then needs a command/, 2);
		await refused(t, node, 'umm off now', /takes nothing or the word reboot, not "now"/, 2);
	});

	serial('disabled: UMM=no, what waited is cancelled, and everything but enable is refused', async (t) => {
		const conf = await node.files.read('/etc/umm.conf');
		const record = encodeRecord('command', {id: '1', command: 'touch /root/never', created: '1', state: 'waiting'});
		await node.files.write('/etc/umm/state/schedule/0001', {text: record, mode: 0o600});
		t.regex(await succeeds(t, node, 'umm disable'), /^umm is disabled: no boot is held\ncommand 1 is cancelled$/);
		t.is(await node.files.read('/etc/umm.conf'), conf.replace('UMM=yes', 'UMM=no'));
		t.deepEqual(await states(), ['touch /root/never: cancelled']);
		t.deepEqual(await node.ssh('umm status'), {status: 0, stdout: 'MM disabled', stderr: ''});
		for (const call of ['umm on', 'umm on touch /root/never', 'umm off', 'umm off reboot']) {
			await refused(t, node, call, /^umm: umm is disabled on this node$/m);
		}
		await refused(t, node, 'umm disable', /^umm: umm is disabled already$/m);
		t.is(await succeeds(t, node, 'umm enable'), 'umm is enabled');
		t.is(await node.files.read('/etc/umm.conf'), conf);
		t.is(await status(), runlevel);
	});

	serial('a before-on hook that fails or can’t be trusted keeps the node as it is', async (t) => {
		await hook('before-on.d/10-drain', 'echo "3 volumes left" >&2; exit 9');
		const {status: exit, stderr} = await node.ssh('umm on echo never');
		t.is(exit, 3);
		t.regex(stderr, /before-on hook \/etc\/umm\/hooks\/before-on\.d\/10-drain failed with exit status 9 after/);
		t.regex(stderr, /nothing was changed\n +3 volumes left/);
		await node.exec('chown anna /etc/umm/hooks/before-on.d/10-drain');
		const untrusted = await node.ssh('umm on echo never');
		t.is(untrusted.status, 3);
		t.regex(untrusted.stderr, /10-drain is refused: .* belongs to the user 1000, not to root/);
		t.false(await node.files.exists(request));
		t.deepEqual(await states(), ['touch /root/never: cancelled']);
		await noHooks();
	});

	serial('umm on runs its command, with what was asked on disk, and its output as it was written', async (t) => {
		await hook('before-on.d/10-tell', `${tell} >/root/told`);
		await hook('after-on.d/10-tell', `${tell} >>/root/told`);
		await node.files.write('/root/reason', nasty);
		const command = String.raw`printf 'one\ntwo'; echo 'err\' >&2; echo "ä" | tee /root/x; sleep 0.1; umm status`;
		await node.files.write('/root/command', command);
		const boot = await pause(t, '--reason "$(cat /root/reason)" --for 2h -- "$(cat /root/command)" " && echo three"');
		t.is(node.boots.at(-2)?.why, 'reboot');
		const done = await lastReaches(node, 'done');
		t.like(done, {command: `${command}  && echo three`, outcome: 'exited', status: '0', boot, user: 'root', id: '2'});
		t.regex(done['ssh_peer'] ?? '', /^10\.77\./);
		t.true(Number(done['ended']) >= Number(done['started']));
		const {out, err} = await storedOutput(node, 2);
		t.is(out, 'one\ntwoä\numm\nthree\n');
		t.is(err, 'err\\\n');
		t.is(await node.files.read('/root/x'), 'ä');
		t.like(await readFields(node, 'request', request), {reason: nasty, id: done['request'], afterwards: 'stay'});
		t.is(await node.files.read('/root/told'), `before-on on operational ${nasty}\nafter-on on paused ${nasty}`);
		await noHooks();
	});

	serial('paused: on, enable and disable are refused, however the configuration was edited', async (t) => {
		t.deepEqual(await node.ssh('umm status', {user: 'anna'}), {status: 0, stdout: 'umm', stderr: ''});
		await refused(t, node, 'umm on', /^umm: this node is in maintenance mode already$/m);
		await refused(t, node, 'umm enable', /^umm: umm is enabled already$/m);
		await refused(t, node, 'umm disable', /switch it off first: 'umm off'/);
		const conf = await node.files.read('/etc/umm.conf');
		await node.files.write('/etc/umm.conf', conf.replace('UMM=yes', 'UMM=no'));
		t.is(await status(), 'umm');
		await refused(t, node, 'umm on', /^umm: this node is in maintenance mode already$/m);
		await refused(t, node, 'umm disable', /switch it off first: 'umm off'/);
	});

	serial(
		'a before-off hook that fails keeps it paused; umm off lets the same boot go on, also with UMM=no',
		async (t) => {
			const boot = await node.bootId();
			await hook('before-off.d/check', 'echo "the disks are not back"; kill -KILL $$');
			const kept = await node.ssh('umm off');
			t.is(kept.status, 3);
			t.regex(kept.stderr, /before-off hook \S+check was ended by SIGKILL after .*; the node stays paused/);
			t.is(await status(), 'umm');
			await noHooks();
			await hook('after-off.d/10-tell', `${tell} >/root/left`);
			t.regex(await succeeds(t, node, 'umm off'), /^the boot goes on\n((started|FAILED|…) .*\n)*operational after/);
			t.is(await status(), 'MM disabled');
			await succeeds(t, node, 'umm enable');
			await operational();
			t.is(await node.bootId(), boot);
			t.false(await node.files.exists(request));
			await until(() => node.files.exists('/root/left'), {timeout: 90, what: 'the after-off hook has run'});
			t.is(await node.files.read('/root/left'), `after-off resume operational ${nasty}`);
			await noHooks();
		},
	);

	serial('asked, in a boot that the kernel word let through: on is refused, off and disable withdraw it', async (t) => {
		await succeeds(t, node, 'umm on --reason trial touch /root/never');
		await node.powerCut();
		node.start({wordsOnce: ['umm=off']});
		await node.waitSsh();
		t.deepEqual(await node.ssh('umm status'), {status: 0, stdout: 'rebooting', stderr: ''});
		await refused(t, node, 'umm on', /^umm: maintenance mode is asked for already$/m);
		await refused(t, node, 'umm enable', /^umm: umm is enabled already$/m);
		t.is((await lastCommand(node))['state'], 'waiting');
		await node.exec(`cp -p ${request} /root/request`);
		t.regex(await succeeds(t, node, 'umm off'), /^the request is withdrawn.*\ncommand 3 is cancelled$/s);
		t.false(await node.files.exists(request));
		t.is((await lastCommand(node))['state'], 'cancelled');
		for (const call of ['umm off reboot', 'umm disable']) {
			await node.exec(`cp -p /root/request ${request}`);
			t.is(await status(), 'rebooting', call);
			await succeeds(t, node, call);
			t.false(await node.files.exists(request), call);
		}
		t.is(await status(), 'MM disabled');
		await succeeds(t, node, 'umm enable');
		t.is(await status(), runlevel);
		await node.waitReboot(() => node.ssh('reboot'));
		await operational();
		t.false(await node.files.exists('/root/never'));
	});

	serial('power cut while a command runs: it is interrupted and not run again, and those behind it wait', async (t) => {
		const first = await pause(t, `--then off -- 'echo ran >>/root/ran; sleep 1000'`);
		await until(() => node.files.exists('/root/ran'), {timeout: 90, what: 'the command runs'});
		const record = encodeRecord('command', {id: '5', command: 'touch /root/behind', created: '1', state: 'waiting'});
		await node.files.write('/etc/umm/state/schedule/0005', {text: record, mode: 0o600});
		await node.crashReboot();
		await node.waitSsh();
		t.is(await status(), 'umm', 'maintenance mode that was asked for stays');
		const cut = await until(
			async () => {
				const commands = await storedCommands(node);
				return commands[3]?.['state'] === 'done' ? commands[3] : undefined;
			},
			{timeout: 90, what: 'the command is settled'},
		);
		t.like(cut, {outcome: 'interrupted', boot: first, holds: '5'});
		t.is(await node.files.read('/root/ran'), 'ran');
		t.is((await lastCommand(node))['state'], 'waiting');
		t.is(await status(), 'umm', '--then off does not leave after a failure');
		t.regex(await succeeds(t, node, 'umm off'), /command 5 is cancelled/);
		await operational();
	});

	serial(
		'a command is ended at its timeout with all that it started, and --then reboot leaves by itself',
		async (t) => {
			const boots = node.boots.length;
			await pause(t, `--timeout 1s -- 'sleep 98765 & sleep 98764'`);
			t.like(await lastReaches(node, 'done'), {outcome: 'timeout', signal: 'SIGTERM'});
			t.is((await node.exec('pgrep -f "sleep [9]876"')).stdout, '');
			await succeeds(t, node, 'umm off');
			await operational();
			await succeeds(t, node, `umm on --then reboot -- '${waitFor('/root/go')}; exit 0'`);
			await until(() => node.boots.length === boots + 2, {timeout: 90, what: 'the node is held'});
			await node.waitSsh();
			await node.files.write('/root/go', '');
			await until(() => node.boots.length === boots + 3, {timeout: 90, what: 'the node reboots by itself'});
			await node.waitSsh();
			await operational();
			t.like(await lastCommand(node), {state: 'done', outcome: 'exited', status: '0'});
		},
	);

	serial('unclean boots in a row pause the node; umm off reboot resets the counter', async (t) => {
		for (const _ of [1, 2]) {
			await node.crashReboot();
			await node.waitSsh();
		}
		t.is(await status(), 'umm');
		t.like(await readFields(node, 'boot', '/run/umm/boot'), {held: 'counter', count: '3'});
		const {stdout} = await node.ssh('umm status', {tty: true});
		t.regex(stdout, /maintenance mode: this boot is held.*2 boots in a row ended uncleanly; the limit is 2/s);
		await node.waitReboot(async () => {
			t.is(await succeeds(t, node, 'umm off reboot'), 'rebooting to operational');
		});
		await operational();
		t.is(node.boots.at(-2)?.why, 'reboot');
		t.like(await readFields(node, 'boot', '/run/umm/boot'), {held: 'no', count: '1'});
	});

	serial('what was done is in the audit log', async (t) => {
		const log = await node.files.read('/var/lib/umm/audit');
		t.regex(log, /\tuser=root\tssh_peer=10\.77\.\S+\taction=disable\toutcome=done\n/);
		t.regex(log, /\taction=on\tdetail=umm is disabled on this node\toutcome=refused\n/);
		t.regex(log, /\taction=off\toutcome=done\n/);
		t.regex(log, /\taction=off reboot\tdetail=by itself, .*\toutcome=done\n/);
		t.regex(log, /\taction=off reboot\toutcome=done$/m);
	});
}

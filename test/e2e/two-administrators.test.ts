/* Two administrators at once: exactly one wins, the other is told who, and the node stays consistent. */
import test, {type ExecutionContext} from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import type {Outcome} from './lab/run.js';
import {pendingReboot, refused, statusJson, succeeds} from './support/calls.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

const go = '/run/go';
const inHook = '/run/in-hook';

/** A hook that takes until the test says go. */
const slowHook = {
	text: `#!/bin/sh\n: >${inHook}\nuntil [ -e ${go} ]; do sleep 0.1; done\nrm -f ${inHook}\n`,
	mode: 0o755,
};

const resumeByGate = '/usr/lib/umm/gate resume';

let rack: Rack;
let node: Node;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack, {
		layers: [{'/etc/umm/hooks/before-on.d/slow': slowHook, '/etc/umm/hooks/before-off.d/slow': slowHook}],
	});
});
test.after.always(() => rack.close());

const sayGo = () => node.exec(`touch ${go}`);
const switching = () =>
	until(() => node.ssh(`ls ${inHook}`).then(({status}) => status === 0), {timeout: 60, what: 'a hook runs'});
const lockHolder = async () => (await node.exec('cat /run/umm/switch')).stdout;

/** Two administrators, and how a message calls them. */
const root = {user: 'root', sudo: '', name: /root from 10\.77\.0\.254 is switching maintenance mode right now/};
const anna = {user: 'anna', sudo: 'sudo ', name: /anna \(root by sudo\) is switching maintenance mode right now/};

/**
 * Have both call at once, with a slow hook in between, and prove that one is refused while the other goes on.
 *
 * @returns who won.
 */
async function race(t: ExecutionContext, call: (user: string) => string): Promise<'root' | 'anna'> {
	const calls = [root, anna].map(
		async ({user, sudo}): Promise<[typeof user, Outcome]> => [
			user,
			await node.ssh(sudo + call(user), {user, timeout: 300}),
		],
	);
	const [loser, refusal] = await Promise.race(calls);
	const winner = loser === 'root' ? anna : root;
	t.deepEqual({...refusal, stderr: ''}, {status: 1, stdout: '', stderr: ''});
	t.regex(refusal.stderr, winner.name);
	await sayGo();
	for (const [user, {status, stderr}] of await Promise.all(calls)) {
		if (user !== loser) t.deepEqual({user, status, stderr}, {user: winner.user, status: 0, stderr: ''});
	}
	return loser === 'root' ? 'anna' : 'root';
}

/** @returns a shell command that runs all of these at once; its exit status is that of the first that failed. */
function atOnce(calls: readonly string[]): string {
	const starts = calls.map((call) => `${call} & all="$all $!"`);
	return `${starts.join('; ')}; for one in $all; do wait $one || exit; done`;
}

/** Prove that the node is as after any `umm off`. */
async function consistentlyOperational(t: ExecutionContext, boot: string): Promise<void> {
	await operational(node);
	t.is(await node.bootId(), boot);
	const state = async () => (await node.exec('ls /etc/umm/state; ls /run/umm')).stdout.split('\n');
	// The hooks after it have ended.
	await until(async () => !(await state()).includes('leaving'), {timeout: 60, what: 'it is left for good'});
	for (const name of ['request', 'paused', 'held', 'switch']) t.false((await state()).includes(name), name);
	const [line = ''] = (await node.files.read('/etc/umm/state/ledger')).split('\n').slice(1);
	t.regex(line, new RegExp(`^boot=${boot}\t.*\theld=request\t.*\treleased=\\d+\t`));
	t.is((await node.ssh('systemctl --failed --plain --no-legend')).stdout, '');
}

test.serial('of two umm on at once one wins, the other is told who, and only one command is stored', async (t) => {
	await node.waitReboot(async () => {
		const winner = await race(t, (user) => `umm on --reason 'for ${user}' touch /root/by-${user}`);
		const {request, commands} = await statusJson(node);
		t.is(request?.reason, `for ${winner}`);
		t.is(request?.by.sudoUser ?? request?.by.user, winner);
		t.deepEqual(
			commands.map(({command}) => command),
			[`touch /root/by-${winner}`],
		);
	});
	t.is(await status(node), 'umm');
});

test.serial('of two umm off at once one wins, the other is told who, and the boot goes on once', async (t) => {
	const boot = await node.bootId();
	await race(t, () => 'umm off');
	await consistentlyOperational(t, boot);
});

test.serial('whoever comes while the hooks of umm on run is refused and told who', async (t) => {
	await node.exec(`rm ${go}`);
	const on = node.ssh('sudo umm on', {user: 'anna', timeout: 300});
	await switching();
	for (const call of ['umm on', 'umm disable']) await refused(t, node, call, anna.name);
	for (const call of ['umm off', 'umm off reboot', 'umm enable']) await refused(t, node, call, anna.name);
	t.is(await pendingReboot(node), 'inactive');

	// It gets killed: that changes nothing, and keeps nobody out.
	const [pid] = (await lockHolder()).split(' ');
	await node.exec(`kill -KILL ${pid}`);
	t.not((await on).status, 0);
	t.is(await status(node), 'runlevel N 5');
	await node.waitReboot(() => race(t, () => 'umm on'));
	t.is(await status(node), 'umm');
});

test.serial('whoever comes while the hooks of umm off run is refused and told who', async (t) => {
	const boot = await node.bootId();
	const off = node.ssh('sudo umm off', {user: 'anna', timeout: 300});
	await switching();
	for (const call of ['umm off', 'umm off reboot', 'umm disable', 'umm enable'])
		await refused(t, node, call, anna.name);
	t.is(await status(node), 'umm');
	await sayGo();
	t.is((await off).status, 0);
	await consistentlyOperational(t, boot);
});

test.serial("the gate's resume gets through while the hooks of umm off run, and umm off then says so", async (t) => {
	const boot = await paused();
	const off = node.ssh('umm off', {timeout: 300});
	await switching();
	await succeeds(t, node, resumeByGate);
	await sayGo();
	const {status, stderr} = await off;
	t.is(status, 1);
	t.regex(stderr, /this boot is not held/);
	await consistentlyOperational(t, boot);
});

test.serial("of umm off and the gate's resume at once, or of two of the latter, exactly one wins", async (t) => {
	for (const rival of ['umm off', resumeByGate]) {
		const boot = await paused();
		await sayGo();
		const calls = [rival, resumeByGate].map((call) => node.ssh(call, {timeout: 300}));
		const [loser, ...others] = (await Promise.all(calls)).sort((a, b) => b.status - a.status);
		t.is(loser?.status, 1, rival);
		t.regex(loser?.stderr ?? '', /^umm: .*(is not held|by someone else|not in maintenance mode)/, rival);
		t.deepEqual(
			others.map(({status}) => status),
			[0],
			rival,
		);
		await consistentlyOperational(t, boot);
	}
});

test.serial('of many umm schedule add at once none is lost and no number is given twice', async (t) => {
	const before = (await statusJson(node)).commands.length;
	const words = Array.from({length: 10}, (_, index) => `word-${index}`);
	const {status, stdout, stderr} = await node.ssh(atOnce(words.map((word) => `umm schedule add echo ${word}`)), {
		timeout: 120,
	});
	t.deepEqual({status, stderr}, {status: 0, stderr: ''});
	const told = [...stdout.matchAll(/^command (\d+) waits/gm)].map(([, id]) => Number(id));
	t.is(told.length, words.length);
	t.is(new Set(told).size, words.length);
	const added = (await statusJson(node)).commands.slice(before);
	t.deepEqual(
		added.map(({id}) => id).toSorted((a, b) => a - b),
		told.toSorted((a, b) => a - b),
	);
	t.deepEqual(added.map(({command}) => command).sort(), words.map((word) => `echo ${word}`).sort());
	t.true(added.every(({state}) => state === 'waiting'));
});

test.serial('of many umm config set at once each one that succeeds is in the file, which stays whole', async (t) => {
	const before = (await node.files.read('/etc/umm.conf')).split('\n');
	for (const round of [3, 4, 5]) {
		const values = [`REBOOT_COUNT=${round}`, `COUNTER_RESET_TIME=${round}h`, `HOOK_TIMEOUT=${round}min`];
		const {status, stderr} = await node.ssh(atOnce(values.map((value) => `umm config set ${value}`)), {timeout: 120});
		t.deepEqual({status, stderr}, {status: 0, stderr: ''});
		const expected = before.map((line) => values.find((value) => line.startsWith(value.replace(/=.*/, '='))) ?? line);
		t.deepEqual((await node.files.read('/etc/umm.conf')).split('\n'), expected);
	}
	t.deepEqual(
		(await node.files.list('/etc')).filter((name) => name.startsWith('umm.conf')),
		['umm.conf'],
	);
	await succeeds(t, node, 'umm config check');
});

test.serial('after all of that the node pauses and resumes', async (t) => {
	await paused();
	await sayGo();
	await resume(node);
	t.is(await status(node), 'runlevel N 5');
});

/** Pause the node, with go said to the hooks before it and not to those after it. @returns the boot id. */
async function paused(): Promise<string> {
	await sayGo();
	return pause(node);
}

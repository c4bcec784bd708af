import test from 'ava';
import type {Ext4Disk} from './lab/ext4.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {run} from './lab/run.js';
import {add, idle, list, must, reaches, type Scheduled, show} from './support/schedule.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node<Ext4Disk>;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack, {disk: 'ext4', diskSize: {megabytes: 1024}});
});
test.after.always(() => rack.close());

/** The end of a shell command that goes on when the file is there: no test has to be fast. */
const waitFor = (path: string) => `until [ -e ${path} ]; do sleep 0.1; done`;

/** Have the node paused, whatever the test before left. */
async function held(): Promise<string> {
	return (await status(node)) === 'umm' ? node.bootId() : pause(node);
}

async function log(id: number, options = ''): Promise<string> {
	return must(node, `umm schedule log ${options} ${id}`);
}

/** The last command of the list. */
async function last(): Promise<Scheduled> {
	const command = (await list(node)).at(-1);
	if (!command) throw new Error('nothing is scheduled');
	return command;
}

test.serial('commands run in order, each in a unit of its own, and no ssh session holds them', async (t) => {
	const say = (name: string) => `echo ${name} >>/root/order; echo ${name}; sed -n s/^0:://p /proc/self/cgroup`;
	await add(node, say('first'));
	await add(node, say('second'));
	t.deepEqual(
		(await list(node)).map(({state}) => state),
		['waiting', 'waiting'],
	);
	t.false(await node.files.exists('/root/order'));

	const boot = await pause(node, `-- '${say('third')}; ${waitFor('/root/go')}; ${say('third again')}'`);
	await until(async () => (await log(3)).includes('third'), {timeout: 60, what: 'command 3 prints'});
	t.is(await node.files.read('/root/order'), 'first\nsecond\nthird');
	t.is(await log(1), 'first\n/system.slice/system-umm\\x2drun.slice/umm-run@0001.service');
	t.is(await log(2), 'second\n/system.slice/system-umm\\x2drun.slice/umm-run@0002.service');
	const unit = await node.ssh('systemctl status umm-run@0003.service');
	t.regex(unit.stdout, /umm-run@0003\.service - Scheduled command 0003/);
	t.regex(unit.stdout, /until \[ -e \/root\/go \]/, 'its processes are in it');

	const fourth = await add(node, say('fourth'));
	t.like(await show(node, fourth), {state: 'waiting', run: null}, 'after those before it');
	await must(node, 'systemctl restart ssh.service && touch /root/go');
	t.like(await reaches(node, fourth, 'done'), {run: {boot, outcome: 'exited', status: 0}});
	t.is(await node.files.read('/root/order'), 'first\nsecond\nthird\nthird again\nfourth');
	await idle(node);

	const fifth = await add(node, say('fifth'));
	t.like(await reaches(node, fifth, 'done'), {run: {status: 0}}, 'on an idle paused node it runs at once');
});

test.serial('the log can be followed while a command runs, and ends with it', async (t) => {
	await held();
	await node.files.remove('/root/go');
	const id = await add(
		node,
		`echo begin; ${waitFor('/root/go')}; printf 'one\\ntwo\\n' >&2; sleep 1; printf end; exit 7`,
	);
	let seen = '';
	const follow = run([...node.sshCommand(), `umm schedule log -f ${id}`], {
		timeout: 120,
		onOutput: (text) => {
			seen += text;
		},
	});
	await until(() => seen === 'begin\n', {timeout: 60, what: 'the first line is followed'});
	t.like(await show(node, id), {state: 'running', run: {ended: null, outcome: null}});
	await must(node, 'touch /root/go');
	t.like(await follow, {status: 0, stdout: 'begin\none\ntwo\nend'});

	const {state, run: ran} = await show(node, id);
	t.like({state, ...ran}, {state: 'done', outcome: 'exited', status: 7, signal: null});
	t.true((ran?.seconds ?? 0) >= 1);
	t.true(Date.parse(ran?.ended ?? '') >= Date.parse(ran?.started ?? ''));
	const stamp = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
	const lines = ['out  begin', 'err  one', 'err  two', 'out  end'].map((line) => `${stamp} ${line}`);
	t.regex(await log(id, '-t'), new RegExp(`^${lines.join('\n')}$`));
	t.regex(await must(node, `umm schedule show ${id}`), /exit status 7 after /);
});

test.serial('what ended a command is recorded: a signal, its time, an administrator', async (t) => {
	await held();
	const killed = await add(node, 'echo dying; kill -KILL $$', '--on-failure continue');
	t.like(await reaches(node, killed, 'done'), {run: {outcome: 'signalled', signal: 'SIGKILL', status: null}});
	t.is(await log(killed), 'dying');

	const slow = await add(node, 'echo slow; sleep 98765 & sleep 98764', '--timeout 1s --on-failure continue');
	const {run: ran} = await reaches(node, slow, 'done');
	t.is(ran?.outcome, 'timeout');
	t.true((ran?.seconds ?? 0) >= 1);
	t.is((await node.exec('pgrep -f "sleep [9]876"')).stdout, '', 'and nothing of it is left');

	const endless = await add(node, 'echo endless; sleep 98763', '--on-failure continue');
	const behind = await add(node, 'echo behind >>/root/behind');
	const after = await add(node, 'true');
	await until(async () => (await log(endless)) === 'endless', {timeout: 60, what: 'the endless command runs'});
	await must(node, `umm schedule cancel ${behind}`);
	t.is((await show(node, behind)).state, 'cancelled');
	await must(node, `umm schedule cancel ${endless}`);
	t.like(await show(node, endless), {state: 'done', run: {outcome: 'interrupted'}});
	t.is((await node.exec('pgrep -f "sleep [9]876"')).stdout, '');
	t.like(await reaches(node, after, 'done'), {run: {status: 0}});
	t.is((await show(node, behind)).state, 'cancelled');
	t.false(await node.files.exists('/root/behind'));
	t.is((await node.ssh(`umm schedule cancel ${after}`)).status, 1, 'there is nothing left to cancel');
});

test.serial('a failure stops the commands behind it, unless it is told to go on', async (t) => {
	await held();
	await node.files.remove('/root/go');
	const first = await add(node, `${waitFor('/root/go')}; exit 1`, '--on-failure continue');
	const second = await add(node, 'exit 2');
	const third = await add(node, 'echo third');
	await must(node, 'touch /root/go');
	await idle(node);
	t.like(await show(node, first), {state: 'done', run: {status: 1}});
	t.like(await show(node, second), {state: 'done', run: {status: 2}}, 'the first was told to go on');
	t.like(await show(node, third), {state: 'waiting', run: null}, 'the second was not');
	const fourth = await add(node, 'echo fourth');
	t.like(await reaches(node, fourth, 'done'), {run: {status: 0}}, 'who adds another one knows of the failure');
	t.is((await show(node, third)).state, 'waiting');

	const off = await node.ssh('umm off', {timeout: 120});
	t.regex(off.stdout, new RegExp(`command ${third} is cancelled`));
	t.is((await show(node, third)).state, 'cancelled');
	await operational(node);
});

test.serial('a command can end maintenance mode itself, and its end is recorded', async (t) => {
	const boot = await held();
	const off = await add(node, 'umm off; echo "off: $?"; umm wait --state operational; umm status');
	t.like(await reaches(node, off, 'done'), {run: {boot, outcome: 'exited', status: 0}});
	t.regex(await log(off), /off: 0\nrunlevel N 5$/);
	await operational(node);
	t.is(await node.bootId(), boot);

	const boots = node.boots.length;
	await must(node, `umm on -- 'umm off reboot; echo "off: $?"; exec sleep 98765'`);
	await until(() => node.boots.length === boots + 2, {timeout: 120, what: 'the node has rebooted twice'});
	await node.waitSsh();
	await operational(node);
	const command = await last();
	t.like(command, {state: 'done', run: {outcome: 'interrupted'}});
	t.not(command.run?.boot, await node.bootId());
	t.regex(await log(command.id), /off: 0$/);
});

for (const [then, reboots] of [
	['off', 1],
	['reboot', 2],
] as const) {
	test.serial(`--then ${then} leaves maintenance mode when every command has succeeded, and only then`, async (t) => {
		const boots = node.boots.length;
		await must(node, `umm on --then ${then} -- 'umm status; sleep 1'`);
		await until(() => node.boots.length === boots + reboots, {timeout: 120, what: 'the reboots'});
		await node.waitSsh();
		await operational(node);
		t.is(node.boots.length, boots + reboots);
		const command = await last();
		t.like(command, {state: 'done', run: {status: 0}});
		t.is(await log(command.id), 'umm', 'it ran while the node was paused');

		await pause(node, `--then ${then} -- 'exit 1'`);
		await reaches(node, command.id + 1, 'done');
		await idle(node);
		t.is(await status(node), 'umm');
		t.is(node.boots.length, boots + reboots + 1);
		await resume(node);
	});
}

test.serial('a command that a power cut interrupts is never run again', async (t) => {
	await held();
	const cut = (options: string) =>
		add(node, 'echo run >>/root/counter; sync; echo before the cut; sleep 98765', options);
	const stops = await cut('--on-failure stop');
	const behind = await add(node, 'echo behind');
	await until(async () => (await log(stops)) === 'before the cut', {timeout: 60, what: 'the command runs'});
	const boot = await node.bootId();
	await node.crashReboot({loseUnsynced: true});
	await node.waitSsh();
	t.is(await status(node), 'umm');
	t.like(await reaches(node, stops, 'done'), {run: {boot, outcome: 'interrupted', status: null, ended: null}});
	await idle(node);
	t.is((await show(node, behind)).state, 'waiting', 'what is behind it waits for the administrator');
	t.is(await log(stops), 'before the cut');
	t.is(await node.files.read('/root/counter'), 'run');

	const goesOn = await cut('--on-failure continue');
	const next = await add(node, 'echo next');
	await until(async () => (await log(goesOn)) === 'before the cut', {timeout: 60, what: 'the command runs'});
	await node.crashReboot({loseUnsynced: true});
	await node.waitSsh();
	t.like(await reaches(node, next, 'done'), {run: {boot: await node.bootId(), status: 0}});
	t.like(await show(node, goesOn), {state: 'done', run: {outcome: 'interrupted'}});
	t.is((await show(node, behind)).state, 'waiting');
	t.is(await node.files.read('/root/counter'), 'run\nrun');
	await must(node, `umm schedule cancel ${behind}`);
});

test.serial('a flood of output is recorded in bounded space, and the node stays usable', async (t) => {
	await held();
	const limit = 64 * 1024 * 1024;
	const total = 1024 ** 3;
	const id = await add(node, `yes 'a short line' | head -c ${total}; echo the end >&2; exit 5`);
	const directory = `/var/lib/umm/runs/${String(id).padStart(4, '0')}`;
	const claim = `/run/umm/run-${String(id).padStart(4, '0')}`;
	let [looks, slowest, mostKept, mostMemory] = [0, 0, 0, 0];
	const look = async () => {
		const start = performance.now();
		const {stdout} = await node.ssh(
			`read -r pid _ <${claim} && grep VmHWM /proc/$pid/status; cat ${directory}/* | wc -c; umm status`,
		);
		const [memory, kept] = [/VmHWM:\s+(\d+) kB/.exec(stdout)?.[1], /^\d+$/m.exec(stdout)?.[0]];
		t.regex(stdout, /^umm$/m);
		if (memory === undefined) return;
		looks++;
		slowest = Math.max(slowest, performance.now() - start);
		mostMemory = Math.max(mostMemory, Number(memory));
		mostKept = Math.max(mostKept, Number(kept));
	};
	const ended = async () => {
		await look();
		return (await show(node, id)).state === 'done';
	};
	await until(ended, {timeout: 240, what: 'the flood is over'});
	t.like(await show(node, id), {run: {outcome: 'exited', status: 5}});
	const {seconds} = (await show(node, id)).run ?? {};
	t.log(`${seconds} s; ${looks} looks, the slowest ${Math.round(slowest)} ms; recorder ${mostMemory} kB`);
	t.true(looks > 0);
	t.true(slowest < 10_000, 'ssh and umm status answer meanwhile');
	t.true(mostMemory < 200_000, `the recorder took ${mostMemory} kB`);
	t.true(mostKept <= limit, `${mostKept} bytes`);
	t.true(Number(await must(node, `cat ${directory}/* | wc -c`)) <= limit);

	await must(node, `umm schedule log ${id} >/root/log`);
	const gap = /^--- (\d+) bytes are not kept here ---$/.exec(await must(node, 'grep -a "not kept here" /root/log'));
	t.truthy(gap, 'one gap, and it is said');
	const printed = Number(await must(node, 'wc -c </root/log'));
	const said = `${gap?.[0]}\n`.length;
	const extra = printed - said + Number(gap?.[1]) - (total + 'the end\n'.length);
	t.true(extra === 0 || extra === 1, `every byte is there or counted, but ${extra}`);
	t.true(printed > limit / 2);
	t.is(await must(node, 'head -c 26 /root/log'), 'a short line\na short line');
	// The two streams are two pipes: which of them is read first at the end is nobody's promise.
	t.is(await must(node, "tail -c 1000000 /root/log | grep -ac 'the end$'"), '1');
	t.regex(await must(node, 'tail -n 3 /root/log'), /^a short line$/m);
});

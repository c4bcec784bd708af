import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {type Command, must, run} from './lab/run.js';
import {identity, sshOptions} from './lab/ssh.js';
import {ctrlD, Terminal} from './support/terminal.js';
import {operational, pause, resume, status, ummNode} from './support/umm.js';

let rack: Rack;
let node: Node;
let scratch: string;
test.before(async () => {
	rack = await Rack.open();
	node = await ummNode(rack);
	scratch = await mkdtemp(join(tmpdir(), 'umm-e2e-'));
});
test.after.always(async () => {
	await rack.close();
	if (scratch) await rm(scratch, {recursive: true});
});

/** Have the node paused, whatever the test before left. */
async function held(args = ''): Promise<string> {
	return (await status(node)) === 'umm' ? node.bootId() : pause(node, args);
}

/** How many consoles run on the node. */
async function consoles(): Promise<number> {
	return Number((await node.exec('pgrep -fc "umm.cjs [c]onsole"')).stdout);
}

const rsync = "rsync -a -e 'ssh -i /root/key -o StrictHostKeyChecking=no -o LogLevel=ERROR'";

/** Everything that programs do over ssh, with what each printed and how it ended. */
async function automation(): Promise<Record<string, unknown>> {
	const key = join(scratch, 'backup');
	const there = `root@${node.address}`;
	const ran: Record<string, unknown> = {};
	const record = async (name: string, command: Command, input?: string) => {
		ran[name] = await run(command, {timeout: 60, ...(input === undefined ? {} : {input})});
	};
	const ssh = (...command: Command) => [...node.sshCommand(), ...command];
	const tty = (...command: Command) => [...node.sshCommand({tty: true}), ...command];
	const copy = (...command: Command) => node.inNetwork('scp', ...sshOptions, ...command);
	const said = 'echo out; echo err >&2; exit 3';
	await record('ssh', ssh(said));
	await record('ssh to a user', [...node.sshCommand({user: 'anna'}), said]);
	await record('ssh -tt', tty(said));
	await record('a shell on standard input', ssh(), 'echo from a script\nexit 5\n');
	await record('bash -lc', ssh(`bash -lc 'shopt -q login_shell && echo login; exit 4'`));
	await record('bash -lc on a terminal', tty(`bash -lc 'shopt -q login_shell && echo login; exit 4'`));
	await record('bash -lic on a terminal', tty(`bash -lic 'shopt -q login_shell && echo login; exit 4'`));
	await record('su -c on a terminal', tty(`su - -c 'echo login; exit 6'`));
	await record('sudo -i with a command', tty(`sudo -i sh -c 'echo login; exit 7'`));
	await writeFile(join(scratch, 'up'), 'text\n');
	await record('scp there', copy(join(scratch, 'up'), `${there}:/root/copy`));
	await record('scp back', copy(`${there}:/root/copy`, join(scratch, 'back')));
	ran['the copy'] = await readFile(join(scratch, 'back'), 'utf8');
	const batch = `cd /root\nput ${join(scratch, 'up')} by-sftp\nls -1 by-sftp\n`;
	await record('sftp', node.inNetwork('sftp', ...sshOptions, '-b', '-', there), batch);
	// From the node to itself: the machine of the tests need not have it.
	await record('rsync', ssh(`${rsync} root@127.0.0.1:/etc/hostname /root/hostname && cat /root/hostname`));
	const backup = ['-F', '/dev/null', '-i', key, ...sshOptions.slice(4)];
	await record('a key with a command', node.inNetwork('ssh', ...backup, there, 'rm -rf /'));
	await record('a key with a command, on a terminal', node.inNetwork('ssh', ...backup, '-tt', there));
	return ran;
}

test.serial('what programs do over ssh is the same on a paused node, byte for byte', async (t) => {
	const key = join(scratch, 'backup');
	await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key]);
	const line = `command="echo backup only: $SSH_ORIGINAL_COMMAND; exit 9" ${await readFile(`${key}.pub`, 'utf8')}`;
	const keys = await node.files.read('/root/.ssh/authorized_keys');
	await node.files.write('/root/.ssh/authorized_keys', {text: `${keys}\n${line}`, mode: 0o600});

	await node.files.write('/root/key', {text: `${await readFile(identity, 'utf8')}\n`, mode: 0o600});

	const before = await automation();
	await held();
	const after = await automation();
	t.deepEqual(after, before);
	t.like(after, {
		ssh: {status: 3, stdout: 'out', stderr: 'err'},
		'bash -lc on a terminal': {status: 4},
		'bash -lic on a terminal': {status: 4},
		'scp there': {status: 0},
		'the copy': 'text\n',
		rsync: {status: 0, stdout: node.name},
		sftp: {status: 0},
		'a key with a command': {status: 9, stdout: 'backup only: rm -rf /'},
	});
	t.is(await consoles(), 0);
});

for (const [columns, rows] of [
	[80, 24],
	[200, 60],
	[40, 12],
] as const) {
	test.serial(
		`a login on a ${columns}x${rows} terminal shows the host, the state, why, and the commands`,
		async (t) => {
			if (!(await node.ssh('umm schedule list')).stdout.includes('the work')) {
				if ((await status(node)) === 'umm') await resume(node);
				await pause(node, "--reason 'new disks' -- 'echo the work'");
			}
			using terminal = Terminal.open(node, {columns, rows});
			await terminal.sees(/new disks/);
			await terminal.sees(/the work/);
			await terminal.sees(new RegExp(`${node.name} .*(MAINTENANCE MODE|PAUSED)`));
			if (columns >= 80) await terminal.sees(/MAINTENANCE MODE/);
			await terminal.sees(/Resume.*Reboot.*Shell/);
			t.true(terminal.fullScreen);
			terminal.types('q');
			await terminal.sees(/Leave the console\?.*session ends/);
			terminal.types('y');
			t.is(await terminal.ended(), 0);
			t.regex(terminal.words(), /The node stays paused\./);
			t.false(terminal.fullScreen);
			t.is(await status(node), 'umm');
			t.is(await consoles(), 0);
		},
	);
}

test.serial('the shell of the console is an ordinary one, and leads back to it', async (t) => {
	await held();
	using terminal = Terminal.open(node);
	await terminal.sees(/MAINTENANCE MODE/);
	terminal.types('s');
	await terminal.sees(/A shell opens/);
	terminal.types('y');
	await terminal.sees(/ordinary shell/);
	await terminal.does('echo $((40 + 2)) $UMM_SHELL $0', /42 1 .*bash/);
	await terminal.does('stty -a', / icanon.* echo /);
	t.false(terminal.fullScreen);
	await terminal.does('bash -l', /bash -l root@/);
	t.is(await consoles(), 1);
	terminal.types(ctrlD);
	await terminal.sees(/logout/);
	await terminal.does('echo back in the first', /back in the first.*back in the first/);
	await terminal.tells('exit');
	await terminal.sees(/MAINTENANCE MODE/);
	await terminal.leaves();
	t.is(await terminal.ended(), 0);
});

test.serial('a console that is killed leaves a shell on a terminal that works', async (t) => {
	await held();
	using terminal = Terminal.open(node);
	await terminal.sees(/MAINTENANCE MODE/);
	await node.exec('pkill -KILL -f "umm.cjs [c]onsole"');
	await terminal.sees(
		/the console ended with status 137; here is a shell.*maintenance mode: this boot is held.*umm off/,
	);
	t.false(terminal.fullScreen);
	await terminal.does('echo $((40 + 2))', /echo \$\(\(40 \+ 2\)\) 42/);
	await terminal.does('stty -a', / icanon.* echo /);
	await terminal.tells('exit');
	t.is(await terminal.ended(), 0);
});

test.serial('a connection that is lost leaves nothing behind on the node', async (t) => {
	await held();
	const logins = async () => Number((await node.exec('pgrep -c -f "^-bash"')).stdout);
	for (const place of ['console', 'dialog', 'shell']) {
		using terminal = Terminal.open(node);
		await terminal.sees(/MAINTENANCE MODE/);
		if (place !== 'console') {
			terminal.types('s');
			await terminal.sees(/A shell opens/);
		}
		if (place === 'shell') {
			terminal.types('y');
			await terminal.sees(/ordinary shell/);
		}
		t.is(await consoles(), 1);
		t.is(await logins(), 1);
		terminal.drop();
		const gone = async () => (await consoles()) === 0 && (await logins()) === 0;
		await until(gone, {timeout: 60, what: `nothing is left of a connection lost in the ${place}`});
	}
	t.is(await status(node), 'umm');
});

test.serial('a terminal that can show no console gets a shell and a line that says why', async (t) => {
	await held();
	using terminal = Terminal.open(node, {term: 'dumb'});
	await terminal.sees(/This node is paused by umm.*this terminal has no console.*umm off/);
	await terminal.does('echo $((40 + 2))', /\b42\b/);
	t.is(await consoles(), 0);
	await terminal.tells('exit');
	t.is(await terminal.ended(), 0);
});

test.serial('who is not root gets a shell and a line; su - and sudo -i open the console', async (t) => {
	await held();
	using terminal = Terminal.open(node, {user: 'anna'});
	await terminal.sees(/This node is paused by umm.*'sudo umm' opens its console/);
	await terminal.does('id -un', /id -un anna/);
	for (const command of ['sudo -i', 'sudo su -', 'sudo umm']) {
		await terminal.tells(command);
		await until(() => terminal.fullScreen, {timeout: 60, what: `${command} opens the console`});
		await terminal.sees(/MAINTENANCE MODE/);
		await terminal.leaves();
		await until(() => !terminal.fullScreen, {timeout: 60, what: `the console of ${command} is left`});
		await terminal.does(`echo after ${command}, $(id -un)`, new RegExp(`after ${command}, anna`));
	}
	await terminal.tells('exit');
	t.is(await terminal.ended(), 0);
});

test.serial('Resume by keys lets the same boot go on, and leaving then gives the ordinary shell', async (t) => {
	const boot = await held();
	using terminal = Terminal.open(node);
	await terminal.sees(/MAINTENANCE MODE/);
	terminal.types('r');
	await terminal.sees(new RegExp(`Resume ${node.name}\\?.*session stays`));
	terminal.types('y');
	await terminal.sees(/is operational/, 120);
	await operational(node);
	t.is(await node.bootId(), boot);
	terminal.types('\r');
	await terminal.does('echo $((40 + 2)) $0', /42 -bash/);
	t.false(terminal.fullScreen);
	t.is(await consoles(), 0);
	await terminal.tells('exit');
	t.is(await terminal.ended(), 0);

	using next = Terminal.open(node);
	await next.does('echo $((40 + 2)) $0', /42 -bash/);
	t.notRegex(next.words(), /umm/);
});

test.serial('Reboot by keys brings the node back operational', async (t) => {
	const boot = await held();
	using terminal = Terminal.open(node);
	await terminal.sees(/MAINTENANCE MODE/);
	const next = await node.waitReboot(async () => {
		terminal.types('b');
		await terminal.sees(new RegExp(`Reboot ${node.name}\\?.*session ends`));
		terminal.types('y');
		await terminal.ended();
	});
	t.not(next, boot);
	await operational(node);
	t.is(node.boots.at(-2)?.why, 'reboot');
});

test.serial('with a broken runtime a login gives a shell that says why, and the way out still works', async (t) => {
	const runtime = '/usr/lib/umm/node';
	await node.ssh(`cp -a ${runtime} /root/node`);
	const broken = {
		'which is gone': `rm ${runtime}`,
		'which is a text file': `rm ${runtime}; echo 'echo hello' >${runtime}; chmod 755 ${runtime}`,
		'which is truncated': `rm ${runtime}; head -c 1000000 /root/node >${runtime}; chmod 755 ${runtime}`,
	};
	const repair = () => node.ssh(`rm -f ${runtime}; cp -a /root/node ${runtime}`);
	for (const [what, command] of Object.entries(broken)) {
		await repair();
		const boot = await held();
		await node.ssh(command);
		using terminal = Terminal.open(node);
		await terminal.sees(/maintenance mode: this boot is held.*umm off/);
		if (what !== 'which is gone') await terminal.sees(/the console ended with status \d+; here is a shell/);
		if (what !== 'which is truncated') await terminal.sees(/umm: its runtime .* cannot start: reinstall/);
		await terminal.does('echo $((40 + 2))', /\b42\b/);
		await terminal.does('umm status', /umm status .*this boot is held.*root@/);
		t.is(await status(node), 'umm', what);

		const off = await node.ssh('umm off');
		t.is(off.status, 0, `${what}: ${off.stderr}`);
		t.regex(off.stdout, /^the boot goes on\noperational after/m);
		await operational(node);
		t.is(await node.bootId(), boot, what);
		await terminal.does('echo $((50 + 2))', /\b52\b/);
	}

	await repair();
	const boot = await pause(node);
	await node.ssh(broken['which is truncated']);
	const next = await node.waitReboot(async () => {
		const {status, stderr} = await node.ssh('umm off reboot');
		t.is(status, 0, stderr);
	});
	t.not(next, boot);
	await operational(node);
});

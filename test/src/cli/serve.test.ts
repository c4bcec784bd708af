/* `umm serve` and a real OpenSSH client. */
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {readFile, rm} from 'node:fs/promises';
import {connect} from 'node:net';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {listCommands} from '../../../src/schedule.js';
import {until} from '../runs/node.js';
import {ssh, sshOnTerminal} from '../ssh/client.js';
import {freePort, SshNode} from '../ssh/node.js';

test.serial('a verb runs, with its output, its errors and its exit status', async (t) => {
	const node = await SshNode.open(t);
	t.deepEqual(await node.ssh('status'), {status: 0, stdout: 'umm', stderr: ''});
	t.like(JSON.parse((await node.ssh('umm status --json')).stdout), {state: 'paused'});
	t.like(await node.ssh('schedule show 7'), {status: 2, stdout: ''});
	t.regex((await node.ssh('schedule show 7')).stderr, /^umm: there is no scheduled command 7/);
	t.regex((await node.ssh('--help')).stdout, /^Usage: umm/);
	t.regex(node.server.log, /session 1 of root from 127\.0\.0\.1 ended: "status", exit status 0/);
	t.regex(node.server.log, /session 2 of root from 127\.0\.0\.1 ended: "status", exit status 0/);
});

/* Only root can have files of other users. */
const asRoot = process.geteuid?.() === 0 ? test.serial : test.serial.skip;

asRoot('who asked is recorded', async (t) => {
	const node = await SshNode.open(t);
	t.is((await node.ssh("schedule add -- 'echo a | cat; echo b'", {user: 'anna'})).status, 0);
	const [command] = await listCommands(node.cli.paths, () => undefined);
	t.is(command?.command, 'echo a | cat; echo b');
	t.like(command?.by, {sudoUser: 'anna', sshPeer: '127.0.0.1', tty: undefined});
	const set = ['SUDO_USER=mallory', 'SSH_CONNECTION=192.0.2.1', 'UMM_ROOT=/', 'NODE_OPTIONS=--bogus', 'PATH=/'];
	const options = ['-o', `SetEnv=${set.join(' ')} LC_TIME=C.UTF-8`];
	t.is((await node.ssh('schedule add -- true', {options})).status, 0);
	t.like((await listCommands(node.cli.paths, () => undefined))[1]?.by, {sudoUser: undefined, sshPeer: '127.0.0.1'});
});

test.serial('nothing but public verbs runs, and nothing goes through a shell', async (t) => {
	const node = await SshNode.open(t);
	const trap = join(node.cli.paths.root, 'trap');
	for (const command of [
		`touch ${trap}`,
		`status; touch ${trap}`,
		`status $(touch ${trap})`,
		`status\ntouch ${trap}`,
		`"status; touch ${trap}"`,
		'hooks run-after-off',
		'serve',
		'sandbox',
		'/bin/sh',
		'scp -t /tmp',
		'internal-sftp',
		'rsync --server',
		'constructor',
		'--eval 1',
	]) {
		const {status, stdout, stderr} = await node.ssh(command);
		t.is(status, 2, command);
		t.is(stdout, '', command);
		t.regex(stderr, /^umm: there is no (verb|shell)/, command);
	}
	t.false(existsSync(trap));
	t.is((await node.ssh('status "x; y"')).status, 2, 'an argument stays one');
});

test.serial('other ways in are refused', async (t) => {
	const node = await SshNode.open(t);
	const denied = {status: 255, stdout: ''};
	t.like(await node.ssh('status', {key: node.stranger}), denied);
	t.like(await node.ssh('status', {user: 'nobody'}), denied);
	const password = ['-o', 'PubkeyAuthentication=no', '-o', 'PreferredAuthentications=password,keyboard-interactive'];
	t.like(await node.ssh('status', {options: password}), denied);
	t.regex(node.server.log, /refused "root" from 127\.0\.0\.1: ssh-ed25519 SHA256:\S+: the key is not in /);
	t.regex(node.server.log, /refused "nobody" from 127\.0\.0\.1: .*: there is no such user/);
	const key = (await readFile(node.key, 'utf8')).split('\n')[2] as string;
	t.false(node.server.log.includes(key));
});

test.serial('no forwarding, no sftp, no scp, no agent, no X11', async (t) => {
	const node = await SshNode.open(t);
	const {port} = node.server;
	const strict = ['-o', 'ExitOnForwardFailure=yes', '-N'];
	t.is((await ssh([...node.to({options: [...strict, '-R', `0:127.0.0.1:${port}`]})])).status, 255);
	t.is((await ssh([...node.to({options: ['-W', `127.0.0.1:${port}`]})])).status, 255);
	await node.server.logs(/refused root from 127\.0\.0\.1: port forwarding/);
	await node.server.logs(/refused root from 127\.0\.0\.1: forwarding/);
	t.is((await ssh([...node.to({options: ['-s']}), 'sftp'])).status, 255);
	await node.server.logs(/refused root from 127\.0\.0\.1: sftp/);
	t.is((await ssh([...node.to({options: ['-s']}), 'other'])).status, 255);
	await node.server.logs(/refused root from 127\.0\.0\.1: a subsystem/);
	const withAgent = ['-A', '-o', 'IdentityAgent=SSH_AUTH_SOCK'];
	const agent = await execa('ssh-agent', ['ssh', ...node.to({options: withAgent}), 'status'], {reject: false});
	t.is(agent.exitCode, 0);
	await node.server.logs(/refused root from 127\.0\.0\.1: agent forwarding/);
});

/** Connect, once somebody listens, and say something to each answer. @returns all answers, when the line is closed. */
async function converse(port: number, says: readonly Buffer[]): Promise<Buffer> {
	const socket = await until(async () => {
		const attempt = connect(port, '127.0.0.1');
		return once(attempt, 'connect').then(
			() => attempt,
			() => false as const,
		);
	});
	const answers: Buffer[] = [];
	const rest = [...says];
	const say = () => socket.write(rest.shift() ?? Buffer.alloc(0));
	socket.on('error', () => undefined);
	socket.on('data', (data: Buffer) => {
		answers.push(data);
		say();
	});
	say();
	await once(socket, 'close');
	return Buffer.concat(answers);
}

test.serial('a local forward gets no connection, nor does a client of SOCKS', async (t) => {
	const node = await SshNode.open(t);
	const {port} = node.server;
	/* RFC 1928: no authentication; then connect to this port. */
	const socks = [Buffer.from([5, 1, 0]), Buffer.from([5, 1, 0, 1, 127, 0, 0, 1, port >> 8, port & 255])];
	for (const [option, says] of [
		['-L', []],
		['-D', socks],
	] as const) {
		const local = await freePort();
		const where = option === '-L' ? `${local}:127.0.0.1:${port}` : `${local}`;
		const client = execa('ssh', node.to({options: ['-N', option, `127.0.0.1:${where}`]}), {reject: false});
		t.teardown(() => client.kill('SIGKILL'));
		const times = () => node.server.log.split('port forwarding').length;
		const before = times();
		t.notRegex((await converse(local, says)).toString('latin1'), /SSH-/, option);
		await until(() => times() > before);
		client.kill('SIGTERM');
		await client;
	}
});

test.serial('the console: drawn, resized, and the boot resumed by keys; then the server ends by itself', async (t) => {
	const node = await SshNode.open(t);
	const terminal = node.terminal(t, {columns: 100, rows: 30});
	await terminal.sees('a test');
	t.true(terminal.isAlternate);
	terminal.resize(72, 20);
	await terminal.sees(/─{70}/);
	t.is(terminal.screen().length, 20);
	await terminal.types('r');
	await terminal.sees('This boot goes on');
	await terminal.types('y');
	await terminal.sees(/operational/i);
	await until(() => !existsSync(node.cli.paths.paused));
	t.regex(await readFile(node.cli.paths.ledger, 'utf8'), /held=request/);
	await terminal.types('q');
	await terminal.sees('ssh ended: 0');
	t.false(terminal.isAlternate);
	t.true(terminal.isCursorShown);
	t.is(await node.server.ended(), 0);
});

test.serial('without a terminal there is no console, and the words say what to do', async (t) => {
	const node = await SshNode.open(t);
	const {status, stderr} = await ssh(node.to({options: ['-T']}));
	t.is(status, 4);
	t.regex(stderr, /^umm: the console needs a terminal\numm: ask for one/);
	t.like(await ssh([...node.to(), 'console']), {status: 4});
	const dumb = sshOnTerminal(t, ['-o', 'SetEnv=TERM=dumb', ...node.to()]);
	await dumb.sees("TERM is 'dumb'");
	await dumb.sees('ssh ended: 4');
});

test.serial('a verb on a terminal: its lines begin at the left, and Ctrl-C ends it', async (t) => {
	const node = await SshNode.open(t);
	const terminal = sshOnTerminal(t, [...node.to(), 'config list']);
	await terminal.sees('ssh ended: 0');
	t.true(terminal.screen().some((row) => row.startsWith('REBOOT_COUNT=')));
	const waiting = sshOnTerminal(t, [...node.to(), 'wait --state operational']);
	await node.server.logs(/session 1.*ended/);
	await until(async () => (await execa('pgrep', ['-P', `${node.server.pid}`], {reject: false})).exitCode === 0);
	await waiting.types('ctrl+c');
	await waiting.sees('ssh ended: 130');
});

test.serial('the shell of the console: a pty of the right size, and back to the console', async (t) => {
	const node = await SshNode.open(t);
	const terminal = node.terminal(t, {columns: 90, rows: 28});
	await terminal.sees('a test');
	await terminal.types('s');
	await terminal.sees(/Open a shell\?.*leaving it brings you back here/s);
	await terminal.types('y');
	await terminal.sees('This is an ordinary shell');
	terminal.write('stty size; echo "$UMM_SHELL $TERM $SHELL"\r');
	await terminal.sees(/^(# )*28 90$/m);
	await terminal.sees('1 xterm-256color /bin/sh');
	terminal.write('while :; do stty size; sleep 0.1; done\r');
	terminal.resize(70, 20);
	await terminal.sees(/^(# )*20 70$/m);
	await terminal.types('ctrl+c');
	terminal.write('exit\r');
	await terminal.sees('a test');
	t.true(terminal.isAlternate);
	await terminal.types('q');
	await terminal.sees('Leave the console?');
	await terminal.types('y');
	await terminal.sees('The node stays paused.');
	await terminal.sees('ssh ended: 0');
});

asRoot('a shell is not for other users than the one who serves', async (t) => {
	const node = await SshNode.open(t);
	const terminal = sshOnTerminal(t, node.to({user: 'anna'}));
	await terminal.sees('a test');
	await terminal.types('s');
	await terminal.sees(/Open a shell\?.*leaving it brings you back here/s);
	await terminal.types('y');
	await terminal.sees('a shell is only for keys of root');
	await terminal.types('x');
	await terminal.sees('a test');
	t.true(terminal.isAlternate);
});

test.serial('a shell ends with its connection', async (t) => {
	const node = await SshNode.open(t);
	const terminal = node.terminal(t);
	await terminal.sees('a test');
	await terminal.types('s');
	await terminal.sees(/Open a shell\?.*leaving it brings you back here/s);
	await terminal.types('y');
	await terminal.sees('This is an ordinary shell');
	const mark = join(node.cli.paths.root, 'shell-pid');
	terminal.write(`echo $$ > ${mark}.new; mv ${mark}.new ${mark}; sleep 1000\r`);
	const pid = await until(async () => existsSync(mark) && Number(await readFile(mark, 'utf8')));
	terminal.hangUp();
	await until(() => !existsSync(`/proc/${pid}`));
	t.truthy(await node.server.logs(/session \d+ of root from 127\.0\.0\.1 ended: console/));
});

test.serial('options of keys are honoured', async (t) => {
	const bound = await SshNode.open(t, {before: 'command="umm status" '});
	t.deepEqual(await bound.ssh('off'), {status: 0, stdout: 'umm', stderr: ''});
	const terminal = bound.terminal(t);
	await terminal.sees(/^umm$/m);
	await terminal.sees('ssh ended: 0');
	const backup = await SshNode.open(t, {before: 'command="rsync --server --sender . /srv",restrict '});
	t.like(await backup.ssh('off'), {status: 2, stdout: ''});
	t.like(await ssh(backup.to({options: ['-T']})), {status: 2});
	const away = await SshNode.open(t, {before: 'from="192.0.2.0/24" '});
	t.like(await away.ssh('status'), {status: 255});
	await away.server.logs(/authorized_keys:1: its from= does not have 127\.0\.0\.1/);
	const odd = await SshNode.open(t, {before: 'no-pty,later-option '});
	t.like(await odd.ssh('status'), {status: 255});
	await odd.server.logs(/the option "later-option" is not understood/);
	const quiet = await SshNode.open(t, {before: 'restrict '});
	const refused = quiet.terminal(t);
	await refused.sees('PTY allocation request failed');
	await refused.sees('ssh ended: 255');
	t.like(await ssh(quiet.to({options: ['-T']})), {status: 4});
	const old = await SshNode.open(t, {before: 'expiry-time="20200101" '});
	t.like(await old.ssh('status'), {status: 255});
	await old.server.logs(/it has expired/);
});

test.serial('a key that is bound to the console gets no shell from it', async (t) => {
	const node = await SshNode.open(t, {before: 'command="umm" '});
	const terminal = sshOnTerminal(t, [...node.to(), 'status']);
	await terminal.sees('a test');
	await terminal.types('s');
	await terminal.sees(/Open a shell\?.*leaving it brings you back here/s);
	await terminal.types('y');
	await terminal.sees('a shell is only for keys of root');
	await terminal.types('x');
	await terminal.sees('a test');
	await terminal.types('q');
	await terminal.sees('Leave the console?');
	await terminal.types('y');
	await terminal.sees('ssh ended: 0');
	t.false(terminal.isAlternate);
});

test.serial("sshd's own rules on who may log in hold, as its files have them at that moment", async (t) => {
	const node = await SshNode.open(t);
	const {root} = node.cli.paths;
	await node.server.logs(/\/etc\/ssh\/sshd_config can't be read: ENOENT/);
	const revoked = join(root, 'revoked');
	await execa('ssh-keygen', ['-q', '-k', '-f', revoked, `${node.key}.pub`]);
	for (const [line, why] of [
		['DenyUsers root@127.0.0.0/8', "sshd's DenyUsers has the user"],
		['AllowUsers anna', "sshd's AllowUsers does not have the user"],
		['Match Address 127.0.0.1\nPubkeyAuthentication no', "sshd's PubkeyAuthentication is no"],
		['RevokedKeys /revoked', 'it is revoked in '],
		['RevokedKeys /nothing', 'all keys are refused'],
	] as const) {
		await node.cli.node.write(join(root, 'etc/ssh/sshd_config'), `no line of sshd's\n${line}\n`);
		t.like(await node.ssh('status'), {status: 255, stdout: ''}, line);
		await node.server.logs(new RegExp(`refused "root" from 127\\.0\\.0\\.1: .*authorized_keys:1: ${why}`));
	}
	await node.cli.node.write(join(root, 'etc/ssh/sshd_config'), 'ForceCommand umm status\n');
	t.like(await node.ssh('off'), {status: 0, stdout: 'umm'});
	await node.cli.node.write(join(root, 'etc/ssh/sshd_config'), 'AllowUsers root@127.0.0.1\nPermitRootLogin yes\n');
	t.like(await node.ssh('status'), {status: 0, stdout: 'umm'});
	await node.cli.node.write(join(root, 'etc/shadow'), 'root:!:1::::::\n', 0o600);
	t.like(await node.ssh('status'), {status: 255});
	await node.server.logs(/the account is locked/);
});

test.serial('a file of keys that others may write is not believed', async (t) => {
	const node = await SshNode.open(t);
	const path = join(node.cli.paths.root, 'root/.ssh/authorized_keys');
	await execa('chmod', ['666', path]);
	t.like(await node.ssh('status'), {status: 255});
	await node.server.logs(/may be written by others \(mode 666\)/);
	await execa('chmod', ['600', path]);
	t.like(await node.ssh('status'), {status: 0});
});

test.serial('a client that is killed leaves no session behind, and a verb of its ends', async (t) => {
	const node = await SshNode.open(t);
	const console = node.terminal(t);
	await console.sees('a test');
	const verb = execa('ssh', [...node.to(), 'wait --state operational'], {reject: false, stdin: 'ignore'});
	await until(async () => (await execa('pgrep', ['-P', `${node.server.pid}`], {reject: false})).exitCode === 0);
	verb.kill('SIGKILL');
	console.signal('SIGKILL');
	await verb;
	await node.server.logs(/ended: "wait", exit status 129/);
	t.truthy(await node.server.logs(/ended: console, exit status 0/));
	await until(async () => (await execa('pgrep', ['-P', `${node.server.pid}`], {reject: false})).exitCode !== 0);
});

test.serial('SIGTERM gives terminals back and ends it', async (t) => {
	const node = await SshNode.open(t);
	const terminal = node.terminal(t);
	await terminal.sees('a test');
	t.is(await node.server.end('SIGTERM'), 0);
	await terminal.sees('ssh ended');
	t.false(terminal.isAlternate);
	t.true(terminal.isCursorShown);
});

test.serial('it does not serve where it must not', async (t) => {
	const node = await SshNode.open(t);
	await node.server.end();
	const {cli} = node;
	await rm(join(cli.paths.root, 'etc/ssh'), {recursive: true});
	const none = await cli.umm(['serve']);
	t.is(none.status, 4);
	t.regex(none.stderr, /there is no host key in .*etc\/ssh that can be used\numm: 'ssh-keygen -A' makes them/);
	await cli.node.conf('SSH_SERVE=never\n');
	t.like(await cli.umm(['serve']), {status: 0, stderr: 'umm: SSH_SERVE is never: nothing is served'});
	await cli.node.conf('');
	await rm(cli.paths.paused);
	t.like(await cli.umm(['serve']), {status: 1});
	t.like(await cli.umm(['serve', 'now']), {status: 2});
});

/* The server alone: limits, faults, many sessions, broken clients. A real OpenSSH client, and hostile ones. */
import {once} from 'node:events';
import {connect} from 'node:net';
import test from 'ava';
import {execa} from 'execa';
import ssh2 from 'ssh2';
import {until} from '../runs/node.js';
import {fixture, open} from './bare-server.js';
import {makeKey, ServerProcess, scratch, ssh, sshArguments} from './client.js';

test.serial('exit status, input and output go through', async (t) => {
	const {run} = await open(t);
	t.deepEqual(await run('seven'), {status: 7, stdout: '', stderr: ''});
	t.deepEqual(await run('echo', 'a\nb\r\n\u00e4'), {status: 0, stdout: 'a\nb\r\n\u00e4', stderr: ''});
});

test.serial('more than the window on both streams comes whole and once', async (t) => {
	const {run} = await open(t);
	const {stdout, stderr} = await run('flood');
	const expected = (times: number) => Array.from({length: 400}, (_, piece) => `${piece} `.repeat(times)).join('');
	t.true(stdout === expected(4000));
	t.true(stderr === expected(1000));
});

for (const host of ['ecdsa', 'rsa']) {
	test.serial(`a host key of ${host} does`, async (t) => {
		const {run} = await open(t, {}, host);
		t.like(await run('seven'), {status: 7});
	});
}

test.serial('keys of all kinds log in; an RSA signature with SHA-1 does not', async (t) => {
	const {directory, server, to} = await open(t);
	for (const [kind, ...options] of [
		['rsa', '-b', '2048'],
		['ecdsa', '-b', '256'],
		['ecdsa', '-b', '384'],
		['ecdsa', '-b', '521'],
	] as const) {
		const one = await scratch(t);
		await execa('cp', [`${directory}/host`, one]);
		const key = await makeKey(one, 'client', '-t', kind, ...options);
		const other = await ServerProcess.start(t, [fixture, one], {});
		t.like(await ssh([...sshArguments(other.port, key), 'seven']), {status: 7}, `${kind} ${options}`);
		if (kind !== 'rsa') continue;
		const old = ['-o', 'PubkeyAcceptedAlgorithms=ssh-rsa'];
		t.like(await ssh([...sshArguments(other.port, key, 'root', old), 'seven']), {status: 255});
		t.regex(other.log, /its signature would be SHA-1/);
	}
	t.like(await ssh([...to('root'), 'seven']), {status: 7});
	t.regex(server.log, /login of root from 127\.0\.0\.1 with ssh-ed25519 SHA256:\S{43}$/m);
});

test.serial('a client that does not log in is ended in time', async (t) => {
	const {server} = await open(t, {loginGrace: 300});
	for (const words of ['', 'SSH-2.0-slow\r\n', 'GET / HTTP/1.1\r\n\r\n', '\0'.repeat(100)]) {
		const socket = connect(server.port, '127.0.0.1');
		socket.on('error', () => undefined);
		socket.resume();
		socket.write(words);
		await once(socket, 'close');
	}
	t.regex(server.log, /a connection without login from 127\.0\.0\.1 ended: it took too long to log in/);
	await until(() => server.log.match(/a connection without login/g)?.length === 4);
});

test.serial('so many keys may be tried, and no more', async (t) => {
	const {server, directory, to} = await open(t, {attempts: 3});
	const strangers = await Promise.all([1, 2, 3].map((number) => makeKey(directory, `stranger-${number}`)));
	const [, , , , ...rest] = to('root');
	const tries = (keys: readonly string[]) =>
		ssh(['-F', '/dev/null', ...keys.flatMap((path) => ['-i', path]), ...rest, 'seven']);
	t.like(await tries([...strangers.slice(0, 2), `${directory}/client`]), {status: 7});
	t.like(await tries([...strangers, `${directory}/client`]), {status: 255});
	t.truthy(await server.logs(/a connection without login from 127\.0\.0\.1 ended: too many keys were tried/));
});

test.serial('so many may be about to log in, and the oldest of more has to go; who is in stays', async (t) => {
	const {server, console, run} = await open(t, {startups: 2});
	const terminal = console('anna');
	await terminal.sees('host-of-anna');
	const [first, second] = [connect(server.port, '127.0.0.1'), connect(server.port, '127.0.0.1')];
	await Promise.all([first, second].map((socket) => once(socket, 'data')));
	t.is((await run('seven')).status, 7);
	t.truthy(await server.logs(/a connection without login from 127\.0\.0\.1 ended: too many have not logged in/));
	t.deepEqual([first.closed, second.closed].toSorted(), [false, true]);
	t.true(terminal.isAlternate);
	for (const socket of [first, second]) socket.destroy();
});

test.serial('so many sessions at once, and no more', async (t) => {
	const {server, console, run, to} = await open(t, {sessions: 2, sessionsEach: 1});
	const terminals = ['anna', 'bert'].map(console);
	for (const terminal of terminals) await terminal.sees('host-of-');
	const {status, stderr} = await run('seven');
	t.is(status, 1);
	t.regex(stderr, /^umm: there are 2 sessions already/);
	await terminals[0]?.types('q');
	await terminals[0]?.sees('Leave the console?');
	await terminals[0]?.types('y');
	await until(async () => (await run('seven')).status === 7);
	const path = `${await scratch(t)}/control`;
	const master = execa('ssh', ['-M', '-S', path, '-o', 'ControlPersist=no', ...to('carl'), 'wait'], {reject: false});
	t.teardown(() => master.kill('SIGKILL'));
	await until(async () => (await execa('ssh', ['-S', path, '-O', 'check', 'x'], {reject: false})).exitCode === 0);
	await server.logs(/login of carl/);
	t.not((await execa('ssh', ['-S', path, 'x', 'seven'], {reject: false, stdin: 'ignore'})).exitCode, 7);
	master.kill();
	await master;
});

test.serial('a console on which nothing is typed ends, and gives the terminal back', async (t) => {
	const {console} = await open(t, {idle: 3000});
	const terminal = console('anna');
	await terminal.sees('host-of-anna');
	const start = performance.now();
	while (performance.now() - start < 4000) await terminal.types('tab');
	t.true(terminal.isAlternate, 'keys keep it');
	await terminal.sees('umm: nothing was typed for 3 s: the session ends');
	await terminal.sees('ssh ended: 1');
	t.false(terminal.isAlternate);
	t.true(terminal.isCursorShown);
});

test.serial('a connection without a session ends', async (t) => {
	const {server, to} = await open(t, {idle: 300});
	t.is((await ssh([...to('root', ['-N'])])).status, 255);
	t.truthy(await server.logs(/the connection of root from 127\.0\.0\.1 ended: it was idle/));
});

test.serial('a client that is stopped, and answers no more, is ended', async (t) => {
	const {server, to, count} = await open(t, {alive: 200, aliveCount: 2});
	const client = execa('ssh', [...to('root'), 'wait'], {reject: false, stdin: 'ignore'});
	t.teardown(() => client.kill('SIGKILL'));
	await until(async () => (await count()).sessions === 1);
	client.kill('SIGSTOP');
	t.truthy(await server.logs(/session \d+ of root from 127\.0\.0\.1 ended: "wait"/));
	t.truthy(await server.logs(/the connection of root from 127\.0\.0\.1 ended: "Keepalive timeout"/));
});

test.serial('a hundred clients that are killed or hung up leave nothing behind', async (t) => {
	const {server, count, to, console} = await open(t, {sessions: 200, startups: 200});
	for (let round = 0; round < 5; round++) {
		const clients = Array.from({length: 18}, () =>
			execa('ssh', [...to('root'), 'wait'], {reject: false, stdin: 'ignore'}),
		);
		const terminals = ['anna', 'bert'].map(console);
		for (const terminal of terminals) await terminal.sees('host-of-');
		await until(async () => (await count()).sessions === 20);
		for (const client of clients) client.kill('SIGKILL');
		terminals[0]?.signal('SIGKILL');
		terminals[1]?.hangUp();
		await Promise.all(clients);
		await until(async () => {
			const {sessions, connections} = await count();
			return sessions === 0 && connections === 0;
		});
	}
	t.notRegex(server.log, /fault/);
});

test.serial('hostile sizes and names are cut down', async (t) => {
	const {server, directory} = await open(t);
	const client = new ssh2.Client();
	const privateKey = await execa('cat', [`${directory}/client`]).then(({stdout}) => stdout);
	client.connect({host: '127.0.0.1', port: server.port, username: 'a\x1b[2J\nlogin of root', privateKey});
	await once(client, 'ready');
	const window = {term: 'xterm\n', cols: 4_000_000_000, rows: 4_000_000_000};
	const channel = await new Promise<ssh2.ClientChannel>((resolve, reject) => {
		client.shell(window, (error, stream) => (error ? reject(error) : resolve(stream)));
	});
	let said = '';
	channel.on('data', (data: Buffer) => {
		said += data;
	});
	await once(channel, 'close');
	t.regex(said + channel.stderr.read(), /TERM is not set/);
	client.end();
	await once(client, 'close');
	await server.logs(/ended: console/);
	t.notRegex(server.log, /\p{Cc}(?<!\n)/u);
	t.notRegex(server.log, /^login of root/m);
});

test.serial('thirteen sessions at once, one of which breaks: the others live', async (t) => {
	const {server, console, run} = await open(t);
	const users = [...'abcdefghijkl'];
	const terminals = users.map((user) => console(`user-${user}`));
	for (const [index, terminal] of terminals.entries()) await terminal.sees(`host-of-user-${users[index]}`);
	for (const user of ['timer', 'rejection', 'tick', 'sync', 'key']) {
		const broken = console(user);
		if (user === 'key') {
			await broken.sees('host-of-key');
			broken.write('x');
		}
		await broken.sees("umm: a fault of umm's has ended this session");
		await broken.sees('ssh ended: 4');
		t.false(broken.isAlternate, user);
		t.true(broken.isCursorShown, user);
	}
	t.is((await run('throw')).status, 4);
	t.is(server.log.match(/a fault of umm's: Error: injected/g)?.length, 6);
	for (const terminal of terminals) {
		t.true(terminal.isAlternate);
		await terminal.types('q');
		await terminal.sees('Leave');
		await terminal.types('y');
		await terminal.sees('ssh ended: 0');
	}
	await server.end();
	t.regex(server.log, /closed$/m);
	t.notRegex(server.log, /Warning/);
});

test.serial('a fault outside of all sessions ends the process, and terminals are given back', async (t) => {
	const {server, console} = await open(t);
	const terminals = ['anna', 'bert'].map(console);
	for (const terminal of terminals) await terminal.sees('host-of-');
	t.is(await server.end('SIGUSR2'), 1);
	t.regex(server.log, /Error: injected/);
	for (const terminal of terminals) {
		await terminal.sees('ssh ended');
		t.false(terminal.isAlternate);
		t.true(terminal.isCursorShown);
	}
});

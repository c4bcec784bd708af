/* Clients that mean no good: nobody gets in by them, nobody else is slowed, and memory stays. */
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {connect, type Socket} from 'node:net';
import {setImmediate as turn} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import ssh2 from 'ssh2';
import type {TestTerminal} from '../../ui/terminal.js';
import {main} from '../cli/node.js';
import {until} from '../runs/node.js';
import {open} from './bare-server.js';
import {ssh} from './client.js';
import {SshNode} from './node.js';

/** Megabytes that a server may take more while it is attacked: what a runtime takes and gives back at will. */
const slack = 64;

const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

/** Connect, whatever comes of it. */
function hostile(port: number, localAddress = '127.0.0.1'): Socket {
	const socket = connect({port, host: '127.0.0.1', localAddress});
	socket.on('error', () => undefined);
	socket.resume();
	return socket;
}

/** The console still does what it is told. */
async function lives(t: ExecutionContext, terminal: TestTerminal): Promise<void> {
	t.true(terminal.isAlternate);
	await terminal.types('?');
	await terminal.sees('Esc');
	await terminal.types('escape');
	await terminal.nolonger('Esc');
}

test.serial('garbage before, in and after the handshake', async (t) => {
	const {server, key, run, console, count} = await open(t);
	const terminal = console('anna');
	await terminal.sees('host-of-anna');
	const before = await server.resident();
	const hello = 'SSH-2.0-client\r\n';
	const giant = Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), randomBytes(1000)]);
	const pieces: readonly (string | Buffer)[] = [
		'GET / HTTP/1.1\r\n\r\n',
		'SSH-1.5-old\r\n',
		'SSH-2.0-client\n\n\n\n',
		`SSH-2.0-${'x'.repeat(100_000)}\r\n`,
		Buffer.alloc(1000),
		randomBytes(100_000),
		Buffer.concat([Buffer.from(hello), Buffer.alloc(100)]),
		Buffer.concat([Buffer.from(hello), giant]),
		...Array.from({length: 30}, (_, length) =>
			// A packet of a length that could be one (RFC 4253, 6), with nonsense in it, as one of the first messages.
			Buffer.concat([Buffer.from(hello), Buffer.from([0, 0, 0, 12 + 8 * length, 4, 20 + length]), randomBytes(300)]),
		),
	];
	for (const piece of pieces) {
		const socket = hostile(server.port);
		socket.end(piece);
		await closed(socket);
	}
	// Without end, and without an end of line.
	const endless = hostile(server.port);
	const block = Buffer.alloc(65_536, 'x');
	while (!endless.destroyed) {
		endless.write(block);
		await turn();
	}
	const privateKey = await readFile(key, 'utf8');
	for (const moment of ['handshake', 'ready'] as const) {
		for (const garbage of [giant, Buffer.alloc(64), randomBytes(100_000)]) {
			const client = new ssh2.Client();
			client.on('error', () => undefined);
			client.on(moment as 'ready', () => (client as unknown as {_sock: Socket})._sock.write(garbage));
			client.connect({host: '127.0.0.1', port: server.port, username: 'root', privateKey});
			await new Promise<void>((resolve) => client.once('close', () => resolve()));
		}
	}
	await lives(t, terminal);
	t.is((await run('seven')).status, 7);
	await until(async () => (await count()).connections === 1);
	t.notRegex(server.log, /fault/);
	t.true((await server.resident()) - before < slack);
});

test.serial('a client that breaks off, and is back from the same port before that is known', async (t) => {
	const {server, run} = await open(t);
	const first = connect(server.port, '127.0.0.1');
	await once(first, 'data');
	const {localPort} = first;
	process.kill(server.pid, 'SIGSTOP');
	first.resetAndDestroy();
	await closed(first);
	const second = connect({port: server.port, host: '127.0.0.1', localPort});
	second.on('error', () => undefined);
	second.resume();
	await once(second, 'connect');
	second.write('SSH-2.0-client\r\nthis is not a packet at all');
	process.kill(server.pid, 'SIGCONT');
	await closed(second);
	t.is((await run('seven')).status, 7);
});

test.serial('500 half-open connections from one address lock out nobody, not even at that address', async (t) => {
	const {server, run, to, console, count} = await open(t);
	const terminal = console('anna');
	await terminal.sees('host-of-anna');
	const before = await server.resident();
	const flood = Array.from({length: 500}, (_, number) => {
		const socket = hostile(server.port, '127.0.0.2');
		if (number % 2 === 0) socket.write('SSH-2.0-client\r\n');
		return socket;
	});
	await until(() => flood.filter((socket) => !socket.closed).length <= 20);
	t.is((await run('seven')).status, 7);
	t.is((await ssh([...to('root', ['-b', '127.0.0.2']), 'seven'])).status, 7);
	await lives(t, terminal);
	t.true((await count()).connections <= 21);
	t.true((await server.resident()) - before < slack);
	t.true((server.log.match(/127\.0\.0\.2/g)?.length ?? 0) < 10, 'the log is not flooded');
});

test.serial('a flood that does not end, from one address and from many', async (t) => {
	const {server, run, to, console, count} = await open(t);
	const terminal = console('anna');
	await terminal.sees('host-of-anna');
	let opened = 0;
	let isOver = false;
	const flood = async (address: string) => {
		while (!isOver) {
			opened++;
			await closed(hostile(server.port, address));
		}
	};
	const one = Array.from({length: 40}, () => flood('127.0.0.2'));
	const many = Array.from({length: 200}, (_, number) => flood(`127.0.1.${number + 1}`));
	await until(() => opened > 500);
	t.is((await run('seven')).status, 7);
	await until(async () => (await ssh([...to('root', ['-b', '127.0.0.2']), 'seven'])).status === 7);
	await lives(t, terminal);
	await until(async () => (await count()).connections <= 101);
	isOver = true;
	await server.end();
	await Promise.all([...one, ...many]);
});

test.serial('a client that takes nothing, whatever room it says it has, costs no memory', async (t) => {
	const {server, key, run, count} = await open(t);
	const client = new ssh2.Client();
	t.teardown(() => client.destroy());
	client.on('error', () => undefined);
	const privateKey = await readFile(key, 'utf8');
	client.connect({host: '127.0.0.1', port: server.port, username: 'root', privateKey});
	await once(client, 'ready');
	await new Promise<void>((resolve) => client.exec('endless', () => resolve()));
	const before = await server.resident();
	const inner = client as unknown as {
		_sock: Socket;
		_protocol: {channelWindowAdjust(channel: number, bytes: number): void};
	};
	inner._protocol.channelWindowAdjust(0, 0xf000_0000);
	inner._sock.pause();
	let written = -1;
	await until(async () => {
		const last = written;
		written = (await count()).written;
		return written === last;
	});
	for (let other = 0; other < 10; other++) t.is((await run('seven')).status, 7);
	t.is((await count()).written, written);
	t.true((await server.resident()) - before < slack);
});

test.serial(
	'a client that is stopped while output floods costs nothing, and sees what is when it goes on',
	async (t) => {
		// As packaging/umm starts it.
		const node = await SshNode.open(t, {program: ['--max-semi-space-size=4', '--heap-growing-percent=50', main]});
		const line = 'line %.0f of a flood that does not end for a long time';
		const script = `n=0; while :; do seq -f "${line}" $n $((n + 9999)); n=$((n + 10000)); sleep 0.1; done`;
		await node.cli.must('schedule', 'add', script);
		t.teardown(() => node.cli.umm(['schedule', 'stop', '1']));
		const [stalled, other] = [node.terminal(t, {columns: 200, rows: 60}), node.terminal(t)];
		const lineOf = (terminal: TestTerminal) => {
			const numbers = [...terminal.text().matchAll(/line (\d+) of/g)].map(([, number]) => Number(number));
			return Math.max(0, ...numbers);
		};
		/** Until so many lines have come; 100,000 are 6 MB. */
		const floods = (terminal: TestTerminal, lines: number) => until(() => lineOf(terminal) > lines);
		await Promise.all([floods(stalled, 20_000), floods(other, 20_000)]);
		const before = await node.server.resident();
		const {stdout} = await execa('pgrep', ['-P', `${stalled.pid}`, '-x', 'ssh']);
		const client = Number(stdout);
		t.teardown(() => void process.kill(client, 'SIGKILL'));
		process.kill(client, 'SIGSTOP');
		const from = lineOf(other);
		for (let step = 1; step <= 5; step++) await floods(other, from + 50_000 * step);
		t.true(lineOf(stalled) < from + 50_000);
		const grown = (await node.server.resident()) - before;
		t.true(grown < slack, `by ${grown} MB`);
		process.kill(client, 'SIGCONT');
		await floods(stalled, lineOf(other));
		process.kill(client, 'SIGSTOP');
		t.is(await node.server.end(), 0, 'a stopped client does not keep the server');
	},
);

import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import type {Runner} from '../../../src/runner.js';
import {sshdAnswers} from '../../../src/ssh/sshd.js';

/** Something that listens on loopback. @returns its port. */
async function listen(t: ExecutionContext, greet: (socket: Socket) => void): Promise<number> {
	const server = createServer((socket) => {
		socket.on('error', () => undefined);
		t.teardown(() => socket.destroy());
		greet(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => server.close());
	return (server.address() as AddressInfo).port;
}

/** A node whose `sshd -T` prints this. */
const configured = (stdout: string, status = 0): Runner => ({run: async () => ({status, stdout, stderr: ''})});

const at = (...ports: readonly number[]) =>
	configured(`port 22\n${ports.map((port) => `listenaddress 0.0.0.0:${port}\n`).join('')}permitrootlogin no\n`);

test('sshd answers when it says its name, on any of its addresses', async (t) => {
	const sshd = await listen(t, (socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n'));
	const closed = await listen(t, (socket) => socket.destroy());
	t.true(await sshdAnswers(at(sshd)));
	t.true(await sshdAnswers(at(closed, sshd)));
	t.true(await sshdAnswers(configured(`listenaddress 127.0.0.1:${sshd}\nlistenaddress [::1]:1\n`)));
	t.false(await sshdAnswers(at(closed)));
});

test('lines before the name are passed over, and the name may come in pieces', async (t) => {
	const slow = await listen(t, (socket) => {
		socket.write('Welcome\r\nSSH');
		setTimeout(() => socket.write('-2.0-dropbear\r\n'), 50);
	});
	t.true(await sshdAnswers(at(slow)));
});

test('what is not sshd does not count: another service, umm itself, one that says nothing', async (t) => {
	const ports = await Promise.all([
		listen(t, (socket) => socket.write('220 mail ESMTP\r\n')),
		listen(t, (socket) => socket.write('SSH-2.0-umm\r\n')),
		listen(t, (socket) => socket.write('x'.repeat(20_000))),
		listen(t, () => undefined),
	]);
	t.false(await sshdAnswers(at(...ports)));
});

test('without an effective configuration it is port 22', async (t) => {
	const asked: string[][] = [];
	await sshdAnswers({
		async run(command) {
			asked.push([...command]);
			return {status: 127, stdout: '', stderr: ''};
		},
	});
	t.deepEqual(asked, [['sshd', '-T']]);
});

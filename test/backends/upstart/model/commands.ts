/* initctl(8) and what else scripts call of upstart, for the model: a command in the tree that asks over a socket. */
import {chmod, mkdir, symlink, writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {join} from 'node:path';
import {type Upstart, UpstartError} from './upstart.js';

const names = ['initctl', 'start', 'stop', 'telinit', 'shutdown', 'runlevel', 'mount'];

export interface Answer {
	readonly status: number;
	readonly output: string;
}

/** Call the commands under `root`; what each does is `answer`, which may take its time. */
export async function serveCommands(
	root: string,
	answer: (args: readonly string[], env: {job: string; instance: string}) => Promise<Answer>,
): Promise<Server> {
	const take = (socket: Socket, text: string) => {
		const [job, instance, ...args] = text.split('\0');
		void answer(args, {job: job ?? '', instance: instance ?? ''}).then(({status, output}) =>
			socket.end(`${status}\n${output}`),
		);
	};
	const server = createServer((socket) => {
		let text = '';
		socket.on('error', () => {});
		socket.on('data', (chunk: Buffer) => {
			text += chunk.toString();
			if (text.endsWith('\0\n')) take(socket, text.slice(0, -2));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as AddressInfo;
	await mkdir(join(root, 'sbin'), {recursive: true});
	await writeFile(
		join(root, 'sbin/command'),
		`#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/${port}
printf '%s\\0' "\${UPSTART_JOB:-}" "\${UPSTART_INSTANCE:-}" "\${0##*/}" "$@" >&3
echo >&3
read -r status <&3
cat <&3
exit "$status"
`,
	);
	await chmod(join(root, 'sbin/command'), 0o755);
	await Promise.all(names.map((name) => symlink('command', join(root, 'sbin', name))));
	return server;
}

/** initctl(8): `start` and `stop` without a name are of the job that calls them, and are not waited for. */
export async function initctl(
	upstart: Upstart,
	args: readonly string[],
	caller: {job: string; instance: string},
): Promise<Answer> {
	const wait = !args.includes('--no-wait');
	const [verb, name, ...env] = args.filter((word) => word !== '--no-wait');
	const waited = async (call: (done?: (failed: boolean) => void) => void): Promise<Answer> => {
		if (!wait || (verb !== 'emit' && name === undefined)) {
			call();
			return {status: 0, output: ''};
		}
		const failed = await new Promise<boolean>((resolve) => call(resolve));
		return {status: failed ? 1 : 0, output: ''};
	};
	try {
		switch (verb) {
			case 'version':
				return {status: 0, output: 'init (upstart 1.12.1)\n'};
			case 'list':
				return {status: 0, output: `${upstart.list().join('\n')}\n`};
			case 'status': {
				const found = upstart.list().filter((line) => line.startsWith(`${name} `));
				return {status: found.length > 0 ? 0 : 1, output: `${found.join('\n')}\n`};
			}
			case 'emit':
				return await waited((done) => upstart.emit(name as string, env, done));
			case 'start':
				if (name !== undefined) return await waited((done) => upstart.start(name, env, done));
				return await waited(() => upstart.startInstance(upstart.find(caller.job, caller.instance), undefined));
			case 'stop': {
				const job = name === undefined ? upstart.find(caller.job, caller.instance) : upstart.find(name, undefined, env);
				return await waited((done) => upstart.stop(job, done));
			}
			default:
				return {status: 1, output: `initctl: invalid command: ${verb}\n`};
		}
	} catch (error) {
		if (!(error instanceof UpstartError)) throw error;
		return {status: 1, output: `initctl: ${error.message}\n`};
	}
}

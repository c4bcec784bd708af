/* Whether sshd answers on this node. */
import {connect} from 'node:net';
import type {Runner} from '../runner.js';
import {serverName} from './server-name.js';

interface Address {
	readonly host: string;
	readonly port: number;
}

/** Milliseconds that sshd has to say its name. */
const patience = 3000;

/** Bytes before the name; servers may send other lines first (RFC 4253, 4.2). */
const most = 8192;

const everywhere: Readonly<Record<string, string>> = {'0.0.0.0': '127.0.0.1', '[::]': '::1'};

/** Where sshd is to be found, from its effective configuration; port 22 where that can't be had. */
async function addresses(runner: Runner): Promise<readonly Address[]> {
	const {stdout} = await runner.run(['sshd', '-T'], {timeout: 5000});
	const found = [...stdout.matchAll(/^listenaddress (\[.*?\]|[^\s:]+):(\d+)/gm)].map(([, host = '', port]) => ({
		host: everywhere[host] ?? host.replaceAll(/[[\]]/g, ''),
		port: Number(port),
	}));
	return found.length > 0 ? found : Object.values(everywhere).map((host) => ({host, port: 22}));
}

/** Whether an ssh server that is not umm's own says its name there. */
function answers({host, port}: Address): Promise<boolean> {
	const {promise, resolve} = Promise.withResolvers<boolean>();
	const socket = connect({host, port});
	let text = '';
	socket.setTimeout(patience, () => socket.destroy());
	const limit = setTimeout(() => socket.destroy(), 2 * patience);
	socket.on('data', (data) => {
		text += data.toString('latin1');
		const name = /^SSH-[^\r\n]*(?=\r?\n)/m.exec(text)?.[0];
		if (name === undefined && text.length < most) return;
		resolve(name !== undefined && !name.startsWith(`SSH-2.0-${serverName}`));
		socket.destroy();
	});
	socket.on('error', () => undefined);
	socket.on('close', () => {
		clearTimeout(limit);
		resolve(false);
	});
	return promise;
}

/** Whether sshd answers with its name on one of its ports (`sshd -T`, else port 22). */
export async function sshdAnswers(runner: Runner): Promise<boolean> {
	return (await Promise.all((await addresses(runner)).map(answers))).includes(true);
}

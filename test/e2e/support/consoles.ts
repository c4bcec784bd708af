/* A node's own consoles: what is shown there, and keys that are typed there. */

import type {Node} from '../lab/node.js';
import {until} from '../lab/poll.js';
import type {EmulatedNode} from '../lab/qemu.js';
import {Terminal} from './terminal.js';

const password = 'correct horse';
/** TIOCSTI, ioctl_tty(2): a character as if it had been typed. */
const typist = 'open my $tty, "+<", shift or die $!; ioctl($tty, 0x5412, my $key = $_) or die $! for split //, shift';

type Reachable = Pick<Node, 'ssh'>;

/** Give root a password: without one nobody logs in at a console. */
export async function setPassword(node: Reachable): Promise<void> {
	await node.ssh(`echo 'root:${password}' | chpasswd`);
}

/** Type keys at a terminal device of the node. They are in the order of the calls that were waited for. */
async function typeAt(node: Reachable, device: string, keys: string): Promise<void> {
	const {status, stderr} = await node.ssh(`perl -e '${typist}' ${device} '${keys}'`);
	if (status !== 0) throw new Error(`${device}: ${stderr}`);
}

/** Log in as root at a console that shows its prompt, or shows it after Enter. */
export async function logIn(terminal: Terminal): Promise<void> {
	terminal.types('\r');
	await terminal.sees(/login:$/, 300);
	terminal.types('root\r');
	await terminal.sees(/Password:$/, 300);
	terminal.types(`${password}\r`);
}

/** The console of a container, /dev/console, from now on. */
export function containerConsole(node: Node): Terminal {
	let typed = Promise.resolve();
	let unlisten = () => {};
	return new Terminal({
		write: (keys) => {
			typed = typed.then(() => typeAt(node, '/dev/console', keys));
		},
		onData: (listener) => {
			unlisten = node.onConsole(listener);
		},
		onExit: () => {},
		kill: () => unlisten(),
	});
}

/** The serial console of an emulated machine. */
export function serialConsole(node: EmulatedNode): Terminal {
	const socket = node.serial().setEncoding('utf8');
	return new Terminal({
		write: (keys) => void socket.write(keys),
		onData: (listener) => void socket.on('data', (data) => listener(String(data))),
		onExit: (listener) => void socket.on('close', () => listener({exitCode: 0})),
		kill: () => void socket.destroy(),
	});
}

/** Wait until a virtual console shows something: vcs(4). @returns its rows, without the space behind them. */
export async function virtualConsoleShows(node: Reachable, number: number, wanted: RegExp): Promise<readonly string[]> {
	let rows: readonly string[] = [];
	const shows = async () => {
		const size = `stty -F /dev/tty${number} size | cut -d' ' -f2`;
		rows = (await node.ssh(`fold -b -w "$(${size})" /dev/vcs${number}`)).stdout.split('\n').map((row) => row.trimEnd());
		return wanted.test(rows.join('\n').trimEnd());
	};
	await until(shows, {timeout: 300, what: `${wanted} on /dev/tty${number}`}).catch((error: Error) => {
		throw new Error(`${error.message}\n${rows.join('\n')}`);
	});
	return rows;
}

/** Log in as root at a virtual console. */
export async function logInAt(node: Reachable, number: number): Promise<void> {
	for (const [prompt, answer] of [
		[/login:$/, 'root\r'],
		[/Password:$/, `${password}\r`],
	] as const) {
		await virtualConsoleShows(node, number, prompt);
		await typeAt(node, `/dev/tty${number}`, answer);
	}
}

/** Type keys at a virtual console. */
export function typeAtVirtual(node: Reachable, number: number, keys: string): Promise<void> {
	return typeAt(node, `/dev/tty${number}`, keys);
}

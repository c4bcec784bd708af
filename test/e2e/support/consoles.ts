/* A node's own consoles: what is shown there, and keys that are typed there. */

import type {Node} from '../lab/node.js';
import {Terminal} from './terminal.js';

export const password = 'correct horse';
/** TIOCSTI, ioctl_tty(2): a character as if it had been typed. */
const typist = 'open my $tty, "+<", shift or die $!; ioctl($tty, 0x5412, my $key = $_) or die $! for split //, shift';

/** Give root a password: without one nobody logs in at a console. */
export async function setPassword(node: Pick<Node, 'ssh'>): Promise<void> {
	await node.ssh(`echo 'root:${password}' | chpasswd`);
}

/** Type keys at a terminal device of the node. They are in the order of the calls that were waited for. */
async function typeAt(node: Node, device: string, keys: string): Promise<void> {
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

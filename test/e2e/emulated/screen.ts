/* The serial console and the screen of an emulated machine. */
import {until} from '../lab/poll.js';
import type {EmulatedNode} from '../lab/qemu.js';
import {Terminal} from '../support/terminal.js';

/** Plug a terminal in at its serial console. */
export function serialTerminal(node: EmulatedNode): Terminal {
	const socket = node.serial().setEncoding('utf8');
	return new Terminal({
		write: (keys) => void socket.write(keys),
		onData: (listener) => void socket.on('data', (data) => listener(String(data))),
		onExit: (listener) => void socket.on('close', () => listener({exitCode: 0})),
		kill: () => void socket.destroy(),
	});
}

/** Wait until its first virtual console shows something: vcs(4). @throws with the screen, when it does not. */
export async function screenShows(node: EmulatedNode, wanted: RegExp): Promise<void> {
	let screen = '';
	const shows = async () => {
		const {stdout} = await node.ssh('fold -b -w "$(stty -F /dev/tty1 size | cut -d" " -f2)" /dev/vcs1');
		// One byte for each cell; a frame is no ASCII there.
		screen = stdout
			.replaceAll(/[^\n -~]/g, ' ')
			.replaceAll(/ +$/gm, '')
			.trimEnd();
		return wanted.test(screen.replaceAll(/\s+/g, ' '));
	};
	await until(shows, {timeout: 300, what: `${wanted} on /dev/tty1`}).catch((error: Error) => {
		throw new Error(`${error.message}\n${screen}`);
	});
}

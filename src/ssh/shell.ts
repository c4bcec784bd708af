import {existsSync} from 'node:fs';
import type {Account} from '../accounts.js';
import {UmmError} from '../errors.js';
import {execaRunner, startPiped} from '../exec.js';
import type {TerminalChannel} from './terminal-channel.js';

/** Where script(1) is. It makes the pty, which Node.js can't. */
const places = ['/usr/bin/script', '/bin/script'];

/**
 * What runs on the new pty. It says first which one it is, since a terminal that changes its size is told of it by that
 * name. All that differs comes in the environment and is no part of the text.
 */
const login = [
	'tty',
	'stty rows "$UMM_ROWS" cols "$UMM_COLUMNS"',
	'SHELL=$UMM_LOGIN',
	'unset UMM_ROWS UMM_COLUMNS UMM_LOGIN',
	'exec "$SHELL" -l',
].join('; ');

/** Take the name of the pty off the beginning of the output. @returns undefined until it is whole. */
function ptyIn(output: Buffer): {readonly pty?: string; readonly rest: Buffer} | undefined {
	const end = output.indexOf('\n');
	if (end === -1) return undefined;
	const line = output.toString('latin1', 0, end).trim();
	return line.startsWith('/dev/') ? {pty: line, rest: output.subarray(end + 1)} : {rest: output};
}

/**
 * A login shell of a user on a pty of its own, until it ends or the terminal is gone.
 *
 * @param env added to what a login has: TERM and the locale of the client, SSH_CONNECTION.
 * @throws UmmError (system) where script(1) is missing.
 */
export async function openShell(
	terminal: TerminalChannel,
	{name, home, shell}: Account,
	env: Readonly<Record<string, string>>,
): Promise<void> {
	const script = places.find((path) => existsSync(path));
	if (script === undefined) {
		throw new UmmError('system', 'there is no shell: it needs script(1), which this node does not have', {
			hints: ["verbs of umm can be run: 'ssh -p PORT root@NODE schedule add COMMAND'"],
		});
	}
	const child = startPiped([script, '-q', '-c', login, '/dev/null'], {
		PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
		HOME: home,
		USER: name,
		LOGNAME: name,
		SHELL: '/bin/sh',
		UMM_LOGIN: shell,
		UMM_ROWS: `${terminal.rows || 24}`,
		UMM_COLUMNS: `${terminal.columns || 80}`,
		...env,
	});
	let pty: string | undefined;
	const resize = () => {
		if (pty === undefined) return;
		const {rows, columns} = terminal;
		void execaRunner.run(['stty', '-F', pty, 'rows', `${rows || 24}`, 'cols', `${columns || 80}`]);
	};
	const end = () => child.kill('SIGTERM');
	terminal.on('resize', resize);
	terminal.once('end', end);
	terminal.once('close', end);
	terminal.pipe(child.stdin, {end: false});
	let head: Buffer | undefined = Buffer.alloc(0);
	const show = (output: Buffer) => {
		terminal.emit('active');
		return new Promise<void>((resolve) => void terminal.write(output, () => resolve()));
	};
	try {
		for await (const chunk of child.stdout) {
			if (head === undefined) {
				await show(chunk);
				continue;
			}
			head = Buffer.concat([head, chunk]);
			const found = ptyIn(head);
			if (!found) continue;
			head = undefined;
			pty = found.pty;
			// The size may have changed since.
			resize();
			await show(found.rest);
		}
		await child.ended;
	} finally {
		terminal.unpipe(child.stdin);
		terminal.off('resize', resize);
		terminal.off('end', end);
		terminal.off('close', end);
	}
}

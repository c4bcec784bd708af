import {closeSync, constants, openSync} from 'node:fs';
import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {messageOf, UmmError} from '../errors.js';
import {execaRunner} from '../exec.js';

/** Both ends of one pipe, as file descriptors. */
export interface Pipe {
	/** O_NONBLOCK. */
	readonly read: number;
	readonly write: number;
}

function openPipe(path: string): Pipe {
	const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		return {read, write: openSync(path, constants.O_WRONLY)};
	} catch (error) {
		closeSync(read);
		throw error;
	}
}

function closePipe({read, write}: Pipe): void {
	closeSync(read);
	closeSync(write);
}

async function pipesIn(parent: string): Promise<readonly [Pipe, Pipe]> {
	await mkdir(parent, {recursive: true, mode: 0o755});
	const directory = await mkdtemp(join(parent, 'pipes-'));
	try {
		const [out, err] = [join(directory, 'out'), join(directory, 'err')];
		const made = await execaRunner.run(['mkfifo', '-m', '600', out, err]);
		if (made.status !== 0) throw new UmmError('system', `mkfifo failed: ${made.stderr}`);
		const first = openPipe(out);
		try {
			return [first, openPipe(err)];
		} catch (error) {
			closePipe(first);
			throw error;
		}
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

/**
 * Pipes for standard output and standard error. They are real ones (fifo(7), without a name once they are open): what
 * Node.js calls a pipe is a socket, on which a command's `echo >/dev/stderr` fails with ENXIO (open(2)).
 *
 * @param directories where to make them; the first that can be written serves.
 * @throws UmmError (system) when none can.
 */
export async function openPipes(directories: readonly string[]): Promise<readonly [Pipe, Pipe]> {
	const problems: string[] = [];
	for (const directory of directories) {
		try {
			return await pipesIn(directory);
		} catch (error) {
			problems.push(`${directory}: ${messageOf(error)}`);
		}
	}
	throw new UmmError('system', `no pipes can be made: ${problems.join('; ')}`);
}

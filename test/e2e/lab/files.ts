import {dirname} from 'node:path/posix';
import type {Command, Outcome, RunOptions} from './run.js';

/** A file to be written: its text, or more about it. A path that ends in a slash is not allowed. */
export type File = string | {text: string; mode?: number; owner?: string} | {link: string};

/** Files to add to a node's disk before it is first switched on, by absolute path. */
export type Layer = Readonly<Record<string, File>>;

/**
 * The files on a node's disk, whether it is on or off. What a running guest has mounted over its disk (/run, /tmp) is
 * not seen. Symbolic links are followed as the guest would.
 */
export class Files {
	readonly #run: (command: Command, options?: RunOptions) => Promise<Outcome>;

	/** @param run runs a command with the node's disk as its root directory. */
	constructor(run: (command: Command, options?: RunOptions) => Promise<Outcome>) {
		this.#run = run;
	}

	/** @throws when there is no such file. */
	async read(path: string): Promise<string> {
		return this.#must(['cat', path]);
	}

	/** @returns the names in a directory, sorted; none when there is no such directory. */
	async list(path: string): Promise<string[]> {
		const {stdout} = await this.#run(['ls', '-A', path]);
		return stdout.split('\n').filter(Boolean);
	}

	async exists(path: string): Promise<boolean> {
		return (await this.#run(['test', '-e', path])).status === 0;
	}

	/** Write a file and the directories above it. Mode 0644 and owner root, unless told otherwise. */
	async write(path: string, file: File): Promise<void> {
		await this.#must(['mkdir', '-p', dirname(path)]);
		if (typeof file === 'object' && 'link' in file) {
			await this.#must(['ln', '-sfn', file.link, path]);
			return;
		}

		const {text, mode = 0o644, owner = 'root'} = typeof file === 'string' ? {text: file} : file;
		const write = 'cat >"$1" && chown "$2" "$1" && chmod "$3" "$1"';
		await this.#must(['sh', '-c', write, 'sh', path, owner, mode.toString(8)], {input: text});
	}

	async add(layer: Layer): Promise<void> {
		await Promise.all(Object.entries(layer).map(([path, file]) => this.write(path, file)));
	}

	/** Remove a file or a directory with all in it, if it is there. */
	async remove(path: string): Promise<void> {
		await this.#must(['rm', '-rf', path]);
	}

	async #must(command: Command, options?: RunOptions): Promise<string> {
		const {status, stdout, stderr} = await this.#run(command, options);
		if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
		return stdout;
	}
}

import {chmod, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';

/** A directory with copies of scripts that name the directory where they would name the node's `/`. */
export class Sandbox implements AsyncDisposable {
	readonly root: string;

	private constructor(root: string) {
		this.root = root;
	}

	static async make(): Promise<Sandbox> {
		return new Sandbox(await mkdtemp(join(tmpdir(), 'umm-packaging-')));
	}

	/** Copy a file of the checkout, its absolute paths under /run, /usr and /etc moved into the directory. */
	async copy(source: string, to: string): Promise<string> {
		const text = await readFile(source, 'utf8');
		return this.write(to, text.replaceAll(/(?<=[\s'"=(])\/(?=(run|usr|etc)\/)/g, `${this.root}/`), 0o755);
	}

	async write(name: string, content: string, mode = 0o644): Promise<string> {
		const path = join(this.root, name);
		await mkdir(dirname(path), {recursive: true});
		await writeFile(path, content);
		await chmod(path, mode);
		return path;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await rm(this.root, {recursive: true, force: true});
	}
}

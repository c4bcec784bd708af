/* A tree of files with a boot loader, and the program that puts umm's entry into its menu, under a given shell. */
import {chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {execa} from 'execa';
import {backends, type Called, type Shell} from '../gate/node.js';

const programs = '/usr/lib/umm/bootloader';

export class BootTree {
	readonly root: string;
	readonly #shell: Shell;

	private constructor(root: string, shell: Shell) {
		this.root = root;
		this.#shell = shell;
	}

	/** @param files text by path; a path that ends in `*` is executable. */
	static async make(t: ExecutionContext, shell: Shell, files: Readonly<Record<string, string>>): Promise<BootTree> {
		const root = await mkdtemp(join(tmpdir(), 'umm-bootloader-'));
		t.teardown(() => rm(root, {recursive: true, force: true}));
		const tree = new BootTree(root, shell);
		await mkdir(join(root, dirname(programs)), {recursive: true});
		await symlink(join(backends, 'bootloader'), join(root, programs));
		for (const [path, text] of Object.entries({'etc/hostname': 'n1\n', ...files})) await tree.write(path, text);
		return tree;
	}

	async write(path: string, text: string): Promise<void> {
		const file = join(this.root, path.replace(/\*$/, ''));
		await mkdir(dirname(file), {recursive: true});
		await writeFile(file, text);
		if (path.endsWith('*')) await chmod(file, 0o755);
	}

	read(path: string): Promise<string> {
		return readFile(join(this.root, path), 'utf8');
	}

	async remove(path: string): Promise<void> {
		await rm(join(this.root, path), {recursive: true});
	}

	/** Run a shell program of the tree as the shell that is tested would. */
	run(program: string, ...args: readonly string[]): Promise<Called> {
		return this.#call([join(this.root, program), ...args]);
	}

	async #call(words: readonly string[]): Promise<Called> {
		const [file, ...options] = this.#shell.command;
		const {exitCode, stdout, stderr} = await execa(file, [...options, ...words], {
			reject: false,
			stdin: 'ignore',
			env: {UMM_ROOT: this.root, PATH: `${join(this.root, 'usr/sbin')}:${process.env['PATH']}`},
		});
		return {
			status: exitCode ?? -1,
			stdout: stdout.replaceAll(this.root, ''),
			stderr: stderr.replaceAll(this.root, ''),
		};
	}

	/** Call the program of umm's entry. Nothing may be said on standard error. @returns the lines that it prints. */
	async entry(t: ExecutionContext, ...args: readonly string[]): Promise<readonly string[]> {
		const {status, stdout, stderr} = await this.run(`${programs}/entry`, ...args);
		t.is(stderr, '', args.join(' '));
		t.is(status, 0, args.join(' '));
		return stdout === '' ? [] : stdout.split('\n');
	}

	/** Call it where it has to pass over something. @returns what it says, and nothing else may it print. */
	async passesOver(t: ExecutionContext, ...args: readonly string[]): Promise<string> {
		const before = await this.files();
		const {status, stdout, stderr} = await this.run(`${programs}/entry`, ...args);
		t.is(status, 0);
		t.is(stdout, '');
		t.deepEqual(await this.files(), before);
		return stderr;
	}

	/** A kernel's package calls a hook in /etc/kernel, e.g. `postinst.d/umm`. It is a link, from the tree's own root. */
	async hook(t: ExecutionContext, name: string, ...args: readonly string[]): Promise<void> {
		const path = join(this.root, 'etc/kernel', name);
		const program = join(this.root, await readlink(path));
		t.deepEqual(await this.#call(['-c', `. ${program}`, path, ...args]), {status: 0, stdout: '', stderr: ''});
	}

	/** Every file of the tree with its mode and its content or target; directories too. */
	async files(): Promise<Readonly<Record<string, string>>> {
		const paths = (await readdir(this.root, {recursive: true}))
			.filter((path) => !path.startsWith('usr/lib/umm'))
			.sort();
		const lines = paths.map(async (path) => {
			const stat = await lstat(join(this.root, path));
			const content = stat.isSymbolicLink()
				? await readlink(join(this.root, path))
				: stat.isFile()
					? await this.read(path)
					: '';
			return [path, `${stat.mode.toString(8)} ${content}`] as const;
		});
		return Object.fromEntries(await Promise.all(lines));
	}
}

/**
 * What holds for every boot loader: `--dry-run` prints exactly what is then done and does nothing; the second time there
 * is nothing to do; `umm doctor` finds the entry; what is removed leaves the tree as it was.
 *
 * @param check looks at the installed tree.
 */
export async function installsAndGoes(
	t: ExecutionContext,
	tree: BootTree,
	check: () => Promise<unknown>,
): Promise<void> {
	const before = await tree.files();
	t.regex((await tree.entry(t, 'examine')).join('\n'), /^warning\t/);
	const planned = await tree.entry(t, 'install', '--dry-run');
	t.deepEqual(await tree.files(), before);
	const done = await tree.entry(t, 'install');
	const inWords = (line: string) => line.replace(/^would (make|write) +/, (_, verb) => `${verb} `);
	const inDeeds = (line: string) =>
		line.replace(/^(made|wrote) +/, (_, verb) => (verb === 'made' ? 'make ' : 'write '));
	t.deepEqual(planned.map(inWords), done.map(inDeeds));
	t.true(done.length > 0);
	t.regex((await tree.entry(t, 'examine')).join('\n'), /^ok\t/);
	await check();

	const installed = await tree.files();
	t.deepEqual(await tree.entry(t, 'install'), []);
	t.deepEqual(await tree.files(), installed);

	await tree.entry(t, 'remove', '--dry-run');
	t.deepEqual(await tree.files(), installed);
	t.true((await tree.entry(t, 'remove')).length > 0);
	t.deepEqual(await tree.files(), before);
	t.deepEqual(await tree.entry(t, 'remove'), []);
}

import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {lstat, readdir, readFile, readlink} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {makeTree, type Package} from '../../packaging/tree.js';
import {Sandbox} from './sandbox.js';

const edition = {version: '1.0.0', epoch: 1_700_000_000};

/** Each path of a tree with its mode and its content, or what it points to. */
async function listing(root: string): Promise<Readonly<Record<string, string>>> {
	const entries = await readdir(root, {recursive: true, withFileTypes: true});
	const lines = entries.map(async (entry) => {
		const path = join(entry.parentPath, entry.name);
		const mode = ((await lstat(path)).mode & 0o7777).toString(8);
		const content = entry.isSymbolicLink()
			? await readlink(path)
			: entry.isFile()
				? createHash('sha256')
						.update(await readFile(path))
						.digest('hex')
				: '';
		return [relative(root, path), `${mode} ${content}`] as const;
	});
	return Object.fromEntries((await Promise.all(lines)).sort());
}

/** The tree of a package, made twice: it has to be the same. */
async function treeOf(
	t: ExecutionContext,
	name: Package,
	look: (root: string) => Promise<void> = async () => undefined,
) {
	await using one = await Sandbox.make();
	await using two = await Sandbox.make();
	await makeTree(one.root, name, edition);
	await makeTree(two.root, name, edition);
	const tree = await listing(one.root);
	const again = await listing(two.root);
	t.deepEqual(Object.keys(again), Object.keys(tree));
	t.deepEqual(
		Object.keys(tree).filter((path) => again[path] !== tree[path]),
		[],
	);
	for (const path of Object.keys(tree)) t.notRegex(path, /\.(ts|map)$/);
	await look(one.root);
	return tree;
}

test('umm-core: twice the same, complete, and without Node.js', async (t) => {
	const tree = await treeOf(t, 'umm-core');
	for (const program of [
		'usr/bin/umm',
		'usr/lib/umm/gate',
		'usr/lib/umm/core/umm',
		'usr/lib/umm/systemd/generator',
		'usr/lib/umm/bootloader/entry',
	]) {
		t.regex(tree[program] ?? '', /^755 /, program);
	}
	const files = ['usr/lib/umm/decide.sh', 'usr/lib/umm/core/queue.sh', 'usr/lib/umm/systemd/wiring', 'etc/umm.conf'];
	for (const file of [...files, 'etc/profile.d/umm.sh', 'usr/lib/umm/version'])
		t.regex(tree[file] ?? '', /^644 /, file);
	t.is(tree['etc/umm/state'], '755 ');
	t.deepEqual(
		Object.keys(tree).filter((path) => /\.c?js$|lib\/umm\/node$/.test(path)),
		[],
	);
});

test('umm: twice the same, the runtime and what it runs, and no file of umm-core', async (t) => {
	const core = await treeOf(t, 'umm-core');
	const tree = await treeOf(t, 'umm', async (root) => {
		// ld.so(8): the loader takes the runtime's libatomic from the package, and from nowhere else.
		const {stdout} = await promisify(execFile)('readelf', ['--dynamic', join(root, 'usr/lib/umm/node')]);
		t.regex(stdout, /\[\/usr\/lib\/umm\/a\]/);
		t.notRegex(stdout, /libatomic/);
	});
	t.regex(tree['usr/lib/umm/node'] ?? '', /^755 /);
	t.is(tree['usr/lib/umm/a'], '777 libatomic.so.1');
	t.deepEqual(
		Object.keys(tree).filter((path) => path in core && !tree[path]?.endsWith(' ')),
		[],
		'only directories are in both',
	);
});

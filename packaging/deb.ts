/* `npm run package`: dist/umm-core_VERSION_all.deb and dist/umm_VERSION_amd64.deb. Built twice they have the same bytes. */
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmod, copyFile, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {promisify} from 'node:util';
import {checkout, currentEdition, type Edition} from './edition.js';
import {makeTree, type Package, packages} from './tree.js';

/** Paths of all regular files under a directory, relative to it, in the order of their bytes. */
async function filesOf(root: string): Promise<readonly string[]> {
	const entries = await readdir(root, {recursive: true, withFileTypes: true});
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.sort();
}

/** Maintainer scripts; a package has those that it needs. */
const scripts: readonly string[] = ['preinst', 'postinst', 'prerm', 'postrm'];

/** What dpkg(1) needs to know of the tree: deb-control(5), deb-conffiles(5), deb-md5sums(5), deb-triggers(5), maintainer scripts. */
async function addControl(root: string, name: Package, {version}: Edition): Promise<void> {
	const files = await filesOf(root);
	const sizes = await Promise.all(files.map(async (file) => (await lstat(join(root, file))).size));
	const kibibytes = sizes.reduce((sum, size) => sum + Math.ceil(size / 1024), 0);
	const sums = await Promise.all(
		files.map(async (file) => {
			const sum = createHash('md5').update(await readFile(join(root, file)));
			return `${sum.digest('hex')}  ${file}\n`;
		}),
	);
	const sources = join(checkout, 'packaging/debian', name);
	const control = (await readFile(join(sources, 'control'), 'utf8'))
		.replaceAll('@VERSION@', version)
		.replace('@SIZE@', `${kibibytes}`);
	const conffiles = files.filter((file) => file.startsWith('etc/')).map((file) => `/${file}\n`);
	const directory = join(root, 'DEBIAN');
	await mkdir(directory);
	await writeFile(join(directory, 'control'), control);
	if (conffiles.length > 0) await writeFile(join(directory, 'conffiles'), conffiles.join(''));
	await writeFile(join(directory, 'md5sums'), sums.join(''));
	const own = await readdir(sources);
	if (own.includes('triggers')) await copyFile(join(sources, 'triggers'), join(directory, 'triggers'));
	for (const script of own.filter((file) => scripts.includes(file))) {
		await copyFile(join(sources, script), join(directory, script));
		await chmod(join(directory, script), 0o755);
	}
}

/**
 * Make a package in dist/. The old one stays until the new one is whole.
 *
 * @returns its path.
 */
async function makeDeb(name: Package, edition: Edition): Promise<string> {
	const dist = join(checkout, 'dist');
	const path = join(dist, `${name}_${edition.version}_${name === 'umm' ? 'amd64' : 'all'}.deb`);
	await mkdir(dist, {recursive: true});
	const scratch = await mkdtemp(join(dist, 'deb-'));
	try {
		const root = join(scratch, 'root');
		const deb = join(scratch, 'umm.deb');
		await makeTree(root, name, edition);
		await addControl(root, name, edition);
		// dpkg-deb sorts, and takes the epoch for every later time. Debian 11's dpkg reads xz, but not zstd.
		await promisify(execFile)('dpkg-deb', ['--root-owner-group', '-Zxz', '-z6', '--build', root, deb], {
			env: {...process.env, SOURCE_DATE_EPOCH: `${edition.epoch}`},
		});
		await rename(deb, path);
	} finally {
		await rm(scratch, {recursive: true, force: true});
	}
	return path;
}

if (import.meta.main) {
	const edition = await currentEdition();
	for (const name of packages) {
		const path = await makeDeb(name, edition);
		const {size} = await lstat(path);
		console.log(`${relative(process.cwd(), path)} (${Math.round(size / 1000)} kB)`);
	}
}

/* `npm run package`: dist/umm_VERSION_amd64.deb. Built twice it has the same bytes. */
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmod, copyFile, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {promisify} from 'node:util';
import {checkout, currentEdition, type Edition} from './edition.js';
import {makeTree} from './tree.js';

/** Paths of all regular files under a directory, relative to it, in the order of their bytes. */
async function filesOf(root: string): Promise<readonly string[]> {
	const entries = await readdir(root, {recursive: true, withFileTypes: true});
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.sort();
}

/** What dpkg(1) needs to know of the tree: deb-control(5), deb-conffiles(5), deb-md5sums(5), deb-triggers(5), maintainer scripts. */
async function addControl(root: string, {version}: Edition): Promise<void> {
	const files = await filesOf(root);
	const sizes = await Promise.all(files.map(async (file) => (await lstat(join(root, file))).size));
	const kibibytes = sizes.reduce((sum, size) => sum + Math.ceil(size / 1024), 0);
	const sums = await Promise.all(
		files.map(async (file) => {
			const sum = createHash('md5').update(await readFile(join(root, file)));
			return `${sum.digest('hex')}  ${file}\n`;
		}),
	);
	const sources = join(checkout, 'packaging/debian');
	const control = (await readFile(join(sources, 'control'), 'utf8'))
		.replace('@VERSION@', version)
		.replace('@SIZE@', `${kibibytes}`);
	const conffiles = files.filter((file) => file.startsWith('etc/')).map((file) => `/${file}\n`);
	// zsh does not wait for umm.
	const triggers = 'interest-noawait /etc/zsh\n';
	const directory = join(root, 'DEBIAN');
	await mkdir(directory);
	await writeFile(join(directory, 'control'), control);
	await writeFile(join(directory, 'conffiles'), conffiles.join(''));
	await writeFile(join(directory, 'md5sums'), sums.join(''));
	await writeFile(join(directory, 'triggers'), triggers);
	for (const script of ['postinst', 'prerm', 'postrm']) {
		await copyFile(join(sources, script), join(directory, script));
		await chmod(join(directory, script), 0o755);
	}
}

/**
 * Make the package in dist/. The old one stays until the new one is whole.
 *
 * @returns its path.
 */
async function makeDeb(edition: Edition): Promise<string> {
	const dist = join(checkout, 'dist');
	const path = join(dist, `umm_${edition.version}_amd64.deb`);
	await mkdir(dist, {recursive: true});
	const scratch = await mkdtemp(join(dist, 'deb-'));
	try {
		const root = join(scratch, 'root');
		const deb = join(scratch, 'umm.deb');
		await makeTree(root, edition);
		await addControl(root, edition);
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
	const path = await makeDeb(await currentEdition());
	const {size} = await lstat(path);
	console.log(`${relative(process.cwd(), path)} (${(size / 1e6).toFixed(1)} MB)`);
}

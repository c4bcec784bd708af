import {globSync} from 'node:fs';
import {chmod, copyFile, mkdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {assets} from './assets.js';
import {bundle} from './bundle.js';
import {checkout, type Edition} from './edition.js';
import {licenses} from './licenses.js';
import {makeRuntime} from './runtime.js';

/** The binary packages: what needs no Node.js, and what does. */
export const packages = ['umm-core', 'umm'] as const;

export type Package = (typeof packages)[number];

/** Directories of umm-core that are empty when it is installed. */
const directories = [
	'etc/umm/state',
	...['before-on', 'after-on', 'before-off', 'after-off'].map((name) => `etc/umm/hooks/${name}.d`),
];

/** A pattern in the checkout, the directory (with a slash) or the file that it becomes, and its mode. */
type Source = readonly [pattern: string, to: string, mode: number];

const sources: Readonly<Record<Package, readonly Source[]>> = {
	'umm-core': [
		['packaging/umm', 'usr/bin/', 0o755],
		['packaging/login/umm-shell', 'usr/bin/', 0o755],
		['packaging/umm.conf', 'etc/', 0o644],
		['packaging/login/umm.sh', 'etc/profile.d/', 0o644],
		['packaging/login/umm.fish', 'usr/share/fish/vendor_conf.d/', 0o644],
		['backends/core/umm', 'usr/lib/umm/core/', 0o755],
		['backends/core/*.sh', 'usr/lib/umm/core/', 0o644],
		['backends/gate/{alongside,evidence,gate,init,wire}', 'usr/lib/umm/', 0o755],
		['backends/gate/*.sh', 'usr/lib/umm/', 0o644],
		['backends/bootloader/{entry,grub.d,kernel-hook}', 'usr/lib/umm/bootloader/', 0o755],
		['backends/bootloader/*.{sh,awk}', 'usr/lib/umm/bootloader/', 0o644],
		['backends/systemd/generator', 'usr/lib/umm/systemd/', 0o755],
		['backends/systemd/sysinit.conf', 'usr/lib/umm/systemd/', 0o644],
		['backends/systemd/{*.sh,wiring}', 'usr/lib/umm/systemd/', 0o644],
		['backends/systemd/units/*', 'usr/lib/systemd/system/', 0o644],
		['backends/sysvinit/{boot,script}', 'usr/lib/umm/sysvinit/', 0o755],
		['backends/sysvinit/{*.sh,wiring}', 'usr/lib/umm/sysvinit/', 0o644],
		['backends/openrc/{boot,service.*}', 'usr/lib/umm/openrc/', 0o755],
		['backends/openrc/{*.sh,wiring}', 'usr/lib/umm/openrc/', 0o644],
		['backends/upstart/{boot,hold,jobs,end}', 'usr/lib/umm/upstart/', 0o755],
		['backends/upstart/{*.sh,wiring}', 'usr/lib/umm/upstart/', 0o644],
		['backends/upstart/init/*', 'usr/lib/umm/upstart/init/', 0o644],
	],
	umm: [
		['backends/sandbox/*.sh', 'usr/lib/umm/sandbox/', 0o644],
		['docs/json.md', 'usr/share/doc/umm/', 0o644],
		['docs/schemas/*', 'usr/share/doc/umm/schemas/', 0o644],
	],
};

async function put(path: string, content: string | Buffer): Promise<void> {
	await mkdir(dirname(path), {recursive: true});
	await writeFile(path, content);
}

/** gzip -9n: no name and no time in it. */
function gz(content: string | Buffer): Buffer {
	return gzipSync(content, {level: 9});
}

/** What every package has: the files of its own, and Debian's. */
async function copySources(root: string, name: Package): Promise<void> {
	const debian: readonly Source[] = [
		[`packaging/debian/${name}/copyright`, `usr/share/doc/${name}/`, 0o644],
		[`packaging/debian/${name}/lintian-overrides`, `usr/share/lintian/overrides/${name}`, 0o644],
	];
	for (const [pattern, to, mode] of [...sources[name], ...debian]) {
		const files = globSync(pattern, {cwd: checkout}).sort();
		if (files.length === 0) throw new Error(`there is no ${pattern}`);
		for (const file of files) {
			const path = join(root, to.endsWith('/') ? to + basename(file) : to);
			await mkdir(dirname(path), {recursive: true});
			await copyFile(join(checkout, file), path);
			await chmod(path, mode);
		}
	}
	const changelog = await readFile(join(checkout, 'packaging/debian/changelog'));
	await put(join(root, `usr/share/doc/${name}/changelog.gz`), gz(changelog));
}

async function putAssets(root: string, edition: Edition): Promise<void> {
	const made = await assets(edition);
	const share = (path: string) => join(root, 'usr/share', path);
	await put(share('man/man8/umm.8.gz'), gz(made.ummPage));
	await symlink('umm.8.gz', share('man/man8/umm-shell.8.gz'));
	await put(share('man/man5/umm.conf.5.gz'), gz(made.confPage));
	await put(share('bash-completion/completions/umm'), made.bash);
	await put(share('zsh/vendor-completions/_umm'), made.zsh);
	await put(share('fish/vendor_completions.d/umm.fish'), made.fish);
}

/** What runs without Node.js, and what describes all verbs. */
async function makeCore(root: string, edition: Edition): Promise<void> {
	for (const directory of directories) await mkdir(join(root, directory), {recursive: true});
	await putAssets(root, edition);
	await put(join(root, 'usr/lib/umm/version'), `${edition.version}\n`);
}

/** The runtime, and what it runs. */
async function makeFull(root: string): Promise<void> {
	const lib = join(root, 'usr/lib/umm');
	const metafile = await bundle(join(lib, 'js'));
	await put(join(root, 'usr/share/doc/umm/licenses.gz'), gz(await licenses(metafile)));
	await makeRuntime(lib);
	await symlink('libatomic.so.1', join(lib, 'a'));
}

/**
 * Make the tree of files that a package installs.
 *
 * @param root the directory that stands for `/`; made when it is not there.
 */
export async function makeTree(root: string, name: Package, edition: Edition): Promise<void> {
	process.umask(0o022);
	await copySources(root, name);
	await (name === 'umm-core' ? makeCore(root, edition) : makeFull(root));
}

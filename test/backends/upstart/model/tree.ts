/* The disk of a node with upstart: a tree of the fixtures, with umm's own files where a package puts them. */
import {randomUUID} from 'node:crypto';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {backends} from '../../gate/node.js';
import {emptyJob, type JobClass, readStanzas} from './stanzas.js';

const fixtures = fileURLToPath(new URL('../../../../../test/backends/upstart/fixtures/', import.meta.url));

export type Kind = 'trusty' | 'centos6';

export async function put(path: string, content: string, mode = 0o644): Promise<void> {
	await mkdir(dirname(path), {recursive: true});
	await writeFile(path, content);
	await chmod(path, mode);
}

/** A script of System V: when it starts it says so in /ran, and on CentOS marks its subsystem. */
const script = (name: string) => `#!/bin/sh
echo "${name} $1" >>"$UMM_ROOT/ran"
[ "$1" != start ] || : >"$UMM_ROOT/var/lock/subsys/${name}"
`;

/** /etc/init.d/rc of Ubuntu and /etc/rc.d/rc of CentOS 6, as far as they matter here; links lead into the tree. */
const rc = {
	trusty: `#!/bin/sh
echo "rc $1" >>"$UMM_ROOT/ran"
case $1 in 0 | 6) action=stop ;; *) action=start ;; esac
for link in "$UMM_ROOT/etc/rc$1.d"/S*; do
	target=$(readlink "$link") || target=$link
	case $target in "$UMM_ROOT"/*) ;; *) target=$UMM_ROOT$target ;; esac
	[ ! -x "$target" ] || "$target" $action
done
`,
	centos6: `#!/bin/sh
echo "rc $1" >>"$UMM_ROOT/ran"
for link in "$UMM_ROOT/etc/rc.d/rc$1.d"/S*; do
	name=\${link##*/S??}
	[ ! -e "$UMM_ROOT/var/lock/subsys/$name" ] || continue
	target=$(readlink "$link") || target=$link
	case $target in "$UMM_ROOT"/*) ;; *) target=$UMM_ROOT$target ;; esac
	[ ! -x "$target" ] || "$target" start
done
`,
};

const scripts = {
	trusty: {
		'etc/rc2.d': ['S20postfix', 'S99rc.local'],
		'etc/rc6.d': ['S20sendsigs', 'S40umountfs', 'S90reboot'],
		'etc/rc0.d': ['S20sendsigs', 'S40umountfs', 'S90halt'],
	},
	centos6: {
		'etc/rc.d/rc3.d': [
			'S08ip6tables',
			'S08iptables',
			'S10network',
			'S12rsyslog',
			'S22messagebus',
			'S55sshd',
			'S90crond',
		],
		'etc/rc.d/rc6.d': ['S00killall', 'S01reboot'],
		'etc/rc.d/rc0.d': ['S00killall', 'S01halt'],
	},
};

export async function makeTree(t: ExecutionContext, kind: Kind): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), 'umm-upstart-'));
	t.teardown(() => rm(root, {recursive: true, force: true, maxRetries: 10, retryDelay: 50}));
	for (const section of (await readFile(join(fixtures, `${kind}.txt`), 'utf8')).split(/^== /m).slice(1)) {
		const end = section.indexOf('\n');
		await put(join(root, section.slice(0, end)), section.slice(end + 1));
	}
	for (const [directory, names] of Object.entries(scripts[kind])) {
		for (const name of names) {
			const program = join(root, kind === 'trusty' ? 'etc/init.d' : 'etc/rc.d/init.d', name.slice(3));
			await put(program, script(name.slice(3)), 0o755);
			await mkdir(join(root, directory), {recursive: true});
			await symlink(program, join(root, directory, name));
		}
	}
	await put(join(root, kind === 'trusty' ? 'etc/init.d/rc' : 'etc/rc.d/rc'), rc[kind], 0o755);
	await put(join(root, 'etc/init.d/rcS'), '#!/bin/sh\necho rcS >>"$UMM_ROOT/ran"\n', 0o755);
	await put(join(root, 'etc/rc.d/rc.sysinit'), '#!/bin/sh\necho rc.sysinit >>"$UMM_ROOT/ran"\n', 0o755);
	await put(join(root, 'sbin/service'), '#!/bin/sh\nexec "$UMM_ROOT/etc/rc.d/init.d/$1" "$2"\n', 0o755);
	for (const directory of ['run', 'proc/sys/kernel/random', 'etc/umm/state', 'var/lock/subsys', 'dev', 'usr/lib/umm']) {
		await mkdir(join(root, directory), {recursive: true});
	}
	await put(join(root, 'proc/cmdline'), 'ro quiet\n');
	await put(join(root, 'etc/umm.conf'), 'REBOOT_COUNT=2\n');
	for (const name of ['gate', 'common.sh', 'decide.sh', 'evidence', 'wire']) {
		await symlink(join(backends, 'gate', name), join(root, 'usr/lib/umm', name));
	}
	await symlink(join(backends, 'upstart'), join(root, 'usr/lib/umm/upstart'));
	return root;
}

/** What a reboot changes: boot id, uptime, the kernel's log, and /run, which CentOS 6 has on the disk. */
export async function powerOn(root: string, kind: Kind): Promise<void> {
	if (kind === 'trusty') await rm(join(root, 'run'), {recursive: true, force: true});
	for (const file of ['ran', 'var/lock/subsys']) await rm(join(root, file), {recursive: true, force: true});
	await mkdir(join(root, 'run'), {recursive: true});
	await mkdir(join(root, 'var/lock/subsys'), {recursive: true});
	await put(join(root, 'proc/sys/kernel/random/boot_id'), `${randomUUID()}\n`);
	await put(join(root, 'proc/uptime'), '5.00 1.00\n');
	await put(join(root, 'dev/kmsg'), '');
}

/** The jobs of /etc/init, each with its override file. */
export async function readJobs(root: string): Promise<JobClass[]> {
	const files = (await readdir(join(root, 'etc/init'))).sort();
	return Promise.all(
		files
			.filter((file) => file.endsWith('.conf'))
			.map(async (file) => {
				const job = emptyJob(file.slice(0, -'.conf'.length));
				readStanzas(job, await readFile(join(root, 'etc/init', file), 'utf8'));
				const override = `${job.name}.override`;
				if (files.includes(override)) readStanzas(job, await readFile(join(root, 'etc/init', override), 'utf8'));
				return job;
			}),
	);
}

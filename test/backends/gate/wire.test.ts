/* Wiring umm into a table of init's and out of it, on trees of files. upstart's has tests of its own. */
import {chmod, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {backends, type Called, type Shell, shells} from './node.js';

const sysvinit = `# /etc/inittab: mine
id:2:initdefault:
si::sysinit:/etc/init.d/rcS

~~:S:wait:/sbin/sulogin --force
l2:2:wait:/etc/init.d/rc 2
1:2345:respawn:/sbin/getty --noclear 38400 tty1
`;
const alpine = `# Alpine's shape
::sysinit:/sbin/openrc sysinit
::sysinit:/sbin/openrc boot
::wait:/sbin/openrc default
tty1::respawn:/sbin/getty 38400 tty1
::shutdown:/sbin/openrc shutdown
`;

class Tree {
	readonly root: string;

	private constructor(root: string) {
		this.root = root;
	}

	/** @param init what /sbin/init leads to. */
	static async create(t: ExecutionContext, inittab: string, init = 'init'): Promise<Tree> {
		const root = await mkdtemp(join(tmpdir(), 'umm-wire-'));
		t.teardown(() => rm(root, {recursive: true, force: true}));
		for (const directory of [
			'etc/init.d',
			'etc/rcS.d',
			'etc/rc0.d',
			'etc/rc6.d',
			'etc/runlevels/sysinit',
			'etc/runlevels/shutdown',
			'sbin',
			'lib',
			'run',
		]) {
			await mkdir(join(root, directory), {recursive: true});
		}
		for (const name of ['gate/wire', 'gate/common.sh', 'systemd', 'sysvinit', 'openrc']) {
			await symlink(join(backends, name), join(root, 'lib', name.replace('gate/', '')));
		}
		const tree = new Tree(root);
		await tree.write('etc/inittab', inittab);
		if (init === 'init') await tree.write('sbin/init', '');
		else await symlink(join(root, 'sbin', init), join(root, 'sbin/init'));
		if (init !== 'init') await tree.write(`sbin/${init}`, '');
		const enable =
			'for link in rcS.d/S01umm rc0.d/K01umm rc6.d/K01umm; do ln -sf ../init.d/umm "$UMM_ROOT/etc/$link"; done';
		const text = `#!/bin/sh\nif [ "$2" = defaults ]; then ${enable}; else rm -f "$UMM_ROOT"/etc/rc?.d/???umm; fi\n`;
		await tree.write('sbin/update-rc.d', text);
		await chmod(join(root, 'sbin/update-rc.d'), 0o755);
		return tree;
	}

	async write(path: string, text: string): Promise<void> {
		await mkdir(join(this.root, path, '..'), {recursive: true});
		await writeFile(join(this.root, path), text);
	}

	inittab(): Promise<string> {
		return readFile(join(this.root, 'etc/inittab'), 'utf8');
	}

	/** All of /etc. */
	async etc(): Promise<string> {
		return (await execa('tar', ['-C', this.root, '--sort=name', '--mtime=@0', '-c', 'etc'])).stdout;
	}

	async wire(...args: readonly string[]): Promise<Called> {
		const [file, ...rest] = (shells[0] as Shell).command;
		const {exitCode, stdout, stderr} = await execa(file, [...rest, join(this.root, 'lib/wire'), ...args], {
			reject: false,
			env: {UMM_ROOT: this.root},
		});
		return {status: exitCode ?? -1, stdout, stderr};
	}
}

const ours = 'umm::bootwait:/usr/lib/umm/sysvinit/boot';

test('sysvinit: the line stands before those of the runlevels, install twice is once, uninstall gives the bytes back', async (t) => {
	for (const text of [sysvinit, sysvinit.trimEnd(), sysvinit.replace('~~:', '#~~:')]) {
		const tree = await Tree.create(t, text);
		const before = await tree.etc();
		const plan = await tree.wire('install', '--dry-run');
		t.is(await tree.etc(), before);
		const done = await tree.wire('install');
		t.deepEqual(done, {status: 0, stdout: plan.stdout.replaceAll('would make   ', 'made     '), stderr: ''});
		t.regex(done.stdout, /^made {5}\/etc\/inittab: umm::bootwait:\S+ {2}\(lets a boot go on, or holds it\)$/m);
		const lines = (await tree.inittab()).split('\n');
		t.regex(lines[lines.indexOf(ours) + 1] ?? '', /:wait:/);
		t.true(lines.indexOf(ours) > lines.indexOf('si::sysinit:/etc/init.d/rcS'));
		t.deepEqual(await tree.wire('install'), {status: 0, stdout: '', stderr: ''});
		const examined = (await tree.wire('examine')).stdout.split('\n');
		t.deepEqual(
			examined.map((line) => line.split('\t')[0]),
			['ok', 'ok', 'ok'],
		);
		t.is((await tree.wire('uninstall')).status, 0);
		t.is(await tree.etc(), before);
		t.deepEqual(await tree.wire('uninstall'), {status: 0, stdout: '', stderr: ''});
	}
});

test('sysvinit: a line of an older umm is replaced, and one that was moved by hand counts', async (t) => {
	const tree = await Tree.create(t, `${sysvinit}umm::bootwait:/usr/lib/umm/old/boot\n`);
	await tree.wire('install');
	t.is((await tree.inittab()).split('\n').filter((line) => line.startsWith('umm:')).length, 1);
	t.true((await tree.inittab()).includes(ours));
	const moved = `${sysvinit}${ours}\n`;
	await tree.write('etc/inittab', moved);
	t.is((await tree.wire('install')).stdout, '');
	t.is(await tree.inittab(), moved);
});

test('sysvinit: what is not umm’s stays, and nothing is changed', async (t) => {
	for (const [change, message] of [
		[
			(tree: Tree) => tree.write('etc/inittab', sysvinit.replace('l2:', 'umm:')),
			/inittab has a line umm that is not umm's: name it otherwise/,
		],
		[
			(tree: Tree) => tree.write('etc/inittab', 'id:2:initdefault:\nsi::sysinit:/etc/init.d/rcS\n'),
			/inittab has no line with the action wait behind one with sysinit/,
		],
		[
			(tree: Tree) => tree.write('etc/init.d/umm', '#!/bin/sh\n'),
			/init\.d\/umm is there, and is not umm's: move it away/,
		],
	] as const) {
		const tree = await Tree.create(t, sysvinit);
		await change(tree);
		const before = await tree.etc();
		const {status, stderr} = await tree.wire('install');
		t.is(status, 3);
		t.regex(stderr, message);
		t.is(await tree.etc(), before);
	}
});

test('busybox: the line stands behind those that prepare the system, in their order', async (t) => {
	const tree = await Tree.create(t, alpine, 'busybox');
	await tree.write('sbin/openrc', '');
	await chmod(join(tree.root, 'sbin/openrc'), 0o755);
	const before = await tree.etc();
	t.is((await tree.wire('install')).status, 0);
	const line = '::sysinit:/usr/lib/umm/openrc/boot\n';
	t.is(await tree.inittab(), alpine.replace('::wait', `${line}::wait`));
	t.is((await tree.wire('uninstall')).status, 0);
	t.is(await tree.etc(), before);
});

test('systemd: links into what the package ships; those go again, with directories that were made for them', async (t) => {
	const tree = await Tree.create(t, '', 'systemd');
	await rm(join(tree.root, 'etc/inittab'));
	const before = await tree.etc();
	const plan = await tree.wire('install', '--dry-run');
	t.is(await tree.etc(), before);
	t.is((await tree.wire('install')).stdout, plan.stdout.replaceAll('would make   ', 'made     '));
	t.deepEqual(await tree.wire('install'), {status: 0, stdout: '', stderr: ''});
	const generator = join(tree.root, 'etc/systemd/system-generators/umm-generator');
	t.is(await readlink(generator), '/usr/lib/umm/systemd/generator');
	// Of an older umm.
	await rm(generator);
	await symlink('/lib/umm/generator', generator);
	t.regex((await tree.wire('install')).stdout, /^made {5}\S+umm-generator -> \S+ {2}\(.*\)$/);
	t.is(await readlink(generator), '/usr/lib/umm/systemd/generator');

	const other = join(tree.root, 'etc/systemd/system/basic.target.wants/other.service');
	await symlink('/somewhere/else', other);
	t.is((await tree.wire('uninstall')).status, 0);
	t.is(await readlink(other), '/somewhere/else');
	await rm(join(tree.root, 'etc/systemd'), {recursive: true});
	t.is(await tree.etc(), before);
});

test('systemd: a piece that leads nowhere is broken, and one that the administrator masked is refused', async (t) => {
	const tree = await Tree.create(t, '', 'systemd');
	await tree.wire('install');
	const findings = (await tree.wire('examine')).stdout.split('\n');
	t.true(findings.length > 5);
	// Its targets are this machine's /usr/lib.
	t.true(findings.every((line) => line.startsWith('broken\t/etc/systemd/') && line.includes(' leads nowhere: it ')));
	await tree.wire('uninstall');
	await mkdir(join(tree.root, 'etc/systemd/system-generators'), {recursive: true});
	await symlink('/dev/null', join(tree.root, 'etc/systemd/system-generators/umm-generator'));
	const before = await tree.etc();
	const {status, stderr} = await tree.wire('install');
	t.is(status, 3);
	t.regex(stderr, /umm-generator is there, and is not umm's: move it away and run this again; nothing was changed$/);
	t.is(await tree.etc(), before);
});

test('a node that is paused is not unwired, and one without an init system that umm knows is not touched', async (t) => {
	const tree = await Tree.create(t, sysvinit);
	await tree.wire('install');
	await tree.write('run/umm/paused', '');
	t.like(await tree.wire('uninstall'), {
		status: 1,
		stderr: "umm: this boot is held: 'umm off' first; nothing was changed",
	});
	t.true((await tree.inittab()).includes(ours));
	const unknown = await Tree.create(t, sysvinit);
	await rm(join(unknown.root, 'etc/inittab'));
	t.like(await unknown.wire('install'), {
		status: 4,
		stdout: '',
		stderr: 'umm: umm knows no backend for the init system of this node; nothing was changed',
	});
});

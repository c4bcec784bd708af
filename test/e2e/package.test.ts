/* The Debian packages: installed, upgraded, refused to go and gone without a trace, in each state of the node. */
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Node} from './lab/node.js';
import {Rack} from './lab/rack.js';
import {must} from './lab/run.js';
import {
	active,
	asked,
	footprint,
	holdReboot,
	pendingReboot,
	releaseReboot,
	statusJson,
	succeeds,
} from './support/calls.js';
import {difference, tree} from './support/tree.js';
import {debPaths, operational, pause, resume, status} from './support/umm.js';

/** Where the packages are on the node: these, and the same with a higher version. umm-core comes first. */
const [present, next] = ['/var/tmp/present', '/var/tmp/next'];
const both = (directory: string) => `${directory}/umm-core.deb ${directory}/umm.deb`;
/** All in one package, as it was before there was umm-core. */
const single = '/var/tmp/single.deb';
const higher = '99.0.0';

let rack: Rack;
let node: Node;
let bare: string[];
test.before(async () => {
	rack = await Rack.open();
	node = await rack.node();
	const directory = await mkdtemp(join(tmpdir(), 'umm-e2e-'));
	try {
		const [core, full] = await debPaths();
		await rack.must(['mkdir', `${node.disk.root}${present}`, `${node.disk.root}${next}`]);
		for (const [name, deb] of [
			['umm-core', core],
			['umm', full],
		] as const) {
			const made = join(directory, `${name}.deb`);
			await makeHigher(deb, join(directory, name), made);
			await rack.must(['cp', deb, `${node.disk.root}${present}/${name}.deb`]);
			await rack.must(['cp', made, `${node.disk.root}${next}/${name}.deb`]);
		}
		await makeSingle(core, full, join(directory, 'one'), join(directory, 'single.deb'));
		await rack.must(['cp', join(directory, 'single.deb'), `${node.disk.root}${single}`]);
	} finally {
		await rm(directory, {recursive: true});
	}
	node.start();
	await node.waitSsh();
	await active(node, 'graphical.target');
	bare = await tree(node);
});
test.after.always(() => rack.close());

/** Make the same package with a higher version. */
async function makeHigher(deb: string, directory: string, made: string): Promise<void> {
	await must(['dpkg-deb', '--raw-extract', deb, directory]);
	const control = join(directory, 'DEBIAN/control');
	const text = (await readFile(control, 'utf8')).replace(/^Version: .*$/m, `Version: ${higher}`);
	await writeFile(control, text.replace(/umm-core \(= [^)]*\)/, `umm-core (= ${higher})`));
	await build(directory, made);
}

const build = (directory: string, made: string) =>
	must(['dpkg-deb', '--root-owner-group', '-Zgzip', '-z1', '--build', directory, made]);

/** Make the package umm 1.0.0: all files of both, and the maintainer scripts and configuration files of umm-core. */
async function makeSingle(core: string, full: string, directory: string, made: string): Promise<void> {
	for (const deb of [core, full]) await must(['dpkg-deb', '--extract', deb, directory]);
	await must(['dpkg-deb', '--control', core, join(directory, 'DEBIAN')]);
	const text = await readFile(join(directory, 'DEBIAN/control'), 'utf8');
	const fields = text.replace(/^Package: .*$/m, 'Package: umm').replace(/^Version: .*$/m, 'Version: 1.0.0');
	await writeFile(
		join(directory, 'DEBIAN/control'),
		fields.replaceAll(/^(Breaks|Replaces|Suggests|Source): .*\n/gm, ''),
	);
	await rm(join(directory, 'DEBIAN/md5sums'));
	await build(directory, made);
}

async function install(t: ExecutionContext, directory = present): Promise<void> {
	const {status, stdout, stderr} = await node.ssh(`dpkg -i ${both(directory)}`, {timeout: 300});
	t.is(status, 0, `${stdout}\n${stderr}`);
	t.is(await dpkgSays('Status'), 'install ok installed\ninstall ok installed');
}

/** Of both packages, a line each. */
const dpkgSays = async (field: string) => (await node.ssh(`dpkg -s umm-core umm | sed -n 's/^${field}: //p'`)).stdout;

/** Prove that removing and then purging leaves a node as it was before umm was installed. */
async function goesWithoutTrace(t: ExecutionContext): Promise<void> {
	for (const call of ['dpkg -r umm umm-core', 'dpkg -P umm-core']) {
		const {status, stderr} = await node.ssh(call, {timeout: 300});
		t.is(status, 0, stderr);
		t.is(stderr, '');
	}
	t.deepEqual(difference(bare, await tree(node)), []);
	t.is((await node.ssh('systemctl --failed --plain --no-legend')).stdout, '');
	t.is((await node.ssh("systemctl list-units --all --plain --no-legend 'umm*'")).stdout, '');
}

/** Prove that the node boots all the way without umm. */
async function boots(): Promise<void> {
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	await active(node, 'graphical.target');
}

/** Run umm doctor on a node that lacks something. @returns what it found. */
async function finding(t: ExecutionContext): Promise<string> {
	const {status, stdout} = await node.ssh('umm doctor');
	t.is(status, 3, stdout);
	const broken = stdout.split('\n').filter((line) => line.startsWith('BROKEN'));
	t.is(broken.length, 1, stdout);
	t.regex(stdout, /what to do: /);
	return broken[0] as string;
}

test.serial('dpkg -i wires a minimal node that has no network and no Node.js', async (t) => {
	t.not((await node.ssh('command -v node')).status, 0);
	t.is((await node.ssh('ip route show default')).stdout, '');
	await install(t);
	t.is(await status(node), 'runlevel N 5');
	t.regex(await succeeds(t, node, 'umm doctor'), /umm will work when it is needed$/);
});

test.serial('right after dpkg -i umm on pauses the node, and umm off resumes it', async (t) => {
	await pause(node);
	t.is((await statusJson(node)).why?.kind, 'request');
	await resume(node);
	t.is((await node.ssh('systemctl --failed --plain --no-legend')).stdout, '');
});

test.serial('installed twice it is as installed once', async (t) => {
	const before = await tree(node);
	await install(t);
	t.deepEqual(difference(before, await tree(node)), []);
	await succeeds(t, node, 'umm doctor');
});

test.serial('umm install and uninstall do nothing twice, and --dry-run prints exactly what is then done', async (t) => {
	const call = (words: string) => succeeds(t, node, `umm ${words}`);
	const wired = await tree(node);
	t.regex(await call('install --dry-run'), /^nothing to do/);
	t.regex(await call('install'), /^nothing to do/);
	t.deepEqual(difference(wired, await tree(node)), []);

	const wouldRemove = await call('uninstall --dry-run');
	t.deepEqual(difference(wired, await tree(node)), []);
	t.is(await call('uninstall'), wouldRemove.replaceAll('would remove', 'removed '));
	const gone = difference(wired, await tree(node));
	const links = [...wouldRemove.matchAll(/^would remove (\S+) -> (\S+)$/gm)].map(
		([, path, target]) => `${path} ${target}`,
	);
	t.deepEqual(
		gone
			.filter((line) => line.startsWith('- l '))
			.map((line) => line.replace(/^- l 777 root:root /, ''))
			.sort(),
		[...links].sort(),
	);
	// Nothing else goes but directories that these links leave empty.
	const others = gone.filter((line) => !line.startsWith('- l '));
	for (const line of others) {
		const [, path] = /^- d 755 root:root (\S+) $/.exec(line) ?? [];
		t.true(path !== undefined && links.some((link) => link.startsWith(`${path}/`)), line);
	}
	t.regex(await call('uninstall --dry-run'), /^nothing to do/);
	t.regex(await call('uninstall'), /^nothing to do/);

	const wouldMake = await call('install --dry-run');
	t.is(wouldMake.split('\n').length, links.length);
	t.is(await call('install'), wouldMake.replaceAll('would make  ', 'made    '));
	t.deepEqual(difference(wired, await tree(node)), []);
});

test.serial('umm doctor exits 3 and says what to do when a piece is missing, and 0 when it is back', async (t) => {
	const good = () => succeeds(t, node, 'umm doctor');
	await node.exec('rm /etc/systemd/system-generators/umm-generator');
	t.regex(await finding(t), /system-generators\/umm-generator is missing/);
	await succeeds(t, node, 'umm install');
	await good();

	await node.exec('systemctl disable ssh.service');
	t.regex(await finding(t), /no unit of an ssh server is enabled/);
	await node.exec('systemctl enable ssh.service');
	await good();

	await node.exec('mkdir /root/keys && mv /etc/ssh/ssh_host_* /root/keys');
	// sshd of this boot has read them, but a new connection needs them: so not by ssh.
	const {status, stdout} = await node.exec('umm doctor');
	t.is(status, 3, stdout);
	t.regex(stdout, /^BROKEN .*there is no ssh host key/m);
	await node.exec('mv /root/keys/* /etc/ssh/ && rmdir /root/keys');
	await good();

	const state = '/etc/umm/state';
	await node.exec(`mount --bind ${state} ${state} && mount -o remount,bind,ro ${state}`);
	t.regex(await finding(t), /\/etc\/umm\/state\/doctor: .*(EROFS|read-only)/i);
	await node.exec(`umount ${state}`);
	await good();
});

test.serial('a reinstall and an upgrade leave an operational node operational', async (t) => {
	const boot = await node.bootId();
	for (const deb of [present, next]) {
		const before = await footprint(node);
		await install(t, deb);
		t.is(await footprint(node), before, deb);
		t.is(await status(node), 'runlevel N 5', deb);
	}
	t.is(await dpkgSays('Version'), `${higher}\n${higher}`);
	t.is(await node.bootId(), boot);
	await succeeds(t, node, 'umm doctor');
});

test.serial('they leave a disabled node disabled, and the edits of its configuration as they are', async (t) => {
	await node.exec("sed -i 's/^REBOOT_COUNT=.*/REBOOT_COUNT=5 # ours/' /etc/umm.conf");
	await succeeds(t, node, 'umm disable');
	const before = await footprint(node);
	for (const deb of [present, next]) {
		await install(t, deb);
		t.is(await footprint(node), before, deb);
		t.is(await status(node), 'MM disabled', deb);
	}
	t.is((await statusJson(node)).config.rebootCount, 5);
	await succeeds(t, node, 'umm enable');
});

test.serial('they leave a request as it is, and the next boot pauses', async (t) => {
	await asked(node, '--reason upgraded echo hello');
	for (const deb of [present, next]) {
		const before = await footprint(node);
		await install(t, deb);
		t.is(await footprint(node), before, deb);
		t.is(await status(node), 'rebooting', deb);
	}
	await node.waitReboot(() => node.ssh('systemctl reboot'));
	t.is(await status(node), 'umm');
	t.is((await statusJson(node)).request?.reason, 'upgraded');
});

test.serial('they leave a paused node paused', async (t) => {
	const units = async () =>
		(await node.exec("systemctl list-units --state=active --plain --no-legend 'c*' '*.timer' '*.socket' '*.target'"))
			.stdout;
	const running = await units();
	for (const deb of [present, next]) {
		const before = await footprint(node);
		await install(t, deb);
		t.is(await footprint(node), before, deb);
		t.is(await units(), running, deb);
		t.is(await status(node), 'umm', deb);
	}
	t.notRegex(running, /cron\.service|multi-user\.target/);
});

test.serial('a paused node refuses to have umm removed or purged: with a sentence, and nothing changed', async (t) => {
	const [before, files] = [await footprint(node), await tree(node)];
	for (const call of ['dpkg -r umm-core umm', 'dpkg -P umm-core umm']) {
		const {status, stderr} = await node.ssh(call, {timeout: 300});
		t.is(status, 1, call);
		t.regex(stderr, /umm holds this boot; 'umm off' first/, call);
		t.regex(await dpkgSays('Status'), / ok installed$/m, call);
		await install(t);
	}
	const {status: refusal, stderr} = await node.ssh('umm uninstall');
	t.is(refusal, 1);
	t.regex(stderr, /umm holds this boot/);
	t.deepEqual(difference(files, await tree(node)), []);
	t.is(await footprint(node), before);
	t.is(await status(node), 'umm');
});

test.serial('the node that was upgraded while paused resumes', async (t) => {
	const boot = await node.bootId();
	await resume(node);
	t.is(await node.bootId(), boot);
	await succeeds(t, node, 'umm doctor');
});

test.serial('removed and purged from an operational node it leaves no trace, and the node boots', async (t) => {
	await operational(node);
	await goesWithoutTrace(t);
	await boots();
	t.deepEqual(difference(bare, await tree(node)), []);
});

test.serial('removed and purged from a disabled node it leaves no trace', async (t) => {
	await install(t);
	await succeeds(t, node, 'umm schedule add echo never');
	await succeeds(t, node, 'umm disable');
	await goesWithoutTrace(t);
});

test.serial(
	'removed and purged while a request stands, the reboot that was to come does not, and no trace is left',
	async (t) => {
		await install(t);
		await holdReboot(node);
		await succeeds(t, node, 'umm on touch /root/never');
		t.is(await pendingReboot(node), 'activating');
		const boot = await node.bootId();
		for (const call of ['dpkg -r umm umm-core', 'dpkg -P umm-core'])
			t.is((await node.ssh(call, {timeout: 300})).status, 0, call);
		t.is(await pendingReboot(node), 'inactive');
		await releaseReboot(node);
		t.deepEqual(difference(bare, await tree(node)), []);
		t.is(await node.bootId(), boot);
		await boots();
	},
);

test.serial(
	'between removing and purging the node boots, and keeps its configuration and its audit log for the next install',
	async (t) => {
		await install(t);
		await succeeds(t, node, 'umm config set REBOOT_COUNT=4');
		t.is((await node.ssh('dpkg -r umm umm-core', {timeout: 300})).status, 0);
		await boots();
		t.deepEqual(
			difference(bare, await tree(node)).filter(
				(line) => !/ \/(etc\/(umm|umm\.conf|profile\.d\/umm\.sh)|var\/lib\/umm)(\/| |$)/.test(line),
			),
			[],
		);
		await install(t);
		t.is((await statusJson(node)).config.rebootCount, 4);
		await succeeds(t, node, 'umm doctor');
	},
);

test.serial('the single package of old is upgraded to the two, its configuration kept', async (t) => {
	await goesWithoutTrace(t);
	t.is((await node.ssh(`dpkg -i ${single}`, {timeout: 300})).status, 0);
	await succeeds(t, node, 'umm config set REBOOT_COUNT=6');
	// As apt-get(8) does it: what the new umm-core breaks is deconfigured meanwhile.
	const {status: upgrade, stderr} = await node.ssh(`dpkg -i --auto-deconfigure ${both(present)}`, {timeout: 300});
	t.is(upgrade, 0, stderr);
	t.is(await dpkgSays('Status'), 'install ok installed\ninstall ok installed');
	t.is((await statusJson(node)).config.rebootCount, 6);
	await succeeds(t, node, 'umm doctor');
	await goesWithoutTrace(t);
	await install(t);
});

test.serial('purged with half of its files gone it leaves no trace either', async (t) => {
	await node.exec(
		'rm -rf /usr/lib/umm /usr/bin/umm /usr/lib/systemd/system/umm-boot.service /etc/umm.conf /etc/umm/hooks',
	);
	const {status, stderr} = await node.ssh('dpkg -P umm umm-core', {timeout: 300});
	t.is(status, 0, stderr);
	t.deepEqual(difference(bare, await tree(node)), []);
	await boots();
});

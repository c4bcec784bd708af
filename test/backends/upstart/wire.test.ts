/* Wiring umm into upstart and out of it, on trees of the fixtures. */
import {existsSync, lstatSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {mkdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {Machine} from './model/machine.js';
import {type Kind, put, readJobs} from './model/tree.js';

/** Every file below /etc with its content, every link with its target. */
function etc(root: string): Record<string, string> {
	const names = readdirSync(join(root, 'etc'), {recursive: true}) as string[];
	return Object.fromEntries(
		names.sort().map((name) => {
			const path = join(root, 'etc', name);
			const stat = lstatSync(path);
			if (stat.isSymbolicLink()) return [name, readlinkSync(path)];
			return [name, stat.isDirectory() ? '' : `${stat.mode} ${readFileSync(path, 'utf8')}`];
		}),
	);
}

const node = (t: ExecutionContext, kind: Kind) => Machine.create(t, kind);

for (const kind of ['trusty', 'centos6'] as const) {
	test(`${kind}: install twice changes nothing more, and uninstall leaves the files as they were`, async (t) => {
		const machine = await node(t, kind);
		const before = etc(machine.root);
		const planned = await machine.call('wire', 'install', '--dry-run');
		t.deepEqual(etc(machine.root), before);
		const first = await machine.call('wire', 'install');
		t.is(first.stdout, planned.stdout.replaceAll('would make   ', 'made     '));
		t.regex(first.stdout, /^made {5}\/etc\/init\/umm\.conf {2}\(/m);
		const wired = etc(machine.root);
		t.deepEqual(await machine.call('wire', 'install'), {status: 0, stdout: '', stderr: ''});
		t.deepEqual(etc(machine.root), wired);
		for (const [name, content] of Object.entries(before)) t.is(wired[name], content, name);
		const removed = await machine.call('wire', 'uninstall');
		t.is(removed.stdout.split('\n').length, first.stdout.split('\n').length);
		t.deepEqual(etc(machine.root), before);
		t.deepEqual(await machine.call('wire', 'uninstall'), {status: 0, stdout: '', stderr: ''});
	});

	test(`${kind}: upstart 0.6.5 knows every stanza of umm's jobs`, async (t) => {
		const machine = await node(t, kind);
		await machine.call('wire', 'install');
		const jobs = await readJobs(machine.root);
		t.true(jobs.filter(({name}) => name.startsWith('umm')).length >= 8);
	});

	test(`${kind}: a file of somebody else's is not overwritten, and nothing is changed`, async (t) => {
		const machine = await node(t, kind);
		await put(join(machine.root, 'etc/init/umm-window.conf'), 'start on startup\nexec mine\n');
		const before = etc(machine.root);
		const {status, stderr} = await machine.call('wire', 'install');
		t.is(status, 3);
		t.is(
			stderr,
			"umm: /etc/init/umm-window.conf is there, and is not umm's: move it away and run this again; nothing was changed",
		);
		t.is((await machine.call('wire', 'uninstall')).stdout, '');
		t.deepEqual(etc(machine.root), before);
	});

	test(`${kind}: a rc-sysinit.override or rcS.override of the administrator's stays and holds`, async (t) => {
		const machine = await node(t, kind);
		const path = join(machine.root, 'etc/init', kind === 'trusty' ? 'rc-sysinit.override' : 'rcS.override');
		await put(path, '# mine\nenv MINE=yes\n');
		t.is((await machine.call('wire', 'install')).status, 0);
		t.is(readFileSync(path, 'utf8'), '# mine\nenv MINE=yes\n');
		await machine.boot();
		t.regex((await machine.call('runlevel')).stdout, /^N [23]$/);
	});
}

test('the override file of an older umm is refused: with it no boot would end', async (t) => {
	const machine = await node(t, 'trusty');
	await put(join(machine.root, 'etc/init/rc-sysinit.override'), 'start on umm\n');
	const before = etc(machine.root);
	const {status, stderr} = await machine.call('wire', 'install');
	t.is(status, 3);
	t.regex(
		stderr,
		/^umm: \/etc\/init\/rc-sysinit\.override is of an older umm: remove that first; nothing was changed$/,
	);
	t.deepEqual(etc(machine.root), before);
});

test('a node with no upstart that umm knows gets one clear message', async (t) => {
	const machine = await node(t, 'trusty');
	await rm(join(machine.root, 'etc/init'), {recursive: true});
	await mkdir(join(machine.root, 'etc/init'));
	const {status, stdout, stderr} = await machine.call('wire', 'install');
	t.is(status, 3);
	t.is(stdout, '');
	t.regex(stderr, /^umm: this node has no upstart that umm knows .*; nothing was changed$/);
	t.deepEqual(readdirSync(join(machine.root, 'etc/init')), []);
});

test('a node that is paused is not unwired', async (t) => {
	const machine = await node(t, 'trusty');
	await machine.call('wire', 'install');
	await put(join(machine.root, 'run/umm/paused'), '');
	const {status, stderr} = await machine.call('wire', 'uninstall');
	t.is(status, 1);
	t.regex(stderr, /'umm off' first/);
	t.true(existsSync(join(machine.root, 'etc/init/umm.conf')));
});

test('a job that is installed later is held at the next boot, one that is removed is not', async (t) => {
	const machine = await node(t, 'trusty');
	await machine.call('wire', 'install');
	await machine.boot();
	await put(join(machine.root, 'etc/init/late.conf'), 'start on filesystem\nexec late\n');
	await rm(join(machine.root, 'etc/init/dbus.conf'));
	await machine.call('shutdown', '-r', 'now');
	const hold = readFileSync(join(machine.root, 'etc/init/umm-hold.conf'), 'utf8');
	t.regex(hold, /starting late\b/);
	t.notRegex(hold, /starting dbus\b/);
});

test('refresh makes nothing where umm is not wired', async (t) => {
	const machine = await node(t, 'trusty');
	const before = etc(machine.root);
	t.deepEqual(await machine.call('wire', 'refresh'), {status: 0, stdout: '', stderr: ''});
	t.deepEqual(etc(machine.root), before);
});

test('a usage error names the verbs', async (t) => {
	const machine = await node(t, 'trusty');
	const {status, stderr} = await machine.call('wire', 'remove');
	t.is(status, 2);
	t.is(stderr, 'umm: usage: wire install | uninstall | refresh | examine [--dry-run]');
});

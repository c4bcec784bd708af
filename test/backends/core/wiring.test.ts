import {mkdir, readdir, readFile, readlink, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test from 'ava';
import {systemdWiring} from '../../../backends/systemd/wiring.js';
import {backends} from '../gate/node.js';
import {CoreNode, shells} from './node.js';

for (const shell of shells) {
	test(`install makes the links that the full package would, uninstall removes those and no others (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		const {root} = node.paths;
		await symlink(join(backends, 'systemd/wiring'), join(root, 'lib/sandbox/wiring'));
		const steps = systemdWiring(root);
		const lines = (word: string) =>
			steps.map(({path, target, why}) => `${word}${path} -> ${target}  (${why})`).join('\n');
		t.is(await node.must('install', '--dry-run'), lines('would make   '));
		t.is(await node.must('install'), lines('made     '));
		for (const {path, target} of steps) t.is(await readlink(path), target);
		t.is(await node.must('install'), 'nothing to do: sandbox is as it should be');

		const wants = join(root, 'etc/systemd/system/basic.target.wants');
		await symlink('/somewhere/else', join(wants, 'other.service'));
		t.is((await node.must('uninstall', '--dry-run')).split('\n').length, steps.length);
		t.regex(await node.must('uninstall'), /^removed {2}\S+umm-generator -> \/usr\/lib\/umm\/systemd\/generator\n/);
		t.deepEqual(await readdir(join(root, 'etc/systemd/system')), ['basic.target.wants']);
		t.deepEqual(await readdir(wants), ['other.service']);
	});
}

test('what is not a link of umm’s is left as it is, and nothing is changed; a paused node keeps its wiring', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	const {root} = node.paths;
	await symlink(join(backends, 'systemd/wiring'), join(root, 'lib/sandbox/wiring'));
	const last = systemdWiring(root).at(-1)?.path as string;
	await mkdir(dirname(last), {recursive: true});
	await writeFile(last, 'a file');
	const {status, stderr} = await node.umm('install');
	t.is(status, 4);
	t.true(stderr.includes(`${last} exists and is not a link of umm's: it is left as it is`), stderr);
	t.deepEqual(await readdir(join(root, 'etc/systemd')), ['system']);
	await node.hold();
	t.like(await node.umm('uninstall'), {
		status: 1,
		stderr: "umm: umm holds this boot\numm: 'umm off' first, then uninstall",
	});
});

test('the line of the package umm goes out of zsh’s file, whose other bytes stay', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	const {root} = node.paths;
	await symlink(join(backends, 'systemd/wiring'), join(root, 'lib/sandbox/wiring'));
	const path = join(root, 'etc/zsh/zprofile');
	await mkdir(dirname(path), {recursive: true});
	const ours = "if [[ -e /run/umm/paused ]]; then emulate sh -c '. /x'; fi # umm(8)";
	for (const [wired, without] of [
		[`a=1\n${ours}\n`, 'a=1\n'],
		[`a=1\n${ours}`, 'a=1'],
		[`a=1\n\n${ours}`, 'a=1\n'],
		[`${ours}\nb=2`, 'b=2'],
		[`${ours}\n`, ''],
	] as const) {
		await writeFile(path, wired);
		await node.must('uninstall');
		t.is(await readFile(path, 'utf8'), without, wired);
	}
});

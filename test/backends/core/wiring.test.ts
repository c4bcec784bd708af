import {mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test from 'ava';
import {backends} from '../gate/node.js';
import {CoreNode, shells} from './node.js';

/** Have the node wired as one with systemd. */
async function likeSystemd({paths: {root}}: CoreNode): Promise<void> {
	await symlink(join(backends, 'gate/wire'), join(root, 'lib/wire'));
	for (const name of ['wiring', 'wire.sh']) {
		await symlink(join(backends, 'systemd', name), join(root, 'lib/sandbox', name));
	}
}

for (const shell of shells) {
	test(`install and uninstall show what they do, twice is once (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await likeSystemd(node);
		const plan = await node.must('install', '--dry-run');
		t.regex(
			plan,
			/^would make {3}\/etc\/systemd\/system-generators\/umm-generator -> \/usr\/lib\/umm\/systemd\/generator {2}\(/,
		);
		t.is(await node.must('install'), plan.replaceAll('would make   ', 'made     '));
		t.is(await node.must('install'), 'nothing to do: sandbox is as it should be');
		const removal = await node.must('uninstall', '--dry-run');
		t.is(removal.split('\n').length, plan.split('\n').length);
		t.is(await node.must('uninstall'), removal.replaceAll('would remove ', 'removed  '));
		t.is(await node.must('uninstall'), 'nothing to do: sandbox is as it should be');
	});
}

test('what is not umm’s keeps umm from being installed, and nothing is changed; a paused node keeps its wiring', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await likeSystemd(node);
	const path = '/etc/systemd/system/rescue.target.wants/umm-emergency.service';
	await node.put(path, 'a file');
	const {status, stderr} = await node.umm('install');
	t.is(status, 3);
	t.is(stderr, `umm: ${path} is there, and is not umm's: move it away and run this again; nothing was changed`);
	t.deepEqual(await readdir(join(node.paths.root, 'etc/systemd/system')), ['rescue.target.wants']);
	await node.hold();
	t.like(await node.umm('uninstall'), {
		status: 1,
		stderr: "umm: umm holds this boot\numm: 'umm off' first, then uninstall",
	});
});

test('the line of the package umm goes out of zsh’s file, whose other bytes stay', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await likeSystemd(node);
	const path = join(node.paths.root, 'etc/zsh/zprofile');
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

import {chmod, readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {readLog} from '../../../src/runs/log-reader.js';
import {collect, textOf} from '../../src/runs/node.js';
import {CoreNode, shells} from './node.js';

/** Run a program with its output kept within some bytes. */
const captured = (node: CoreNode, limit: number, program: string, before = '') =>
	node.eval(
		`output_limit=${limit} output=$root/out output_name=it started=:; heed_signals; ${before} capture 0 /bin/sh -c "$1" 2>"$root/said"; echo "$outcome $status $lost"`,
		program,
	);

for (const shell of shells) {
	test(`a flood leaves its beginning and its end, within the limit (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		const lines = 3000;
		t.is(
			await captured(
				node,
				65_536,
				`i=0; while [ $i -lt ${lines} ]; do echo "line $i of a flood that goes on"; i=$((i + 1)); done`,
			),
			'exited 0 0\n',
		);
		const directory = join(node.paths.root, 'out');
		const names = (await readdir(directory)).sort();
		t.is(names[0], 'head');
		t.true(names.length > 4);
		for (const name of names.slice(1)) t.regex(name, /^tail\.\d{16}$/);
		const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
		t.true(sizes.reduce((sum, size) => sum + size, 0) <= 65_536);
		t.true((sizes[0] ?? 0) > 30_000);
		const text = textOf(await collect(readLog(directory)));
		t.regex(text, /^line 0 of a flood/);
		t.regex(text, new RegExp(`line ${lines - 1} of a flood that goes on\\n$`));
		const [, missing] = /\[gap (\d+)\]/.exec(text) ?? [];
		const all = Array.from({length: lines}, (_, index) => `line ${index} of a flood that goes on\n`).join('');
		t.is(text.replace(/\[gap \d+\]/, '').length + Number(missing), all.length, 'the gap says how much is missing');
	});

	test(`where nothing can be kept the command runs all the same, and that is said (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.put('out', 'a file in the way');
		t.is(await captured(node, 65_536, 'echo hello; touch "$UMM_ROOT/ran"'), 'exited 0 6\n');
		t.true((await readdir(node.paths.root)).includes('ran'));
		t.regex(await node.file('said'), /^umm: it: output can't be kept: 6 bytes of it were lost$/m);
	});

	test(`after a disk that took nothing a new file begins, and tells what is missing (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		// dd fails once: as on a full disk, part of the chunk may be there.
		const broken =
			'retry_after=0; dd() { case "$*" in *conv=fsync*) if [ -e "$root/full" ]; then head -c 5; : >"$root/failed"; return 1; fi ;; esac; command dd "$@"; };';
		const wait = (condition: string) => `until ${condition}; do sleep 0.1; done`;
		const program = `echo first; ${wait('[ -s "$UMM_ROOT/out/head" ]')}; : >"$UMM_ROOT/full"; echo second; ${wait('[ -e "$UMM_ROOT/failed" ]')}; rm "$UMM_ROOT/full"; echo third`;
		t.is(await captured(node, 65_536, program, broken), 'exited 0 7\n');
		t.deepEqual((await readdir(join(node.paths.root, 'out'))).sort(), ['head', 'tail.0000000000000013']);
		t.is(textOf(await collect(readLog(join(node.paths.root, 'out')))), 'first\n[gap 7]third\n');
	});
}

test('hooks and runs have no terminal, and a directory that nobody else can read', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await captured(node, 65_536, 'tty; true');
	const directory = join(node.paths.root, 'out');
	t.is((await stat(directory)).mode & 0o777, 0o700);
	t.is((await stat(join(directory, 'head'))).mode & 0o777, 0o600);
	await chmod(directory, 0o755);
	await rm(directory, {recursive: true});
	t.pass();
});

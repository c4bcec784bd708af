import {execFile} from 'node:child_process';
import {join, relative} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import type {Metafile} from 'esbuild';
import {bundle} from '../../packaging/bundle.js';
import {checkout} from '../../packaging/edition.js';
import {version} from '../../src/cli/version.js';
import {SshNode} from '../src/ssh/node.js';
import {Sandbox} from './sandbox.js';

/** The npm packages in a file of the bundle and in all that it loads at once. */
function loads({outputs}: Metafile, file: string, seen = new Set<string>()): Set<string> {
	if (seen.has(file)) return new Set();
	seen.add(file);
	const {inputs = {}, imports = []} = outputs[file] ?? {};
	const own = Object.keys(inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
	const others = imports
		.filter(({kind, external}) => kind === 'import-statement' && !external)
		.flatMap(({path}) => [...loads({inputs: {}, outputs}, path, seen)]);
	return new Set([...own, ...others]);
}

test('a verb loads only what it needs', async (t) => {
	await using sandbox = await Sandbox.make();
	const outdir = join(sandbox.root, 'js');
	const metafile = await bundle(outdir);
	const packagesOf = (file: string) => [...loads(metafile, relative(checkout, join(outdir, file)))];
	t.deepEqual(packagesOf('umm.cjs'), [], 'verbs that look need no package');
	const acting = packagesOf('acting.js');
	t.true(acting.includes('execa'));
	for (const heavy of ['ink', 'react', 'yoga-layout', 'ssh2', 'conf']) t.false(acting.includes(heavy), heavy);
	for (const needed of ['ink', 'ssh2']) {
		t.true(
			Object.keys(metafile.inputs).some((path) => path.includes(`node_modules/${needed}/`)),
			`${needed} is in the bundle`,
		);
	}
});

test('the bundle starts', async (t) => {
	await using sandbox = await Sandbox.make();
	await bundle(sandbox.root);
	const umm = async (...args: string[]) =>
		(await promisify(execFile)(process.execPath, [join(sandbox.root, 'umm.cjs'), ...args])).stdout;
	t.is(await umm('--version'), `umm ${version}\n`);
	t.regex(await umm('doctor', '--help'), /^Usage: umm doctor/);
});

test('the bundle serves ssh, with nothing of npm beside it', async (t) => {
	await using sandbox = await Sandbox.make();
	await bundle(sandbox.root);
	const node = await SshNode.open(t, {program: [join(sandbox.root, 'umm.cjs')]});
	t.deepEqual(await node.ssh('status'), {status: 0, stdout: 'umm', stderr: ''});
	// This cipher is WebAssembly without the native part.
	const cipher = ['-o', 'Ciphers=chacha20-poly1305@openssh.com'];
	t.like(JSON.parse((await node.ssh('status --json', {options: cipher})).stdout), {state: 'paused'});
	const terminal = node.terminal(t);
	await terminal.sees('a test');
	await terminal.types('q');
	await terminal.sees('Leave the console?');
	await terminal.types('y');
	await terminal.sees('ssh ended: 0');
});

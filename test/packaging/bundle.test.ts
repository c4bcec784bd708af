import {join, relative} from 'node:path';
import test from 'ava';
import type {Metafile} from 'esbuild';
import {bundle} from '../../packaging/bundle.js';
import {checkout} from '../../packaging/edition.js';
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
	const chunkOf = (entry: string) =>
		Object.entries(metafile.outputs).find(([, {entryPoint}]) => entryPoint === entry)?.[0] ?? '';
	t.deepEqual([...loads(metafile, relative(checkout, join(outdir, 'umm.js')))], []);
	const packagesOf = (verb: string) => {
		const chunk = chunkOf(`src/cli/${verb}.ts`);
		t.not(chunk, '', verb);
		return [...loads(metafile, chunk)];
	};
	for (const verb of ['help', 'status', 'boots', 'config', 'schedule']) t.deepEqual(packagesOf(verb), [], verb);
	for (const verb of ['on', 'off', 'enable', 'wait', 'doctor', 'install', 'console']) {
		for (const heavy of ['ink', 'react', 'yoga-layout', 'ssh2']) t.false(packagesOf(verb).includes(heavy), verb);
	}
	t.true(loads(metafile, chunkOf('ui/terminal/mount.tsx')).has('ink'), 'the console is in the bundle');
});

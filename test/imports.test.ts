/* The direction of imports (design.md): cli -> {ui, ssh, backends} -> src core -> src/machine. */
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {graph, type Import, loadedBy, sources} from './graph.js';
import {CliNode, main} from './src/cli/node.js';

const shown = (imports: readonly Import[]) => imports.map(({from, to, kind}) => `${from} -> ${to} (${kind})`);

const within = (path: string, ...folders: readonly string[]) => folders.some((folder) => path.startsWith(folder));

/* What composes the parts: the only ones that see all of them. */
const composers = ['src/cli/', 'src/ssh/'];
const isCore = (path: string) => path.startsWith('src/') && !within(path, ...composers);

/* What ui may see of the core: what it draws, and pure functions. */
const forUi = [
	'src/console/snapshot.ts',
	'src/schedule.ts',
	'src/errors.ts',
	'src/machine/',
	'src/state/requester.ts',
	'src/config/duration.ts',
];

const none = (t: {deepEqual(actual: unknown, expected: unknown): unknown}, wrong: (edge: Import) => boolean) =>
	t.deepEqual(shown(graph.filter(wrong)), []);

test('the graph is read: known arrows are in it', (t) => {
	t.true(sources.length > 80);
	t.true(graph.some(({from, to, kind}) => within(from, 'src/cli/') && within(to, 'src/cli/') && kind === 'dynamic'));
	t.true(graph.some(({from, to, kind}) => from === 'src/exec.ts' && to === 'execa' && kind === 'static'));
	t.true(graph.some(({from, to, kind}) => from === 'src/exec.ts' && to === 'src/runner.ts' && kind === 'type'));
	t.true(graph.some(({from, to}) => from === 'ui/terminal/mount.tsx' && to === 'ink'));
});

test('src/machine imports nothing', (t) =>
	none(t, ({from, to}) => within(from, 'src/machine/') && !within(to, 'src/machine/')));

test('the core imports neither the command line, nor a backend, nor the console', (t) =>
	none(t, ({from, to}) => isCore(from) && within(to, ...composers, 'ui/', 'backends/')));

test('ui imports only what it draws and pure modules of the core, never a backend or the command line', (t) =>
	none(t, ({from, to}) => within(from, 'ui/') && within(to, 'src/', 'backends/') && !within(to, ...forUi)));

test('what ui takes of modules that touch the disk is types alone', (t) =>
	none(t, ({from, to, kind}) => within(from, 'ui/') && to === 'src/console/snapshot.ts' && kind !== 'type'));

test('backends import neither the console, nor React, nor the command line', (t) =>
	none(
		t,
		({from, to}) => within(from, 'backends/') && (within(to, 'ui/', ...composers) || /^(react|ink)($|[/-])/.test(to)),
	));

test('the core knows no React and no Ink', (t) =>
	none(t, ({from, to}) => within(from, 'src/') && /^(react|ink)($|[/-])/.test(to)));

test('a backend does not import another one, but for the gate', (t) =>
	none(t, ({from, to}) => {
		const folder = from.split('/').slice(0, 2).join('/');
		return /^backends\/\w+\//.test(from) && within(to, 'backends/') && !within(to, `${folder}/`, 'backends/gate/');
	}));

test('processes are started in two places only: the runner, and the capture of commands', (t) => {
	t.deepEqual(
		graph.filter(({to}) => to === 'execa').map(({from}) => from),
		['src/exec.ts', 'src/runs/capture.ts'],
	);
	none(t, ({to}) => /^(node:)?child_process$/.test(to));
});

test('only the terminal mounts: Ink’s render has one caller', (t) => {
	const callers = graph.filter(({to, names}) => to === 'ink' && names.some((name) => /^render\b/.test(name)));
	t.deepEqual(
		callers.map(({from}) => from),
		['ui/terminal/mount.tsx'],
	);
	none(t, ({from, to}) => to.startsWith('ink') && !within(from, 'ui/'));
});

test('only the store writes configuration through conf', (t) =>
	t.deepEqual(
		graph.filter(({to}) => to === 'conf').map(({from}) => from),
		['src/config/store.ts'],
	));

test('there are no cycles', (t) => {
	const cycles: string[] = [];
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]) => {
		if (path.includes(file)) {
			cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
			return;
		}
		if (done.has(file)) return;
		// Types are gone at run time; a cycle of them is one of understanding all the same.
		for (const {from, to} of graph) if (from === file && sources.includes(to)) visit(to, [...path, file]);
		done.add(file);
	};
	for (const file of sources) visit(file, []);
	t.deepEqual(cycles, []);
});

test('what is loaded at the start of the command line is small', (t) => {
	const heavy = /^(execa|conf|ink|react|ssh2)($|[/-])/;
	t.deepEqual(
		[...loadedBy('src/cli/main.ts')].filter((path) => heavy.test(path)),
		[],
	);
});

/** Writes the URL of every module that is loaded into the file UMM_LOADED (node:module, registerHooks). */
const recorder = `
import {appendFileSync} from 'node:fs';
import {registerHooks} from 'node:module';
registerHooks({
	load(url, context, next) {
		appendFileSync(process.env['UMM_LOADED'], url + '\\n');
		return next(url, context);
	},
});
`;

test('umm status --json, umm --help, umm boots and the lists load no package at all', async (t) => {
	const directory = await mkdtemp(join(tmpdir(), 'umm-imports-'));
	t.teardown(() => rm(directory, {recursive: true}));
	const hook = join(directory, 'recorder.mjs');
	await writeFile(hook, recorder);
	const cli = await CliNode.paused(t);
	const calls = [
		'status --json',
		'--help',
		'on --help',
		'--version',
		'boots',
		'boots --json',
		'audit --json',
		'schedule list',
		'config list',
		'bogus',
	];
	for (const [index, args] of calls.entries()) {
		const loaded = join(directory, `${index}`);
		await cli.umm(args.split(' '), {
			env: {UMM_LOADED: loaded},
			nodeOptions: ['--import', pathToFileURL(hook).href],
		});
		const urls = (await readFile(loaded, 'utf8')).trim().split('\n');
		t.true(urls.includes(pathToFileURL(main).href), args);
		t.deepEqual(
			urls.filter((url) => url.includes('/node_modules/')),
			[],
			args,
		);
	}
});

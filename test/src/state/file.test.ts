import {chmod, chown, mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {UmmError} from '../../../src/errors.js';
import {
	createFile,
	distrust,
	exists,
	makeDirectory,
	readTrusted,
	removeFile,
	replaceFile,
	setAside,
} from '../../../src/state/file.js';
import {underPermissions} from '../permissions.js';
import {temporaryDirectory, until} from '../runs/node.js';

const writer = fileURLToPath(new URL('fixtures/writer.js', import.meta.url));

test('a file is replaced whole, with its mode, and nothing is left beside it', async (t) => {
	const directory = await temporaryDirectory(t);
	const path = join(directory, 'file');
	await replaceFile(path, 'one');
	await replaceFile(path, Buffer.from('two'), 0o600);
	t.is(await readFile(path, 'utf8'), 'two');
	t.is((await stat(path)).mode & 0o777, 0o600);
	t.deepEqual(await readdir(directory), ['file']);
});

test('of 20 who create a file at once exactly one succeeds, and its content stands', async (t) => {
	const directory = await temporaryDirectory(t);
	const path = join(directory, 'file');
	for (let round = 0; round < 5; round++) {
		const created = await Promise.all(Array.from({length: 20}, (_, index) => createFile(path, String(index))));
		t.is(created.filter(Boolean).length, 1);
		t.is(await readFile(path, 'utf8'), String(created.indexOf(true)));
		t.deepEqual(await readdir(directory), ['file']);
		t.true(await removeFile(path));
	}
});

test('creating over a file, a directory or a link that leads nowhere leaves it alone', async (t) => {
	const directory = await temporaryDirectory(t);
	await writeFile(join(directory, 'file'), 'there');
	await mkdir(join(directory, 'directory'));
	await symlink('/nonexistent', join(directory, 'link'));
	for (const name of ['file', 'directory', 'link']) t.false(await createFile(join(directory, name), 'new'), name);
	t.is(await readFile(join(directory, 'file'), 'utf8'), 'there');
});

test('SIGKILL at any instant leaves the old or the new content', async (t) => {
	const directory = await temporaryDirectory(t);
	const path = join(directory, 'file');
	for (let round = 0; round < 15; round++) {
		const running = execa(process.execPath, [writer, path], {reject: false, stdin: 'ignore', buffer: false});
		await until(() => exists(path));
		await delay(round * 1.7);
		running.kill('SIGKILL');
		await running;
		const text = await readFile(path, 'utf8');
		t.true(text === 'old\n'.repeat(20_000) || text === 'new\n'.repeat(20_000), `round ${round}`);
	}
});

test('an error names the path, and the old content is still there', async (t) => {
	const directory = await temporaryDirectory(t);
	const path = join(directory, 'file');
	await writeFile(path, 'old');
	await chmod(directory, 0o555);
	const module = new URL('../../../src/state/file.js', import.meta.url).href;
	for (const call of ['replaceFile(path, "new")', 'createFile(path + 2, "new")', 'removeFile(path)']) {
		const {status, stderr} = await underPermissions(
			`import * as file from ${JSON.stringify(module)};
			const {replaceFile, createFile, removeFile} = file;
			const path = ${JSON.stringify(path)};
			await ${call}.catch((error) => { console.error(error.kind, error.message); process.exit(error.exitStatus); });`,
		);
		t.is(status, 4, call);
		t.regex(stderr, /^system cannot (write|remove) .*\/file2?: E(ACCES|PERM)/, call);
	}
	await chmod(directory, 0o755);
	t.is(await readFile(path, 'utf8'), 'old');
	t.deepEqual(await readdir(directory), ['file']);
});

test('a missing directory and a file in the way are errors that name the path', async (t) => {
	const directory = await temporaryDirectory(t);
	await writeFile(join(directory, 'file'), '');
	for (const path of [join(directory, 'none/file'), join(directory, 'file/below')]) {
		for (const write of [replaceFile, createFile]) {
			const error = await t.throwsAsync(write(path, ''), {instanceOf: UmmError});
			t.true(error?.message.startsWith(`cannot write ${path}: `));
			t.is(error?.exitStatus, 4);
		}
	}
	const error = await t.throwsAsync(makeDirectory(join(directory, 'file/below')), {instanceOf: UmmError});
	t.true(error?.message.startsWith(`cannot make the directory ${directory}/file/below: `));
	await t.throwsAsync(makeDirectory(join(directory, 'file')), {instanceOf: UmmError});
});

test('directories are made with their parents, and once', async (t) => {
	const path = join(await temporaryDirectory(t), 'a/b/c');
	await makeDirectory(path, 0o700);
	await makeDirectory(path, 0o700);
	t.is((await stat(path)).mode & 0o777, 0o700);
});

test('removing tells whether there was a file', async (t) => {
	const path = join(await temporaryDirectory(t), 'file');
	t.false(await removeFile(path));
	await writeFile(path, '');
	t.true(await removeFile(path));
	t.false(await exists(path));
});

test('a trusted file is read, one that is missing is undefined', async (t) => {
	const path = join(await temporaryDirectory(t), 'file');
	t.is(await readTrusted(path), undefined);
	await writeFile(path, 'text ü', {mode: 0o644});
	t.is(await readTrusted(path), 'text ü');
});

test('what others could have written is refused with its path and the reason, without waiting', async (t) => {
	const directory = await temporaryDirectory(t);
	const at = (name: string) => join(directory, name);
	const file = async (name: string, mode: number) => {
		await writeFile(at(name), 'text');
		await chmod(at(name), mode);
	};
	await file('good', 0o644);
	await file('group', 0o664);
	await file('others', 0o606);
	await symlink(at('good'), at('link'));
	await symlink(at('nowhere'), at('dangling'));
	await mkdir(at('directory'));
	await execa('sh', ['-c', 'mkfifo "$1"', 'sh', at('fifo')]);
	const server = createServer().listen(at('socket'));
	await until(() => exists(at('socket')));
	const reasons: Readonly<Record<string, RegExp>> = {
		group: /others may write to it \(mode 664\)/,
		others: /others may write to it \(mode 606\)/,
		link: /ELOOP/,
		dangling: /ELOOP/,
		directory: /it is not a regular file/,
		fifo: /it is not a regular file/,
		socket: /ENXIO/,
		'good/below': /ENOTDIR/,
	};
	for (const [name, reason] of Object.entries(reasons)) {
		const error = await t.throwsAsync(readTrusted(at(name)), {instanceOf: UmmError, message: reason}, name);
		t.true(error?.message.startsWith(`cannot use ${at(name)}: `), name);
	}
	server.close();
});

test('a file of another user is refused', async (t) => {
	const of = (uid: number) => distrust({isFile: () => true, uid, mode: 0o100644});
	t.is(of(12_345), 'it belongs to the user 12345');
	t.is(of(0), undefined);
	t.is(of(process.geteuid?.() ?? 0), undefined);
	if (process.geteuid?.() !== 0) return;
	const path = join(await temporaryDirectory(t), 'file');
	await writeFile(path, 'text');
	await chown(path, 12_345, 0);
	await t.throwsAsync(readTrusted(path), {message: `cannot use ${path}: it belongs to the user 12345`});
});

test('a file that is too large is refused', async (t) => {
	const path = join(await temporaryDirectory(t), 'file');
	await writeFile(path, 'x'.repeat(11));
	t.is(await readTrusted(path, 11), 'x'.repeat(11));
	await t.throwsAsync(readTrusted(path, 10), {message: /it has 11 bytes, more than 10$/});
});

test('what can’t be used is set aside with its content, or said when it can’t be', async (t) => {
	const directory = await temporaryDirectory(t);
	const warnings: string[] = [];
	const path = join(directory, 'file');
	await writeFile(path, 'torn');
	await setAside(path, 'it is torn', (message) => warnings.push(message));
	const [name = ''] = await readdir(directory);
	t.regex(name, /^file\.bad-\d+$/);
	t.is(await readFile(join(directory, name), 'utf8'), 'torn');
	t.is(warnings[0], `it is torn; set aside as ${join(directory, name)}`);
	await setAside(path, 'it is torn', (message) => warnings.push(message));
	t.regex(warnings[1] ?? '', /^it is torn; it is ignored, and could not be set aside: ENOENT/);
});

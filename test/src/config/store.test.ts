import {chmod, mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {setConfig} from '../../../src/config/store.js';
import {underPermissions} from '../permissions.js';
import {temporaryDirectory} from '../runs/node.js';

async function confFile(t: ExecutionContext, text?: string | Uint8Array) {
	const directory = await temporaryDirectory(t);
	const path = join(directory, 'umm.conf');
	if (text !== undefined) await writeFile(path, text, {mode: 0o644});
	return {directory, path};
}

test('a key is set, everything else stays', async (t) => {
	const {directory, path} = await confFile(t, '# mine\nOTHER=x # y\nREBOOT_COUNT=2\n');
	await setConfig(path, {REBOOT_COUNT: '4', UMM: 'no'});
	t.is(await readFile(path, 'utf8'), '# mine\nOTHER=x # y\nREBOOT_COUNT=4\nUMM=no\n');
	t.is((await stat(path)).mode & 0o777, 0o644);
	t.deepEqual(await readdir(directory), ['umm.conf'], 'nothing is left beside it');
});

test('a file that is missing is made', async (t) => {
	const {path} = await confFile(t);
	await setConfig(path, {UMM: 'no'});
	t.is(await readFile(path, 'utf8'), 'UMM=no\n');
});

test('keys that are named like properties of objects survive', async (t) => {
	const text = '__proto__=a\nconstructor=b\na.b=c\n';
	const {path} = await confFile(t, text);
	await setConfig(path, {UMM: 'no'});
	t.is(await readFile(path, 'utf8'), `${text}UMM=no\n`);
});

test('a file that is replaced is at every moment the old or the new one', async (t) => {
	const old = `${'# a long comment\n'.repeat(2000)}REBOOT_COUNT=0\n`;
	const {path} = await confFile(t, old);
	let done = false;
	const writing = (async () => {
		for (let value = 1; value <= 10; value++) await setConfig(path, {REBOOT_COUNT: String(value)});
		done = true;
	})();
	while (!done) {
		const text = await readFile(path, 'utf8');
		t.true(text.length >= old.length && /\nREBOOT_COUNT=\d+\n$/.test(text));
	}
	await writing;
	t.true((await readFile(path, 'utf8')).endsWith('\nREBOOT_COUNT=10\n'));
});

test('what is not text is left as it is', async (t) => {
	for (const content of [Buffer.from('UMM=no\n\0\0\0'), Buffer.from([0x55, 0xff, 0xfe, 0x0a])]) {
		const {path} = await confFile(t, content);
		await t.throwsAsync(setConfig(path, {UMM: 'yes'}), {message: `${path} is not text: it is left as it is`});
		t.deepEqual(await readFile(path), content);
	}
});

test('a file that others may write to is left as it is', async (t) => {
	const {path} = await confFile(t, 'UMM=no\n');
	await chmod(path, 0o666);
	await t.throwsAsync(setConfig(path, {UMM: 'yes'}), {
		message: `${path} is ignored: others may write to it (mode 666)`,
	});
	t.is(await readFile(path, 'utf8'), 'UMM=no\n');
});

test('a directory in place of the file is an error that names it', async (t) => {
	const {path} = await confFile(t);
	await mkdir(path);
	await t.throwsAsync(setConfig(path, {UMM: 'yes'}), {message: `${path} is ignored: it is not a regular file`});
});

test('in a directory that can’t be written the old file stands, and the error names it', async (t) => {
	const {directory, path} = await confFile(t, 'UMM=no\n');
	await chmod(directory, 0o555);
	const {status, stderr} = await underPermissions(
		`const {setConfig} = await import(${JSON.stringify(new URL('../../../src/config/store.js', import.meta.url).href)});
		await setConfig(${JSON.stringify(path)}, {UMM: 'yes'}).catch((error) => { console.error(error.kind, error.message); process.exit(error.exitStatus); });`,
	);
	t.is(status, 4, stderr);
	t.regex(stderr, /^system cannot write .*umm\.conf: /);
	await chmod(directory, 0o755);
	t.is(await readFile(path, 'utf8'), 'UMM=no\n');
	t.deepEqual(await readdir(directory), ['umm.conf']);
});

import {chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execaRunner} from '../../../src/exec.js';
import {type LineStep, withLine, withoutLine} from '../../../src/wiring/line.js';
import {carryOut, planInstall, planUninstall} from '../../../src/wiring/plan.js';

const line = {line: 'um::bootwait:/usr/lib/umm/hold', mark: '/usr/lib/umm/'};

/** A file of somebody else's in a directory of its own, and the step that adds the line to it. */
async function fileWith(t: ExecutionContext, content: string | Uint8Array) {
	const directory = await mkdtemp(join(tmpdir(), 'umm-line-'));
	t.teardown(() => rm(directory, {recursive: true}));
	const path = join(directory, 'inittab');
	await writeFile(path, content);
	const step: LineStep = {kind: 'line', path, why: 'holds the boot', ...line};
	const install = async () => carryOut(await planInstall([step]), execaRunner);
	const uninstall = async () => carryOut(await planUninstall([step]), execaRunner);
	return {directory, path, step, install, uninstall};
}

for (const [what, text] of [
	['an empty file', ''],
	['a file of one newline', '\n'],
	['a file that ends in a newline', 'a\nb\n'],
	['a file that ends in an empty line', 'a\n\n'],
	['a file without a newline at its end', 'a\nb'],
	['one word', 'a'],
	['a file with carriage returns', 'a\r\nb\r\n'],
] as const) {
	test(`${what} gets the line once, as its last one, and has the same bytes without it`, (t) => {
		const added = withLine(text, line);
		t.is(added.split('\n').filter((each) => each === line.line).length, 1);
		t.true(added.trimEnd().endsWith(line.line));
		t.true(added.startsWith(text));
		t.is(withLine(added, line), added);
		t.is(withoutLine(added, line), text);
	});
}

test('what was written behind the line later stays', (t) => {
	const later = `${withLine('a\n', line)}b\n`;
	t.is(withLine(later, line), later);
	t.is(withoutLine(later, line), 'a\nb\n');
});

test('the line of another version, and one that is there twice, become this one', (t) => {
	const old = 'um::wait:/usr/lib/umm/old';
	t.is(withLine(`a\n${old}\nb\n`, line), `a\nb\n${line.line}\n`);
	t.is(withLine(`${line.line}\na\n${line.line}\n`, line), `a\n${line.line}\n`);
	t.is(withoutLine(`a\n${old}\n${line.line}\nb`, line), 'a\nb');
});

test('a file gets the line once, and has every byte and its mode back', async (t) => {
	const bytes = Buffer.from([0x61, 0xff, 0x00, 0xc3, 0x28, 0x0a, 0x62]);
	const {path, step, install, uninstall, directory} = await fileWith(t, bytes);
	await chmod(path, 0o640);
	t.like(await planInstall([step]), [{change: 'made'}]);
	t.like(await planUninstall([step]), [{change: 'none'}]);
	await install();
	t.deepEqual(await readFile(path), Buffer.concat([bytes, Buffer.from(`\n${line.line}`)]));
	t.is((await stat(path)).mode & 0o777, 0o640);
	t.like(await planInstall([step]), [{change: 'none'}]);
	const {ino} = await stat(path);
	await install();
	t.is((await stat(path)).ino, ino);
	await uninstall();
	t.deepEqual(await readFile(path), bytes);
	t.is((await stat(path)).mode & 0o777, 0o640);
	await uninstall();
	t.deepEqual(await readFile(path), bytes);
	t.deepEqual(await readdir(directory), ['inittab']);
});

test('a symbolic link stays one, and the file behind it gets the line', async (t) => {
	const {directory, path, install} = await fileWith(t, 'a\n');
	const link = join(directory, 'link');
	await symlink('inittab', link);
	const step: LineStep = {kind: 'line', path: link, why: '', ...line};
	await carryOut(await planInstall([step]), execaRunner);
	t.true((await lstat(link)).isSymbolicLink());
	t.is(await readFile(path, 'utf8'), `a\n${line.line}\n`);
	await install();
	await carryOut(await planUninstall([step]), execaRunner);
	t.is(await readFile(path, 'utf8'), 'a\n');
});

test('a file that others may write, or whose directory they may write, is left as it is', async (t) => {
	const {directory, path, step} = await fileWith(t, 'a\n');
	const refused = async (message: RegExp) => {
		const error = await t.throwsAsync(planInstall([step]));
		t.regex(error?.message ?? '', message);
		t.like(await planUninstall([step]), [{change: 'none'}]);
		t.is(await readFile(path, 'utf8'), 'a\n');
	};
	await chmod(path, 0o666);
	await refused(/cannot use .*inittab: others may write to it.*left as it is/);
	await chmod(path, 0o644);
	await chmod(directory, 0o777);
	await refused(/others may write to its directory/);
});

test('a file that is not there is not made', async (t) => {
	const {path, step} = await fileWith(t, '');
	await rm(path);
	await t.throwsAsync(planInstall([step]), {message: /cannot use .*inittab/});
	t.like(await planUninstall([step]), [{change: 'none'}]);
	await t.throwsAsync(stat(path), {code: 'ENOENT'});
});

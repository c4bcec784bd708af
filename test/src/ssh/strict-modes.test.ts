import {chmod, mkdir, rm, symlink, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {readStrictly} from '../../../src/ssh/strict-modes.js';
import {scratch} from './client.js';

const uid = process.geteuid?.() ?? 0;

async function home(t: ExecutionContext) {
	const directory = await scratch(t);
	const path = join(directory, 'home/.ssh/authorized_keys');
	await mkdir(join(directory, 'home/.ssh'), {recursive: true, mode: 0o700});
	await writeFile(path, 'text', {mode: 0o600});
	return {
		directory,
		path,
		home: join(directory, 'home'),
		read: () => readStrictly(path, {uid, home: join(directory, 'home')}),
	};
}

test('a file that only its owner may write is read', async (t) => {
	const {read, path, home: house} = await home(t);
	t.deepEqual(await read(), {text: 'text'});
	await chmod(path, 0o644);
	await chmod(house, 0o755);
	t.deepEqual(await read(), {text: 'text'});
});

test('what others may write is not: the file, its directory, the home', async (t) => {
	for (const [at, mode] of [
		['', 0o620],
		['', 0o602],
		['..', 0o770],
		['..', 0o702],
		['../..', 0o775],
		['../..', 0o757],
	] as const) {
		const {read, path} = await home(t);
		await chmod(join(path, at), mode);
		t.regex((await read())?.problem ?? '', /may be written by others \(mode 7?\d+\)/, `${at} ${mode.toString(8)}`);
	}
});

test('above the home nothing is looked at', async (t) => {
	const {read, directory} = await home(t);
	await chmod(directory, 0o777);
	t.deepEqual(await read(), {text: 'text'});
});

test('a file of another user is not read', async (t) => {
	const {path, home: house} = await home(t);
	if (uid === 0) await execa('chown', ['65534', path]);
	const other = uid === 0 ? 0 : uid + 1;
	t.regex((await readStrictly(path, {uid: other, home: house}))?.problem ?? '', /belongs to the user \d+/);
});

test('links are followed, and where they lead counts', async (t) => {
	const {read, path, directory} = await home(t);
	await rm(path);
	const elsewhere = join(directory, 'elsewhere');
	await mkdir(elsewhere);
	await writeFile(join(elsewhere, 'keys'), 'linked');
	await symlink(join(elsewhere, 'keys'), path);
	await chmod(elsewhere, 0o777);
	t.regex((await read())?.problem ?? '', /elsewhere may be written by others/);
});

test('what is no file is not read, and not waited for', async (t) => {
	const {read, path} = await home(t);
	await rm(path);
	t.is(await read(), undefined);
	await execa('mkfifo', [path]);
	await chmod(path, 0o600);
	t.regex((await read())?.problem ?? '', /not a regular file/);
	await rm(path);
	await mkdir(path, {mode: 0o700});
	t.regex((await read())?.problem ?? '', /not a regular file/);
	await rm(path, {recursive: true});
	await writeFile(path, '', {mode: 0o600});
	await truncate(path, 2_000_000);
	t.regex((await read())?.problem ?? '', /more than 1048576 bytes/);
});

import {chmod, mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {openPresence} from '../../../src/console/presence.js';
import {openSessions} from '../../../src/console/sessions.js';
import {type Paths, pathsUnder} from '../../../src/paths.js';
import {encodeRecord} from '../../../src/state/record.js';
import {underPermissions} from '../permissions.js';
import {temporaryDirectory, until} from '../runs/node.js';

const script = fileURLToPath(new URL('fixtures/console.js', import.meta.url));
const anna = {user: 'root', sudoUser: 'anna', sshPeer: '10.0.0.7', tty: '/dev/pts/1'};
const bob = {user: 'bob'};

const node = async (t: ExecutionContext) => pathsUnder(await temporaryDirectory(t));
const usersOf = async (paths: Paths) => (await openSessions(paths)).map(({by}) => by.user);

test('two consoles of one process see each other, and what was done last', async (t) => {
	const paths = await node(t);
	const [a, b] = [await openPresence(paths, anna), await openPresence(paths, bob)];
	t.like(await a.others(), [{by: bob}]);
	t.is((await a.others()).length, 1);
	const [seen] = await b.others();
	t.deepEqual(seen?.by, anna);
	t.true(Math.abs(Date.now() - (seen?.since ?? 0)) < 60_000);
	t.is(seen?.last, undefined);
	for (let id = 1; id <= 50; id++) a.did(`looked at command ${id}`);
	await until(async () => (await b.others())[0]?.last?.what === 'looked at command 50');
	t.true(((await b.others())[0]?.last?.time ?? 0) >= (seen?.since ?? 0));
	t.is((await b.others())[0]?.id, seen?.id);
	await a.close();
	t.deepEqual(await b.others(), []);
	await b.close();
	t.deepEqual(await readdir(paths.consoles), []);
});

test('nothing is left of a console that is closed while it is busy, or told of afterwards', async (t) => {
	const paths = await node(t);
	for (let round = 0; round < 10; round++) {
		const presence = await openPresence(paths, anna);
		presence.did('looked at command 1');
		const closed = presence.close();
		presence.did('looked at command 2');
		await closed;
		presence.did('looked at command 3');
		await presence.close();
	}
	t.deepEqual(await readdir(paths.consoles), []);
});

test('a console whose process was killed is not listed, and cleaned away', async (t) => {
	const paths = await node(t);
	const consoles = ['a', 'b', 'c'].map((user) => execa(process.execPath, [script, paths.root, user], {reject: false}));
	t.teardown(() => void consoles.map((console) => console.kill('SIGKILL')));
	await until(async () => (await usersOf(paths)).length === 3);
	await until(async () => (await openSessions(paths)).every(({last}) => last !== undefined));
	for (const console of consoles.slice(1)) console.kill('SIGKILL');
	await Promise.all(consoles.slice(1));
	t.deepEqual(await usersOf(paths), ['a']);
	consoles[0]?.kill('SIGKILL');
	await consoles[0];
	t.deepEqual(await usersOf(paths), []);
	t.deepEqual(await readdir(paths.consoles), []);
});

test('another process that has the number of a dead one now is not its console', async (t) => {
	const paths = await node(t);
	await mkdir(paths.consoles, {recursive: true});
	const record = encodeRecord('console', {user: 'x', since: '1', pid: String(process.pid), start: '1'});
	await writeFile(join(paths.consoles, '0123456789abcdef'), record, {mode: 0o644});
	t.deepEqual(await openSessions(paths), []);
	t.deepEqual(await readdir(paths.consoles), []);
});

test('garbage, a link and a record that others could have written are no consoles', async (t) => {
	const paths = await node(t);
	const presence = await openPresence(paths, anna);
	const [name = ''] = await readdir(paths.consoles);
	const real = await readFile(join(paths.consoles, name));
	const at = (digit: string) => join(paths.consoles, digit.repeat(16));
	await writeFile(at('1'), 'garbage');
	await writeFile(at('2'), real.subarray(0, 20));
	await writeFile(at('3'), real);
	await chmod(at('3'), 0o666);
	await symlink(join(paths.consoles, name), at('4'));
	await mkdir(at('5'));
	await writeFile(join(paths.consoles, 'other'), real);
	t.is((await openSessions(paths)).length, 1);
	t.deepEqual(await presence.others(), []);
});

test('a directory that others may write to is neither believed nor used', async (t) => {
	const paths = await node(t);
	const first = await openPresence(paths, anna);
	await chmod(paths.consoles, 0o777);
	const second = await openPresence(paths, bob);
	t.deepEqual(await second.others(), []);
	t.is((await readdir(paths.consoles)).length, 1);
	await chmod(paths.consoles, 0o755);
	t.deepEqual(await usersOf(paths), ['root']);
	await Promise.all([first.close(), second.close()]);
});

test('where nothing can be registered the console works all the same', async (t) => {
	const paths = await node(t);
	await mkdir(dirname(paths.volatile), {recursive: true});
	await writeFile(paths.volatile, '');
	const presence = await openPresence(paths, anna);
	presence.did('looked at command 1');
	t.deepEqual(await presence.others(), []);
	await presence.close();
	t.true((await stat(paths.volatile)).isFile());
});

test('a user who may not write sees the others and is not registered', async (t) => {
	const paths = await node(t);
	const first = await openPresence(paths, anna);
	await chmod(paths.consoles, 0o555);
	const at = (path: string) => JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href);
	const {status, stderr} = await underPermissions(`
		import {openPresence} from ${at('console/presence.js')};
		import {pathsUnder} from ${at('paths.js')};
		const presence = await openPresence(pathsUnder(${JSON.stringify(paths.root)}), {user: 'bob'});
		presence.did('nothing');
		console.error((await presence.others()).map(({by}) => by.sudoUser).join());
		await presence.close();`);
	t.deepEqual([status, stderr], [0, 'anna']);
	await chmod(paths.consoles, 0o755);
	t.is((await readdir(paths.consoles)).length, 1);
	await first.close();
});

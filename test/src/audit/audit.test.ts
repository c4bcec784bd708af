import {appendFile, chmod, mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {readAudit} from '../../../src/audit/read.js';
import {type Auditor, audited, recordAction} from '../../../src/audit/record.js';
import {UmmError} from '../../../src/errors.js';
import {pathsUnder} from '../../../src/paths.js';
import {temporaryDirectory, until} from '../runs/node.js';

const writer = fileURLToPath(new URL('fixtures/writer.js', import.meta.url));

interface TestAuditor extends Auditor {
	readonly warned: string[];
}

async function auditorOf(t: ExecutionContext): Promise<TestAuditor> {
	const warned: string[] = [];
	return {
		paths: pathsUnder(await temporaryDirectory(t)),
		by: {user: 'root', sudoUser: 'anna', sshPeer: '10.0.0.7', tty: '/dev/pts/1'},
		warn: (line) => void warned.push(line),
		warned,
	};
}

const did = (auditor: Auditor, action: string) => recordAction(auditor, {action, outcome: 'done'});

const actionsOf = async ({paths}: Auditor, t: ExecutionContext) =>
	(await readAudit(paths, 200, (message) => t.fail(message))).map(({action}) => action);

test('what was done is kept with who did it, newest first, in a file for root alone', async (t) => {
	const auditor = await auditorOf(t);
	const before = Date.now();
	await did(auditor, 'on');
	await recordAction(auditor, {action: 'off', detail: 'the hook failed', outcome: 'refused'});
	const [newest, oldest, ...none] = await readAudit(auditor.paths, 200, t.fail);
	t.like(newest, {by: auditor.by, action: 'off', detail: 'the hook failed', outcome: 'refused'});
	t.like(oldest, {action: 'on', outcome: 'done'});
	t.true((oldest?.time ?? 0) >= before && (newest?.time ?? 0) <= Date.now());
	t.deepEqual(none, []);
	t.is((await stat(auditor.paths.audit)).mode & 0o777, 0o600);
	t.deepEqual(auditor.warned, []);
});

test('one entry is one line, whatever the text of a user holds', async (t) => {
	const auditor = await auditorOf(t);
	const odd = 'a\nb\tc\\d\u001b[31m\u0000\u0085\noutcome=done';
	await recordAction({...auditor, by: {user: odd}}, {action: odd, detail: odd, outcome: 'failed'});
	t.is((await readFile(auditor.paths.audit, 'utf8')).split('\n').length, 2);
	t.like(await readAudit(auditor.paths, 200, t.fail), [{by: {user: odd}, action: odd, detail: odd, outcome: 'failed'}]);
});

test('an action is written down as done, refused or failed, with the reason', async (t) => {
	const auditor = await auditorOf(t);
	t.is(await audited(auditor, {action: (id) => `command ${id}: add`, detail: 'ls'}, async () => 3), 3);
	for (const error of [new UmmError('state', 'not now'), new UmmError('system', 'disk'), new Error('bug')]) {
		await t.throwsAsync(
			audited(auditor, {action: 'off'}, () => Promise.reject(error)),
			{is: error},
		);
	}
	t.deepEqual(
		(await readAudit(auditor.paths, 200, t.fail)).map(({action, detail, outcome}) => [action, detail, outcome]),
		[
			['off', 'bug', 'failed'],
			['off', 'disk', 'failed'],
			['off', 'not now', 'refused'],
			['command 3: add', 'ls', 'done'],
		],
	);
});

test('a last line that was cut short is passed over, and does not spoil the next one', async (t) => {
	const auditor = await auditorOf(t);
	await did(auditor, 'one');
	for (const torn of ['time=1\tuser=root\tact', '\0\0\0\0', 'time=1\tuser=root\taction=x\toutcome=do']) {
		await appendFile(auditor.paths.audit, torn);
		t.is((await actionsOf(auditor, t))[0], 'one');
		await did(auditor, 'one');
	}
	t.deepEqual(await actionsOf(auditor, t), ['one', 'one', 'one', 'one']);
});

test('garbage is passed over', async (t) => {
	const auditor = await auditorOf(t);
	await mkdir(dirname(auditor.paths.audit), {recursive: true});
	const garbage = Buffer.from(Array.from({length: 65_536}, (_, index) => (index * 7919) % 256));
	await writeFile(auditor.paths.audit, garbage, {mode: 0o600});
	await did(auditor, 'on');
	t.deepEqual(await actionsOf(auditor, t), ['on']);
});

test('a log that others could have written is set aside, and a new one begun', async (t) => {
	const auditor = await auditorOf(t);
	await did(auditor, 'on');
	await chmod(auditor.paths.audit, 0o666);
	const warned: string[] = [];
	t.deepEqual(await readAudit(auditor.paths, 200, (message) => warned.push(message)), []);
	t.regex(warned[0] ?? '', /audit is ignored: others may write to it/);
	await did(auditor, 'off');
	t.deepEqual(await actionsOf(auditor, t), ['off']);
	t.regex(auditor.warned[0] ?? '', /set aside as .*audit\.bad-\d+$/);
});

test('where the disk takes nothing it is kept in /run, with one warning', async (t) => {
	for (const block of ['a file', 'a directory', 'a link'] as const) {
		const auditor = await auditorOf(t);
		const {audit, volatileAudit, root} = auditor.paths;
		await mkdir(dirname(dirname(audit)), {recursive: true});
		if (block === 'a file') await writeFile(dirname(audit), '');
		if (block === 'a directory') await mkdir(audit, {recursive: true});
		if (block === 'a link') {
			await mkdir(dirname(audit));
			await symlink(join(root, 'elsewhere'), audit);
		}
		await did(auditor, 'on');
		t.is(auditor.warned.length, 1, block);
		t.true(auditor.warned[0]?.startsWith(`"on" can't be written into the audit log ${audit}: `), block);
		t.true(auditor.warned[0]?.endsWith(`it is in ${volatileAudit} until the next boot`), block);
		t.deepEqual(
			(await readAudit(auditor.paths, 200, () => undefined)).map(({action}) => action),
			['on'],
			block,
		);
		t.false((await readdir(root)).includes('elsewhere'));
	}
});

test('an action goes on where nothing at all can be written', async (t) => {
	const auditor = await auditorOf(t);
	for (const name of ['var', 'run']) await writeFile(join(auditor.paths.root, name), '');
	t.is(await audited(auditor, {action: 'off'}, async () => 'done'), 'done');
	t.is(auditor.warned.length, 1);
	t.regex(auditor.warned[0] ?? '', /it is not kept$/);
});

test('a disk that is full in the middle of a line keeps the whole ones, and /run the rest', async (t) => {
	const auditor = await auditorOf(t);
	// RLIMIT_FSIZE in blocks of 512 bytes (ulimit of a POSIX shell); the files in /run have the same limit.
	const script = 'ulimit -f 20; exec "$@"';
	const running = execa('sh', ['-c', script, 'sh', process.execPath, writer, auditor.paths.root, 'anna'], {
		reject: false,
		stdin: 'ignore',
		buffer: false,
	});
	await until(async () => (await stat(auditor.paths.volatileAudit).catch(() => undefined))?.size === 20 * 512);
	running.kill('SIGKILL');
	await running;
	// Two files are put in order by time, and of what happens in one millisecond no order is promised.
	const actions = (await actionsOf(auditor, t)).map(Number).toSorted((a, b) => b - a);
	t.deepEqual(
		actions,
		actions.map((_, index) => actions.length - index),
	);
	t.is(actions[0], actions.length, 'none is missing');
	t.true(actions.length >= 18);
});

test('of two logs, on disk and in /run, the entries are told by their time', async (t) => {
	const auditor = await auditorOf(t);
	const line = (time: number, action: string) => `time=${time}\tuser=root\taction=${action}\toutcome=done\n`;
	for (const path of [auditor.paths.audit, auditor.paths.volatileAudit]) await mkdir(dirname(path), {recursive: true});
	// The clock went back between b and c: on disk the order of the lines counts.
	const [disk, volatile] = [line(5, 'a') + line(90, 'b') + line(20, 'c'), line(10, 'd') + line(30, 'e')];
	await writeFile(auditor.paths.audit, disk, {mode: 0o600});
	await writeFile(auditor.paths.volatileAudit, volatile, {mode: 0o600});
	t.deepEqual(await actionsOf(auditor, t), ['e', 'c', 'b', 'd', 'a']);
});

test('a full log becomes the older one, of many at once no entry is lost, and the last 200 are told', async (t) => {
	const auditor = await auditorOf(t);
	const {audit, paths} = {...auditor.paths, paths: auditor.paths};
	await mkdir(dirname(audit), {recursive: true});
	const line = `time=1\tuser=root\taction=old\tdetail=${'x'.repeat(900)}\toutcome=done\n`;
	await writeFile(audit, line.repeat(Math.ceil(524_288 / line.length)), {mode: 0o600});
	const detail = 'x'.repeat(900);
	await Promise.all(
		Array.from({length: 50}, (_, index) => recordAction(auditor, {action: `n${index}`, detail, outcome: 'done'})),
	);
	t.deepEqual(auditor.warned, []);
	const actions = (await readAudit(paths, 200, t.fail)).map(({action}) => action);
	t.is(actions.length, 200);
	t.is(new Set(actions.slice(0, 50)).size, 50);
	t.deepEqual(new Set(actions.slice(50)), new Set(['old']));
	t.deepEqual((await readdir(dirname(audit))).sort(), ['audit', 'audit.1']);
	t.true((await stat(audit)).size < 60_000);
});

test('SIGKILL at any instant leaves whole entries only, and none but the last is lost', async (t) => {
	const auditor = await auditorOf(t);
	for (let round = 0; round < 8; round++) {
		const names = [`a${round}`, `b${round}`];
		const running = names.map((name) =>
			execa(process.execPath, [writer, auditor.paths.root, name], {reject: false, stdin: 'ignore', buffer: false}),
		);
		const entriesOf = async (name: string) =>
			(await readAudit(auditor.paths, 1e6, t.fail))
				.filter(({by}) => by.user === name)
				.map(({action}) => Number(action));
		await until(async () => (await entriesOf(`b${round}`)).length > 0 && (await entriesOf(`a${round}`)).length > 0);
		await delay(round * 3.1);
		for (const process of running) process.kill('SIGKILL');
		await Promise.all(running);
		for (const name of names) {
			const actions = await entriesOf(name);
			t.deepEqual(
				actions,
				Array.from({length: actions.length}, (_, index) => actions.length - index),
				name,
			);
		}
	}
	await did(auditor, 'after');
	t.is((await actionsOf(auditor, t))[0], 'after');
});

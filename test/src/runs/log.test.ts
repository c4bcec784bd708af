import {appendFile, open, readdir, readFile, stat, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {type LogFiles, logFilesIn} from '../../../src/runs/log-files.js';
import {readLog} from '../../../src/runs/log-reader.js';
import {type LogOptions, LogWriter} from '../../../src/runs/log-writer.js';
import {collect, temporaryDirectory, textOf} from './node.js';

const limit = 16_384;

async function testLog(t: ExecutionContext, options: LogOptions = {}, files?: (directory: string) => LogFiles) {
	const directory = join(await temporaryDirectory(t), 'log');
	const log = new LogWriter((files ?? logFilesIn)(directory), options);
	const write = (text: string, stream: 'stdout' | 'stderr' = 'stdout') =>
		log.append({time: Date.now(), stream, bytes: Buffer.from(text, 'latin1')});
	const read = async (tail?: number) => collect(readLog(directory, tail === undefined ? {} : {tail}));
	const sizes = async () =>
		Promise.all((await readdir(directory)).map(async (name) => (await stat(join(directory, name))).size));
	return {directory, log, write, read, total: async () => (await sizes()).reduce((a, b) => a + b, 0)};
}

/** Files on a disk that is full whenever `full` says so, after some of the bytes went in. */
function onDisk(state: {full: boolean}) {
	return (directory: string): LogFiles => {
		const files = logFilesIn(directory);
		return {
			...files,
			async create(name) {
				const file = await files.create(name);
				return {
					...file,
					async append(parts) {
						if (!state.full) return file.append(parts);
						await file.append([Buffer.concat(parts).subarray(0, 10)]);
						throw Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});
					},
				};
			},
		};
	};
}

test('a chunk is on disk as soon as it is appended', async (t) => {
	const {directory, write, log} = await testLog(t);
	await log.append({time: 1_700_000_000_123, stream: 'stderr', bytes: Buffer.from('no newline')});
	t.is(await readFile(join(directory, 'head'), 'utf8'), '@1700000000123 e 10\nno newline\n');
	await write('x');
	t.deepEqual(await log.close(), {bytes: 11, lost: 0});
});

test('a log that was never written to has no items', async (t) => {
	const {read, log} = await testLog(t);
	t.deepEqual(await read(), []);
	t.deepEqual(await log.close(), {bytes: 0, lost: 0});
	t.deepEqual(await read(), []);
});

test('the head and the tail are kept within the limit, and the gap is said', async (t) => {
	const {write, read, log, total} = await testLog(t, {limit});
	const lines = Array.from({length: 5000}, (_, index) => `line ${index}\n`);
	for (const line of lines) {
		await write(line);
	}
	await log.close();
	t.true((await total()) <= limit);
	const all = lines.join('');
	const [head = '', gap, tail = ''] = textOf(await read()).split(/\[gap (\d+)\]/);
	t.true(all.startsWith(head) && all.endsWith(tail));
	t.is(Number(gap), all.length - head.length - tail.length);
	t.true(head.length > 2000 && tail.length > 2000);
});

test('a chunk larger than a file is spread over several', async (t) => {
	const {write, read, log, total} = await testLog(t, {limit});
	const text = Array.from({length: 3000}, (_, index) => `${index} `).join('');
	await write(text.slice(0, 12_000));
	await log.close();
	t.is(textOf(await read()), text.slice(0, 12_000));
	t.true((await total()) <= limit);
});

test('reading can begin at about the last bytes', async (t) => {
	const {write, read, log} = await testLog(t, {limit});
	for (let index = 0; index < 5000; index++) await write(`line ${index}\n`);
	await log.close();
	for (const tail of [1, 100, 3000, limit * 2]) {
		const items = await read(tail);
		t.true(textOf(items).endsWith('line 4999\n'));
		t.true(textOf(items).length <= tail + 20);
	}
	t.is(textOf(await read(30)), 'line 4999\n');
});

test('a reader that begins later is told that there is more', async (t) => {
	const {write, read, log} = await testLog(t);
	for (let index = 0; index < 100; index++) await write(`line ${index}\n`);
	await log.close();
	const cuts = async (tail?: number) => (await read(tail)).map((item) => 'isCut' in item);
	t.deepEqual((await cuts(100)).slice(0, 2), [true, false]);
	t.false((await cuts(100_000)).includes(true));
	t.false((await cuts()).includes(true));
});

test('the bytes of a chunk that power loss cut short still count', async (t) => {
	const {directory, write, read, log} = await testLog(t);
	await write('one\n');
	await write('two and more\n');
	await log.close();
	const {size} = await stat(join(directory, 'head'));
	await truncate(join(directory, 'head'), size - 7);
	t.is(textOf(await read()), 'one\ntwo and');
	await truncate(join(directory, 'head'), size - 20);
	t.is(textOf(await read()), 'one\n');
});

test('a damaged file is left at the damage, and the next one read from its start', async (t) => {
	const {directory, write, read, log} = await testLog(t, {limit});
	for (let index = 0; index < 400; index++) await write(`line ${index}\n`);
	await log.close();
	const file = await open(join(directory, 'head'), 'r+');
	await file.write(Buffer.alloc(100), 0, 100, 1000);
	await file.close();
	const [before = '', gap, after = ''] = textOf(await read()).split(/\[gap (\d+)\]/);
	const all = Array.from({length: 400}, (_, index) => `line ${index}\n`).join('');
	t.true(after.endsWith('line 399\n') && all.endsWith(after));
	t.is(before.length + Number(gap) + after.length, all.length);
});

test('zeros behind the last chunk are a gap, not output', async (t) => {
	const {directory, write, read, log} = await testLog(t);
	await write('one\n');
	await log.close();
	await appendFile(join(directory, 'head'), Buffer.alloc(4096));
	t.is(textOf(await read()), 'one\n[gap 4096]');
});

test('files that are no output are left alone', async (t) => {
	const {directory, write, read, log} = await testLog(t);
	await write('one\n');
	await log.close();
	await writeFile(join(directory, 'result'), 'x');
	t.is(textOf(await read()), 'one\n');
});

test('while the disk is full the output is counted, and goes on when there is space', async (t) => {
	const disk = {full: false};
	const warnings: string[] = [];
	const options = {limit, retryAfter: 0, warn: (message: string) => void warnings.push(message)};
	const {write, read, log} = await testLog(t, options, onDisk(disk));
	await write('before\n');
	disk.full = true;
	await write('lost 1\n');
	await write('lost 2\n');
	disk.full = false;
	await write('after\n', 'stderr');
	t.deepEqual(await log.close(), {bytes: 27, lost: 14});
	t.is(textOf(await read()), 'before\n[gap 14]after\n');
	t.is(warnings.length, 1);
	t.regex(warnings[0] ?? '', /ENOSPC/);
});

test('when the disk stays full the log says at its end what is missing', async (t) => {
	const disk = {full: false};
	const {write, read, log} = await testLog(t, {limit}, onDisk(disk));
	await write('before\n');
	disk.full = true;
	for (let index = 0; index < 1000; index++) await write('lost\n');
	t.deepEqual(await log.close(), {bytes: 5007, lost: 5000});
	t.is(textOf(await read()), 'before\n[gap 5000]');
});

test('a disk that is full from the beginning leaves a gap alone', async (t) => {
	const {write, read, log} = await testLog(t, {limit}, onDisk({full: true}));
	await write('lost\n');
	await log.close();
	t.is(textOf(await read()), '[gap 5]');
});

test('a directory that can’t be made loses the output and nothing else', async (t) => {
	const directory = await temporaryDirectory(t);
	await writeFile(join(directory, 'file'), '');
	const log = new LogWriter(logFilesIn(join(directory, 'file', 'log')));
	await log.append({time: 1, stream: 'stdout', bytes: Buffer.from('lost')});
	t.deepEqual(await log.close(), {bytes: 4, lost: 4});
});

test('following survives that segments are removed meanwhile, and says the gap', async (t) => {
	const {directory, write, log} = await testLog(t, {limit});
	let [written, seen, gaps, over] = [0, 0, 0, false];
	const following = (async () => {
		for await (const item of readLog(directory, {ended: () => over, interval: 1})) {
			if ('gap' in item) gaps += item.gap;
			else seen += item.bytes.length;
		}
	})();
	for (let index = 0; index < 20_000; index++) {
		const line = `line ${index}\n`;
		await write(line);
		written += line.length;
	}
	await log.close();
	over = true;
	await following;
	t.is(seen + gaps, written);
});

test('following ends when it is told to', async (t) => {
	const {directory, write, log} = await testLog(t);
	await write('one\n');
	const abort = new AbortController();
	const seen: string[] = [];
	for await (const item of readLog(directory, {ended: () => false, signal: abort.signal})) {
		seen.push(textOf([item]));
		setImmediate(() => abort.abort());
	}
	t.deepEqual(seen, ['one\n']);
	await log.close();
});

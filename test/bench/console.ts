/* What the console costs, in a pty of this machine; the flood and the first frame as ratios to what is least. */
import {appendFile, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {build} from 'esbuild';
import {bundle, withInk} from '../../packaging/bundle.js';
import {type Figure, ratio} from './figures.js';
import {Line, peak, time} from './line.js';
import {quantile, summarise} from './statistics.js';

const lastLine = 'the flood is over';
const rounds = {flood: 5, keys: 200, list: 30, first: 15};
/** Clock ticks in a second (USER_HZ, proc_pid_stat(5)). */
const ticks = 100;
/** How packaging/umm starts the console. */
const flags = ['--max-semi-space-size=2'];

/** Bundles a console that shows what is measured, as the one that ships is bundled. @returns what starts it. */
async function makeConsole(outdir: string) {
	await build({...withInk, entryPoints: {shown: 'test/bench/fixtures/console.ts'}, outdir});
	await writeFile(join(outdir, 'package.json'), '{"type":"module"}\n');
	return (mode: 'flood' | 'clock' | 'list', file = '') =>
		new Line(process.execPath, [...flags, join(outdir, 'shown.js'), mode, file]);
}

type ConsoleOf = Awaited<ReturnType<typeof makeConsole>>;

/** Seconds of a processor that a process has used. */
async function cpu(pid: number): Promise<number> {
	const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** A hundred megabytes of short lines. */
async function makeFlood(directory: string): Promise<string> {
	const file = join(directory, 'flood');
	await writeFile(file, '');
	for (let part = 0, line = 0; part < 100; part++) {
		let text = '';
		while (text.length < 1_000_000) text += `[${line++}] verified a stripe of the array, no difference\n`;
		await appendFile(file, text);
	}
	await appendFile(file, `${lastLine}\n`);
	return file;
}

async function floodFigures(consoleOf: ConsoleOf, file: string): Promise<readonly Figure[]> {
	const [flood, cat, memory]: [number[], number[], number[]] = [[], [], []];
	for (let round = 0; round < rounds.flood; round++) {
		using plain = new Line('/bin/sh', ['-c', 'echo ready; read go; cat "$0"; read go', file]);
		await plain.sees('ready');
		cat.push(
			await time(async () => {
				plain.pty.write('\n');
				await plain.sees(lastLine);
			}),
		);
		using shown = consoleOf('flood', file);
		await shown.sees('It has printed nothing yet.');
		flood.push(
			await time(async () => {
				shown.pty.kill('SIGUSR2');
				await shown.sees(lastLine);
			}),
		);
		memory.push(await peak(shown.pty.pid));
	}
	const most = summarise(memory);
	return [
		ratio('100 MB of output in the console over `cat` in the same pty', summarise(flood), summarise(cat), 0.4),
		{
			name: 'memory of the console in that flood, at its peak',
			measured: most,
			unit: 'MB',
			value: most.median,
			limit: 120,
		},
	];
}

/** From a key to the frame that shows it, while output floods in. */
async function keyFigures(consoleOf: ConsoleOf, file: string): Promise<readonly Figure[]> {
	const times: number[] = [];
	while (times.length < rounds.keys) {
		using shown = consoleOf('flood', file);
		await shown.sees('It has printed nothing yet.');
		let isOver = false;
		shown.pty.kill('SIGUSR2');
		const end = sleep(250, undefined).then(() => {
			isOver = true;
		});
		while (!isOver && times.length < rounds.keys) {
			// The focus goes to the next button; no output ever has its mark.
			times.push(
				await time(async () => {
					shown.pty.write('\t');
					await shown.sees('▸');
				}),
			);
			await sleep(Math.random() * 20);
		}
		await end;
	}
	const all = summarise(times);
	const late = quantile(
		times.toSorted((a, b) => a - b),
		0.99,
	);
	return [
		{name: 'key to frame during the flood, median', measured: all, unit: 'ms', value: all.median, limit: 20},
		{name: 'key to frame during the flood, 99 of 100', measured: all, unit: 'ms', value: late, limit: 60},
	];
}

async function idleFigures(consoleOf: ConsoleOf): Promise<readonly Figure[]> {
	using shown = consoleOf('clock');
	await shown.sees('running');
	await sleep(3000);
	const [sent, used]: [number[], number[]] = [[], []];
	for (let second = 0; second < 12; second++) {
		const [bytes, before] = [shown.bytes, await cpu(shown.pty.pid)];
		await sleep(1000);
		sent.push(shown.bytes - bytes);
		used.push(100 * ((await cpu(shown.pty.pid)) - before));
	}
	const [bytes, share] = [summarise(sent), summarise(used)];
	const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
	return [
		{name: 'bytes of an idle screen with a clock', measured: bytes, unit: 'B/s', value: bytes.median, limit: 150},
		{name: 'processor of an idle screen with a clock, mean', measured: share, unit: '%', value: mean, limit: 1.5},
	];
}

async function listFigure(consoleOf: ConsoleOf): Promise<Figure> {
	using shown = consoleOf('list');
	await shown.sees('[ Resume ]');
	await shown.settles();
	const sent: number[] = [];
	for (let press = 0; press < rounds.list; press++) {
		shown.pty.write('j');
		sent.push(await shown.settles());
	}
	const bytes = summarise(sent);
	return {
		name: 'bytes for a key in a list of 200 commands',
		measured: bytes,
		unit: 'B',
		value: bytes.median,
		limit: 400,
	};
}

/** The first frame that has the node's state, of the bundle that ships. */
async function firstFrameFigure(directory: string): Promise<Figure> {
	const js = join(directory, 'js');
	await bundle(js);
	const [shown, floor]: [number[], number[]] = [[], []];
	for (let round = -1; round < rounds.first; round++) {
		const plain = new Line(process.execPath, ['-e', '0']);
		const least = await time(() => plain.exited);
		using umm = new Line(process.execPath, [...flags, join(js, 'umm.cjs'), 'console'], {
			UMM_ROOT: join(directory, 'root'),
		});
		const taken = await time(() => umm.sees('Next:'));
		if (round < 0) continue;
		floor.push(least);
		shown.push(taken);
	}
	return ratio('first frame of the console over `node -e 0`', summarise(shown), summarise(floor), 5);
}

/** The figures of the console; takes a minute. */
export async function consoleFigures(): Promise<readonly Figure[]> {
	const directory = await mkdtemp(join(tmpdir(), 'umm-bench-'));
	try {
		const file = await makeFlood(directory);
		const consoleOf = await makeConsole(join(directory, 'shown'));
		return [
			...(await floodFigures(consoleOf, file)),
			...(await keyFigures(consoleOf, file)),
			...(await idleFigures(consoleOf)),
			await listFigure(consoleOf),
			await firstFrameFigure(directory),
		];
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

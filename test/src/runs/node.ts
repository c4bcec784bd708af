/* A simulated node for the tests of runs and hooks: real files under a directory of its own, real processes. */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {execa} from 'execa';
import {type Paths, pathsUnder} from '../../../src/paths.js';
import {type ExecuteOptions, executeRun} from '../../../src/runs/execute-run.js';
import {type LogItem, type ReadOptions, readLog} from '../../../src/runs/log-reader.js';
import {runDirectory} from '../../../src/runs/run-directory.js';
import {addCommand, type NewCommand, type ScheduledCommand} from '../../../src/schedule.js';

export const thisBoot = 'aaaaaaaa-0000-4000-8000-000000000001';
export const earlierBoot = 'bbbbbbbb-0000-4000-8000-000000000002';

export interface TestNode {
	readonly paths: Paths;
	/** What was warned of. */
	readonly warnings: string[];
	readonly warn: (message: string) => void;
	schedule(command: string, options?: Partial<NewCommand>): Promise<ScheduledCommand>;
	run(id: number, options?: Partial<ExecuteOptions>): Promise<ScheduledCommand>;
	/** Schedule a command and run it. */
	scheduleAndRun(command: string, options?: Partial<ExecuteOptions & NewCommand>): Promise<ScheduledCommand>;
	log(id: number, options?: ReadOptions): AsyncGenerator<LogItem, void>;
}

export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'umm-test-'));
	t.teardown(() => rm(directory, {recursive: true, force: true}));
	return directory;
}

export async function testNode(t: ExecutionContext): Promise<TestNode> {
	const paths = pathsUnder(await temporaryDirectory(t));
	const warnings: string[] = [];
	const warn = (message: string) => void warnings.push(message);
	const node: TestNode = {
		paths,
		warnings,
		warn,
		schedule: (command, options = {}) =>
			addCommand(paths, {command, created: 1, by: {user: 'anna'}, onFailure: 'stop', ...options}),
		run: (id, options = {}) => executeRun({paths, id, bootId: thisBoot, warn, ...options}),
		async scheduleAndRun(command, options = {}) {
			const {timeout, ...rest} = options;
			const {id} = await node.schedule(command, timeout === undefined ? {} : {timeout});
			return node.run(id, rest);
		},
		log: (id, options) => readLog(runDirectory(paths, id), options),
	};
	return node;
}

/** Start a recorder in a process of its own, as the run's unit does. It prints the peak of its memory in MiB. */
export function startRecorder(paths: Paths, id: number) {
	const script = fileURLToPath(new URL('recorder.js', import.meta.url));
	return execa(process.execPath, [script, paths.root, String(id), thisBoot], {reject: false});
}

/** Poll until something is there. */
export async function until<T>(look: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
	for (const end = Date.now() + 20_000; Date.now() < end; ) {
		const found = await look();
		if (found !== undefined && found !== false) return found;
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	throw new Error('it did not happen within 20 s');
}

export async function collect(items: AsyncIterable<LogItem>): Promise<readonly LogItem[]> {
	const all: LogItem[] = [];
	for await (const item of items) all.push(item);
	return all;
}

/** The text of a log, with its gaps as `[gap N]`; of one stream when it is given. */
export function textOf(items: readonly LogItem[], stream?: 'stdout' | 'stderr'): string {
	return items
		.map((item) => {
			if ('gap' in item) return `[gap ${item.gap}]`;
			return stream === undefined || item.stream === stream ? Buffer.from(item.bytes).toString('latin1') : '';
		})
		.join('');
}

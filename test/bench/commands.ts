/* How long commands take, against `node -e 0` of the same runtime in the same minute. */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Figure, ratio} from './figures.js';
import {summarise} from './statistics.js';

const rounds = 40;

function time(file: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
	const start = performance.now();
	execFileSync(file, args, {env, stdio: ['ignore', 'pipe', 'pipe']});
	return performance.now() - start;
}

/**
 * @param deb the package: its files are unpacked and run from there, as a paused simulated node sees them.
 */
export function commandFigures(deb: string): readonly Figure[] {
	const root = mkdtempSync(join(tmpdir(), 'umm-bench-'));
	try {
		execFileSync('dpkg-deb', ['-x', deb, root]);
		const at = (path: string) => join(root, path);
		const launcher = at('usr/bin/umm');
		execFileSync('sed', ['-i', `s#/usr/lib/umm#${at('usr/lib/umm')}#g`, launcher]);
		const env = {PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: root};
		const runs: Readonly<Record<string, readonly [string, readonly string[]]>> = {
			floor: [at('usr/lib/umm/node'), ['-e', '0']],
			status: [launcher, ['status']],
			json: [launcher, ['status', '--json']],
			help: [launcher, ['--help']],
		};
		const times = Object.fromEntries(Object.keys(runs).map((name) => [name, [] as number[]]));
		for (let round = -2; round < rounds; round++) {
			for (const [name, [file, args]] of Object.entries(runs)) {
				const elapsed = time(file, args, env);
				if (round >= 0) times[name]?.push(elapsed);
			}
		}
		const summary = (name: string) => summarise(times[name] ?? []);
		return [
			ratio('`umm status`, plain, over `node -e 0`', summary('status'), summary('floor'), 0.3),
			ratio('`umm status --json` over `node -e 0`', summary('json'), summary('floor'), 1.5),
			ratio('`umm --help` over `node -e 0`', summary('help'), summary('floor'), 1.5),
		];
	} finally {
		rmSync(root, {recursive: true});
	}
}

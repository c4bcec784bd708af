/* What systemd would start while a boot is held, and what not: the real generator's answer, and the units' own dependencies. */
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Rehearsal} from '../../src/backend.js';
import {UmmError} from '../../src/errors.js';
import type {Runner} from '../../src/runner.js';

const generator = '/usr/lib/umm/systemd/generator';

/** Units that do something; targets, slices and devices only stand for others. */
const active = /\.(service|socket|timer|path|mount|automount|swap)$/;

/** What the generator links to umm.target on this node: its ssh and its network. */
async function linked(runner: Runner): Promise<readonly string[]> {
	const early = await mkdtemp(join(tmpdir(), 'umm-rehearsal-'));
	try {
		const {status, stderr} = await runner.run([generator, early, early, early], {env: {UMM_REHEARSAL: 'yes'}});
		if (status !== 0) throw new UmmError('system', `${generator} failed with exit status ${status}: ${stderr}`);
		return await readdir(join(early, 'umm.target.wants')).catch(() => []);
	} finally {
		await rm(early, {recursive: true, force: true});
	}
}

/** A unit and all that it needs or wants, and they in turn (systemctl(1), list-dependencies). */
async function closure(runner: Runner, unit: string): Promise<readonly string[]> {
	const {status, stdout, stderr} = await runner.run([
		'systemctl',
		'list-dependencies',
		'--plain',
		'--all',
		'--full',
		'--no-pager',
		unit,
	]);
	if (status !== 0) throw new UmmError('system', `systemctl list-dependencies ${unit} failed: ${stderr}`);
	return stdout.split('\n').flatMap((line) => /[^\s●○×]+$/.exec(line.trim())?.[0] ?? []);
}

/** Those of some units that systemd finds: a unit may want what is not installed. */
async function present(runner: Runner, names: readonly string[]): Promise<readonly string[]> {
	const {stdout} = await runner.run(['systemctl', 'show', '--property=Id,LoadState', ...names]);
	const missing = new Set(
		stdout
			.split('\n\n')
			.flatMap((unit) => (unit.includes('LoadState=not-found') ? (/^Id=(.*)$/m.exec(unit)?.[1] ?? []) : [])),
	);
	return names.filter((name) => !missing.has(name));
}

/** @throws UmmError (system) when systemd or the generator does not answer. */
export async function rehearse(runner: Runner): Promise<Rehearsal> {
	const roots = ['umm.target', ...(await linked(runner))];
	const started = new Set((await Promise.all(roots.map((unit) => closure(runner, unit)))).flat());
	const target = (await runner.run(['systemctl', 'get-default'])).stdout.trim() || 'default.target';
	const ordinary = new Set(await closure(runner, target));
	const sorted = (names: Iterable<string>) => present(runner, [...names].filter((name) => active.test(name)).sort());
	return {runs: await sorted(started), waits: await sorted(ordinary.difference(started))};
}

import {backendOf, bootLoaderOf} from '../../backends/registry.js';
import {execaRunner} from '../exec.js';
import {loginWiring} from '../wiring/login.js';
import {carryOut, planInstall, type WiringChange} from '../wiring/plan.js';
import {type Context, flag, printJson, say, usageError, type VerbMain, warn} from './context.js';

/** Have the boot loader's entry follow, or plan it. @returns a line for each file of it that is or would be touched. */
export async function changeBootEntry(context: Context, verb: 'install' | 'remove'): Promise<readonly string[]> {
	const done = await bootLoaderOf(context.paths, execaRunner)?.change(verb, {dryRun: flag(context, 'dry-run')});
	for (const note of done?.notes ?? []) warn(context, note);
	return done?.changes ?? [];
}

/**
 * Show a plan, or what was done of it.
 *
 * @param wired lines of the backend's own wiring.
 * @param bootEntry lines of {@link changeBootEntry}.
 */
export function printChanges(
	context: Context,
	schema: string,
	backend: string,
	changes: readonly WiringChange[],
	wired: readonly string[],
	bootEntry: readonly string[],
): void {
	const dryRun = flag(context, 'dry-run');
	if (flag(context, 'json')) {
		printJson(context, schema, {backend, dryRun, changes, wired, bootEntry});
		return;
	}
	const words = {made: dryRun ? 'would make  ' : 'made    ', removed: dryRun ? 'would remove' : 'removed ', none: ''};
	for (const line of wired) say(context, line);
	for (const step of changes) {
		if (step.change === 'none') continue;
		const sign = step.change === 'made' ? '+' : '-';
		const why = step.change === 'made' ? `  (${step.why})` : '';
		say(context, `${words[step.change]} ${step.path}: ${sign} ${step.line}${why}`);
	}
	for (const line of bootEntry) say(context, line);
	if (wired.length + bootEntry.length === 0 && changes.every(({change}) => change === 'none')) {
		say(context, `nothing to do: ${backend} is as it should be`);
	}
}

/** `umm install`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm install takes no argument');
	const backend = backendOf(context.paths, execaRunner);
	const dryRun = flag(context, 'dry-run');
	const changes = await planInstall(await loginWiring(context.paths.root));
	const wired = await backend.wire('install', {dryRun});
	if (!dryRun) await carryOut(changes, execaRunner);
	const bootEntry = await changeBootEntry(context, 'install');
	printChanges(context, 'umm/install/1', backend.name, changes, wired, bootEntry);
	return 0;
};

import {backendOf, bootLoaderOf} from '../../backends/registry.js';
import type {Backend, WiringStep} from '../backend.js';
import {execaRunner} from '../exec.js';
import {loginWiring} from '../wiring/login.js';
import {carryOut, planInstall, type WiringChange} from '../wiring/plan.js';
import {type Context, flag, printJson, say, usageError, type VerbMain, warn} from './context.js';

/** Everything that is wired on this node: into its init system, and at a login. */
export async function stepsOf({paths}: Context, backend: Backend): Promise<readonly WiringStep[]> {
	return [...backend.wiring(), ...(await loginWiring(paths.root))];
}

/** Have the boot loader's entry follow, or plan it. @returns a line for each file of it that is or would be touched. */
export async function changeBootEntry(context: Context, verb: 'install' | 'remove'): Promise<readonly string[]> {
	const done = await bootLoaderOf(context.paths, execaRunner)?.change(verb, {dryRun: flag(context, 'dry-run')});
	for (const note of done?.notes ?? []) warn(context, note);
	return done?.changes ?? [];
}

/** What the backend wires by itself, or would. @returns a line for each piece. */
export async function wireBackend(
	context: Context,
	backend: Backend,
	verb: 'install' | 'uninstall',
): Promise<readonly string[]> {
	return (await backend.wire?.(verb, {dryRun: flag(context, 'dry-run')})) ?? [];
}

/** What a change puts in place or takes away. */
function shown(change: WiringChange): string {
	if (change.kind === 'link') return `${change.path} -> ${change.target}`;
	return `${change.path}: ${change.change === 'made' ? '+' : '-'} ${change.line}`;
}

/**
 * Show a plan, or what was done of it.
 *
 * @param wired lines of {@link wireBackend}.
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
	for (const step of changes) {
		if (step.change === 'none') continue;
		say(context, `${words[step.change]} ${shown(step)}${step.change === 'made' ? `  (${step.why})` : ''}`);
	}
	for (const line of [...wired, ...bootEntry]) say(context, line);
	if (wired.length + bootEntry.length === 0 && changes.every(({change}) => change === 'none')) {
		say(context, `nothing to do: ${backend} is as it should be`);
	}
}

/** `umm install`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm install takes no argument');
	const backend = backendOf(context.paths, execaRunner);
	const changes = await planInstall(await stepsOf(context, backend));
	const wired = await wireBackend(context, backend, 'install');
	if (!flag(context, 'dry-run')) {
		await carryOut(changes, execaRunner);
		await backend.reload();
	}
	const bootEntry = await changeBootEntry(context, 'install');
	printChanges(context, 'umm/install/1', backend.name, changes, wired, bootEntry);
	return 0;
};

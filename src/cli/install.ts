import {backendOf} from '../../backends/registry.js';
import type {Backend, WiringStep} from '../backend.js';
import {execaRunner} from '../exec.js';
import {loginWiring} from '../wiring/login.js';
import {carryOut, planInstall, type WiringChange} from '../wiring/plan.js';
import {type Context, flag, printJson, say, usageError, type VerbMain} from './context.js';

/** Everything that is wired on this node: into its init system, and at a login. */
export async function stepsOf({paths}: Context, backend: Backend): Promise<readonly WiringStep[]> {
	return [...backend.wiring(), ...(await loginWiring(paths.root))];
}

/** What a change puts in place or takes away. */
function shown(change: WiringChange): string {
	if (change.kind === 'link') return `${change.path} -> ${change.target}`;
	return `${change.path}: ${change.change === 'made' ? '+' : '-'} ${change.line}`;
}

/** Show a plan, or what was done of it. */
export function printChanges(
	context: Context,
	schema: string,
	backend: string,
	changes: readonly WiringChange[],
): void {
	const dryRun = flag(context, 'dry-run');
	if (flag(context, 'json')) {
		printJson(context, schema, {backend, dryRun, changes});
		return;
	}
	const words = {made: dryRun ? 'would make  ' : 'made    ', removed: dryRun ? 'would remove' : 'removed ', none: ''};
	for (const step of changes) {
		if (step.change === 'none') continue;
		say(context, `${words[step.change]} ${shown(step)}${step.change === 'made' ? `  (${step.why})` : ''}`);
	}
	if (changes.every(({change}) => change === 'none')) say(context, `nothing to do: ${backend} is as it should be`);
}

/** `umm install`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm install takes no argument');
	const backend = backendOf(context.paths, execaRunner);
	const changes = await planInstall(await stepsOf(context, backend));
	if (!flag(context, 'dry-run')) {
		await carryOut(changes, execaRunner);
		await backend.reload();
	}
	printChanges(context, 'umm/install/1', backend.name, changes);
	return 0;
};

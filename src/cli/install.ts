import {backendOf} from '../../backends/registry.js';
import {execaRunner} from '../exec.js';
import {carryOut, planInstall, type WiringChange} from '../wiring.js';
import {type Context, flag, printJson, say, usageError, type VerbMain} from './context.js';

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
	for (const {path, target, change, why} of changes) {
		if (change === 'none') continue;
		say(context, `${words[change]} ${path} -> ${target}${change === 'made' ? `  (${why})` : ''}`);
	}
	if (changes.every(({change}) => change === 'none')) say(context, `nothing to do: ${backend} is as it should be`);
}

/** `umm install`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm install takes no argument');
	const backend = backendOf(context.paths, execaRunner);
	const changes = await planInstall(backend.wiring());
	if (!flag(context, 'dry-run')) {
		await carryOut(changes);
		await backend.reload();
	}
	printChanges(context, 'umm/install/1', backend.name, changes);
	return 0;
};

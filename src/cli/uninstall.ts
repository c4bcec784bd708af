import {backendOf} from '../../backends/registry.js';
import {UmmError} from '../errors.js';
import {execaRunner} from '../exec.js';
import {readNode} from '../node.js';
import {loginWiring} from '../wiring/login.js';
import {carryOut, planUninstall} from '../wiring/plan.js';
import {flag, usageError, type VerbMain} from './context.js';
import {changeBootEntry, printChanges} from './install.js';

/** `umm uninstall`. */
export const main: VerbMain = async (context) => {
	if (context.words.length > 0) throw usageError(context, 'umm uninstall takes no argument');
	const backend = backendOf(context.paths, execaRunner);
	const dryRun = flag(context, 'dry-run');
	const changes = await planUninstall(await loginWiring(context.paths.root));
	if (!dryRun && (await readNode(context.paths)).state === 'paused') {
		throw new UmmError('state', 'umm holds this boot', {hints: ["'umm off' first, then uninstall"]});
	}
	const wired = await backend.wire('uninstall', {dryRun});
	if (!dryRun) await carryOut(changes, execaRunner);
	const bootEntry = await changeBootEntry(context, 'remove');
	printChanges(context, 'umm/uninstall/1', backend.name, changes, wired, bootEntry);
	return 0;
};

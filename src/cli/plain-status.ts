import {backendOf} from '../../backends/registry.js';
import {execaRunner} from '../exec.js';
import {type Context, say} from './context.js';

/** The line of `umm status` for scripts, from the gate. The launcher asks the gate itself; this is for other callers. */
export async function plainStatus(context: Context): Promise<number> {
	say(context, await backendOf(context.paths, execaRunner).status());
	return 0;
}

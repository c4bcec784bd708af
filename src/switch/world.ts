import type {Backend} from '../backend.js';
import type {HookPoint} from '../hooks/list.js';
import type {Paths} from '../paths.js';
import type {Requester} from '../state/requester.js';

/** What `umm on` and `umm off` need around them. */
export interface World {
	readonly paths: Paths;
	readonly backend: Backend;
	readonly by: Requester;
	/**
	 * Run the hooks of a point.
	 *
	 * @throws UmmError (refused) naming the first hook that failed and its last lines, unless `force`.
	 */
	hooks(point: HookPoint, context: HookContext): Promise<void>;
	/** Tell the administrator what is going on, a line at a time. */
	progress(line: string): void;
	/** Tell the administrator what could not be done and is not fatal. */
	warn(line: string): void;
}

/** What hooks are told, and whether their failure counts. */
export interface HookContext {
	readonly reason: string;
	readonly requestedBy: string;
	/** The state that the node is in. */
	readonly state: string;
	/** What is about to happen: `on`, `resume` or `reboot`. */
	readonly action: string;
	readonly force: boolean;
}

import {UmmError} from '../../src/errors.js';
import type {Runner} from '../../src/runner.js';

/** Exit statuses of the gate that are not faults of the system (umm(8)). */
const kinds: Readonly<Record<number, UmmError['kind']>> = {1: 'state', 3: 'refused'};

/** The gate of a node, as a program to call. */
export interface Gate {
	/**
	 * Call a verb of the gate.
	 *
	 * @returns what it printed.
	 * @throws UmmError with the gate's own message; its exit statuses are umm's.
	 */
	call(...args: string[]): Promise<string>;
	/** Whether a verb of the gate ends with exit status 0. */
	ask(verb: string): Promise<boolean>;
}

/**
 * @param path the gate.
 * @param env added to its environment.
 */
export function gateAt(runner: Runner, path: string, env: Readonly<Record<string, string>> = {}): Gate {
	return {
		async call(...args) {
			const {status, stdout, stderr} = await runner.run([path, ...args], {env});
			if (status !== 0) {
				const message = stderr.replace(/^umm: /, '') || `${path} ${args.join(' ')} failed with exit status ${status}`;
				throw new UmmError(kinds[status] ?? 'system', message);
			}
			if (stderr !== '') process.stderr.write(`${stderr}\n`);
			return stdout;
		},
		ask: async (verb) => (await runner.run([path, verb], {env})).status === 0,
	};
}

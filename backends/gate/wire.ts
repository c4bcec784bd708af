import type {Backend} from '../../src/backend.js';
import type {Finding} from '../../src/console/snapshot.js';
import {messageOf} from '../../src/errors.js';
import type {Runner} from '../../src/runner.js';
import {reinstall} from '../../src/wiring/examine.js';
import {gateAt} from './gate.js';

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

/** What a line of `wire examine` says: ok or broken, what, and what to do. */
function findingOf(line: string): Finding {
	const [result, message = '', hint] = line.split('\t');
	return {
		check: 'wiring',
		result: result === 'ok' ? 'ok' : 'broken',
		message,
		...(hint === undefined ? {} : {hint}),
	};
}

/**
 * The program that wires umm into the init system (docs/internals.md, Wiring).
 *
 * @param lib directory of umm's shell files.
 * @returns `wire` as of {@link Backend}, and `examine`, which finds every piece in place or broken.
 */
export function wireAt(runner: Runner, lib: string): Pick<Backend, 'wire'> & {examine(): Promise<readonly Finding[]>} {
	const program = gateAt(runner, `${lib}/wire`);
	return {
		wire: async (verb, {dryRun}) => linesOf(await program.call(verb, ...(dryRun ? ['--dry-run'] : []))),
		examine: () =>
			program.call('examine').then(
				(lines) => linesOf(lines).map(findingOf),
				(error: unknown) => [{check: 'wiring', result: 'broken', message: messageOf(error), hint: reinstall}],
			),
	};
}

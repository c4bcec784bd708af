import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {LinkStep} from '../../src/backend.js';
import {UmmError} from '../../src/errors.js';
import {shipped} from '../../src/shipped.js';

/**
 * The links that make systemd ask umm at each boot, as the file `wiring` has them: umm-core, which has no Node.js, reads
 * it too. A line is `link`, path, target and why, between tabs; `#` begins a comment. All are absolute links into what
 * the package ships.
 *
 * @param root directory that stands for `/`.
 * @throws UmmError (system) when there is a line of another kind.
 */
export function systemdWiring(root: string): readonly LinkStep[] {
	const lines = readFileSync(shipped('systemd/wiring'), 'utf8').split('\n');
	return lines
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => {
			const [kind, path, target, why] = line.split('\t');
			if (kind !== 'link' || path === undefined || target === undefined || why === undefined) {
				throw new UmmError('system', `the wiring of systemd has a line that is no link: ${JSON.stringify(line)}`);
			}
			return {kind, path: join(root, path), target, why};
		});
}

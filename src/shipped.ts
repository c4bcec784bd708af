import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/**
 * Where a file of the backends that is no TypeScript is: in the source tree, or in /usr/lib/umm beside the bundles.
 *
 * @param path in `backends/`; in the package the folder `gate` is /usr/lib/umm itself.
 */
export function shipped(path: string): string {
	const inTree = fileURLToPath(new URL(`../../backends/${path}`, import.meta.url));
	return existsSync(inTree) ? inTree : fileURLToPath(new URL(`../${path.replace(/^gate\//, '')}`, import.meta.url));
}

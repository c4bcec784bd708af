import {join} from 'node:path';
import type {Paths} from '../paths.js';
import {commandName} from '../schedule.js';

/** Directory of the output of a command's run. */
export function runDirectory(paths: Paths, id: number): string {
	return join(paths.runs, commandName(id));
}

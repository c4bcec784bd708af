import type {Paths} from '../paths.js';
import {readCommand} from '../schedule.js';
import {type LogItem, readLog} from './log-reader.js';
import {runDirectory} from './run-directory.js';

/**
 * The output of a scheduled command's run, live.
 *
 * @param options `tail`: begin at about the last so many bytes; `follow`: go on until the command is `done` or
 *   `cancelled` (one that still waits is waited for); `signal` ends it earlier.
 * @throws UmmError when there is no such command, or its file can't be read; a system error when its output can't.
 */
export function runOutput(
	paths: Paths,
	id: number,
	options: {tail?: number; follow?: boolean; signal?: AbortSignal} = {},
): AsyncGenerator<LogItem, void> {
	const {follow = false, ...rest} = options;
	const ended = async () => {
		const {state} = await readCommand(paths, id);
		return !follow || state === 'done' || state === 'cancelled';
	};
	return readLog(runDirectory(paths, id), {...rest, ended});
}

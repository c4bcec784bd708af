import {once} from 'node:events';
import {runDirectory} from '../runs/execute-run.js';
import {type LogItem, readLog} from '../runs/log-reader.js';
import {readCommand} from '../schedule.js';
import {formatTime} from '../why.js';
import {type Context, say, warn} from './context.js';
import {describeState} from './describe-command.js';

/** Control characters but tab and newline, as they may come from a command: not for a terminal. */
const controls = /[^\P{Cc}\n\t]/gu;

function pieces(item: LogItem, decode: (bytes: Uint8Array) => string, timestamps: boolean): string {
	if ('gap' in item) return `\n--- ${item.gap} bytes are not kept here ---\n`;
	const text = decode(item.bytes);
	if (!timestamps) return text;
	const stamp = `${formatTime(item.time)} ${item.stream === 'stdout' ? 'out' : 'err'}  `;
	return text.replaceAll(/^(?=.|\n)/gm, stamp);
}

/**
 * Print a run's output. To a terminal without control characters, elsewhere the bytes as the command wrote them.
 *
 * @param options `follow`: go on until the command has ended; `timestamps`: time and stream before each line.
 * @throws UmmError (usage) when there is no such command.
 */
export async function printLog(
	context: Context,
	id: number,
	{follow, timestamps}: {follow: boolean; timestamps: boolean},
): Promise<number> {
	const {paths, stdout} = context;
	const ended = async () => !['waiting', 'running'].includes((await readCommand(paths, id)).state);
	const command = await readCommand(paths, id);
	if (command.state === 'waiting' && !follow) {
		warn(context, `command ${id} has not run yet`);
		return 0;
	}
	const decoder = new TextDecoder();
	const clean = (bytes: Uint8Array) => {
		const text = decoder.decode(bytes, {stream: true});
		return stdout.isTTY ? text.replaceAll(/\r\n/g, '\n').replaceAll(controls, '�') : text;
	};
	for await (const item of readLog(runDirectory(paths, id), follow ? {ended} : {})) {
		const raw = !stdout.isTTY && !timestamps && !('gap' in item);
		const more = stdout.write(raw ? item.bytes : pieces(item, clean, timestamps));
		if (!more) await once(stdout, 'drain');
	}
	if (follow && stdout.isTTY) say(context, `--- ${describeState(await readCommand(paths, id), Date.now())} ---`);
	return 0;
}

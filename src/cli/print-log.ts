import {once} from 'node:events';
import type {LogItem} from '../runs/log-reader.js';
import {runOutput} from '../runs/output.js';
import {readCommand} from '../schedule.js';
import {formatTime} from '../why.js';
import {type Context, printable, say, warn} from './context.js';
import {describeState} from './describe-command.js';

/** What is printed of a run's output, piece by piece. */
class LogText {
	readonly #timestamps: boolean;
	readonly #controls: boolean;
	readonly #decoders = {stdout: new TextDecoder(), stderr: new TextDecoder()};
	#atLineStart = true;

	/** @param options `timestamps`: before each line; `controls`: keep control characters, and what is not UTF-8. */
	constructor({timestamps, controls}: {timestamps: boolean; controls: boolean}) {
		this.#timestamps = timestamps;
		this.#controls = controls;
	}

	of(item: LogItem): string | Uint8Array {
		if ('gap' in item) {
			const start = this.#atLineStart ? '' : '\n';
			this.#atLineStart = true;
			return `${start}--- ${item.gap} bytes are not kept here ---\n`;
		}
		if (this.#controls && !this.#timestamps) {
			this.#atLineStart = item.bytes.at(-1) === 0x0a;
			return item.bytes;
		}
		const raw = this.#decoders[item.stream].decode(item.bytes, {stream: true});
		const text = this.#controls ? raw : printable(raw.replaceAll('\r\n', '\n'));
		if (text === '') return '';
		const stamp = `${formatTime(item.time)} ${item.stream === 'stdout' ? 'out' : 'err'}  `;
		const begins = this.#atLineStart;
		this.#atLineStart = text.endsWith('\n');
		if (!this.#timestamps) return text;
		const body = text.replaceAll(/\n(?!$)/g, `\n${stamp}`);
		return begins ? stamp + body : body;
	}
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
	const command = await readCommand(paths, id);
	if (command.state === 'waiting' && !follow) {
		warn(context, `command ${id} has not run yet`);
		return 0;
	}
	const text = new LogText({timestamps, controls: !stdout.isTTY});
	for await (const item of runOutput(paths, id, {follow})) {
		if (!stdout.write(text.of(item))) await once(stdout, 'drain');
	}
	if (follow && stdout.isTTY) say(context, `--- ${describeState(await readCommand(paths, id), Date.now())} ---`);
	return 0;
}

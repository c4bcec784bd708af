import {useEffect, useState} from 'react';
import type {ConsoleSource} from '../../../src/console/snapshot.js';
import {messageOf} from '../../../src/errors.js';
import {oneLine} from '../../text/sanitise.js';
import {TailBuffer} from '../../text/tail-buffer.js';

/** Milliseconds between two drawings of output that comes. */
const redraw = 100;
/** Milliseconds of reading without a turn for keys and drawing; a key is to be seen within 20. */
const patience = 5;
/** Bytes of a run's output that are asked for. */
const tail = 512 * 1024;

/** The output of a run so far. */
export interface Output {
	readonly buffer: TailBuffer;
	/** Why no more of it can be read. */
	readonly trouble?: string;
}

const nothing: Output = {buffer: new TailBuffer(0)};

/**
 * The output of a run as it comes.
 *
 * @param id number of the command, or undefined when none has run.
 */
export function useOutput(source: ConsoleSource, id: number | undefined): Output {
	const [output, setOutput] = useState(nothing);
	useEffect(() => {
		setOutput(nothing);
		if (id === undefined) return;
		const buffer = new TailBuffer();
		const stop = new AbortController();
		let timer: NodeJS.Timeout | undefined;
		let drawn = 0;
		const draw = () => {
			timer = undefined;
			drawn = performance.now();
			setOutput({buffer});
		};
		const read = async () => {
			let rested = performance.now();
			for await (const chunk of source.output(id, {tail, signal: stop.signal})) {
				if (stop.signal.aborted) return;
				buffer.push(chunk);
				const now = performance.now();
				timer ??= setTimeout(draw, Math.max(0, drawn + redraw - now));
				// A source that never has to wait would leave no turn for keys and drawing.
				if (now - rested > patience) {
					await new Promise(setImmediate);
					rested = performance.now();
				}
			}
		};
		read().catch((error: unknown) => {
			clearTimeout(timer);
			if (!stop.signal.aborted) setOutput({buffer, trouble: oneLine(messageOf(error))});
		});
		return () => {
			stop.abort();
			clearTimeout(timer);
		};
	}, [source, id]);
	return output;
}

import type {OutputChunk} from '../../src/console/snapshot.js';
import {LineReader, readLines} from './sanitise.js';

const newline = 0x0a;
/** Bytes of whole lines that are kept at most. */
const mostBytes = 2 * 1024 * 1024;

type Stream = OutputChunk['stream'];

/** Where a line came from; `time` is when it ended, or went on last, in milliseconds since the epoch. */
export type Origin = Pick<OutputChunk, 'time' | 'stream'>;

/** Lines that ended in one chunk. They are read when one of them is first looked at: most of a flood never is. */
interface Segment extends Origin {
	/** Number of its first line. */
	readonly first: number;
	readonly count: number;
	/** Its first line, when that began in an earlier chunk. */
	readonly begun: string | undefined;
	/** Its other lines, with their newlines. */
	readonly bytes: Uint8Array;
	lines?: readonly string[];
}

/**
 * The last lines of a run's output. Lines are numbered from the first one ever pushed, so that a place in the
 * output stays what it was while older lines are dropped.
 */
export class TailBuffer {
	readonly #capacity: number;
	readonly #segments: Segment[] = [];
	readonly #open: Readonly<Record<Stream, {reader: LineReader; isBegun: boolean; time: number}>> = {
		stdout: {reader: new LineReader(), isBegun: false, time: 0},
		stderr: {reader: new LineReader(), isBegun: false, time: 0},
	};
	#bytes = 0;
	#ended = 0;
	#isCut = false;

	/** @param capacity how many lines that have ended are kept at most. */
	constructor(capacity = 10_000) {
		this.#capacity = capacity;
	}

	/** @param chunk its bytes must stay as they are. */
	push({bytes, stream, time, isCut}: OutputChunk): void {
		this.#isCut ||= isCut === true;
		const open = this.#open[stream];
		const last = bytes.lastIndexOf(newline);
		if (last >= 0) {
			const from = open.isBegun ? bytes.indexOf(newline) + 1 : 0;
			let begun: string | undefined;
			open.reader.push(bytes.subarray(0, from), (line) => {
				begun = line;
			});
			this.#keep({first: this.#ended, time, stream, begun, ...linesIn(bytes, from, last + 1)});
		}
		open.time = time;
		open.isBegun = last + 1 < bytes.length || (last < 0 && open.isBegun);
		open.reader.push(bytes.subarray(last + 1), () => undefined);
	}

	/** Whether the output began before the oldest line that is kept. */
	get isCut(): boolean {
		return this.#isCut || this.first > 0;
	}

	/** Number of the oldest line that is kept. */
	get first(): number {
		return Math.max(this.#segments[0]?.first ?? this.#ended, this.#ended - this.#capacity);
	}

	/** Number of the line after the last one; lines that have not ended yet come last. */
	get end(): number {
		return this.#ended + this.#unended.length;
	}

	/** Number of the line after the last one that has ended: what is before it stays as it is. */
	get ended(): number {
		return this.#ended;
	}

	/** The line with this number; empty when it is not kept. */
	line(number: number): string {
		if (number >= this.#ended) return this.#unended[number - this.#ended]?.reader.rest ?? '';
		const segment = number < this.first ? undefined : this.#segmentOf(number);
		if (segment === undefined) return '';
		segment.lines ??= [...(segment.begun === undefined ? [] : [segment.begun]), ...readLines(segment.bytes)];
		return segment.lines[number - segment.first] ?? '';
	}

	/** Where the line with this number came from; undefined when it is not kept. */
	origin(number: number): Origin | undefined {
		if (number < this.#ended) return number < this.first ? undefined : this.#segmentOf(number);
		const open = this.#unended[number - this.#ended];
		return open && {time: open.time, stream: open === this.#open.stderr ? 'stderr' : 'stdout'};
	}

	#keep(segment: Segment): void {
		this.#segments.push(segment);
		this.#bytes += segment.bytes.length;
		this.#ended += segment.count;
		for (let next = this.#segments[1]; next !== undefined; next = this.#segments[1]) {
			if (next.first > this.#ended - this.#capacity && this.#bytes <= mostBytes) return;
			this.#bytes -= this.#segments.shift()?.bytes.length ?? 0;
		}
	}

	#segmentOf(number: number): Segment | undefined {
		let low = 0;
		let high = this.#segments.length - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((this.#segments[middle]?.first ?? 0) <= number) low = middle;
			else high = middle - 1;
		}
		return this.#segments[low];
	}

	get #unended() {
		const {stdout, stderr} = this.#open;
		return [stdout, stderr].filter(({reader}) => reader.rest !== '');
	}
}

/* `from` is 0, or the place after the newline of a line that began earlier. */
function linesIn(bytes: Uint8Array, from: number, to: number): Pick<Segment, 'count' | 'bytes'> {
	let count = from === 0 ? 0 : 1;
	for (let at = from; at < to; at++) if (bytes[at] === newline) count++;
	return {count, bytes: bytes.subarray(from, to)};
}

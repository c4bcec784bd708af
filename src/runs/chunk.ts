/* The chunks that an output file consists of (docs/internals.md, Output of a run). */
import type {OutputChunk} from '../console/snapshot.js';

/** Bytes of output in one chunk, at most. */
export const maxPayload = 65_536;

/** Bytes that a header line takes at most: `@`, 16 digits, ` o `, 5 digits, a newline. */
const maxHeader = 26;

/** Bytes that one chunk takes on disk at most. */
export const maxChunk = maxHeader + maxPayload + 1;

/** A chunk found in a buffer: its payload is a view of that buffer. */
export interface FoundChunk {
	readonly chunk: OutputChunk;
	/** Bytes from the start of its header to the end of its closing newline, as far as they are there. */
	readonly size: number;
	/** All of it is there. */
	readonly whole: boolean;
}

/** Header line of a chunk. */
export function chunkHeader({time, stream, bytes}: OutputChunk): Buffer {
	return Buffer.from(`@${Math.trunc(time)} ${stream === 'stdout' ? 'o' : 'e'} ${bytes.length}\n`, 'latin1');
}

/**
 * The chunk that begins a buffer.
 *
 * @returns undefined when more bytes are needed to tell; `damaged` when no chunk begins here, e.g. in the zeros that
 *   some filesystems leave after a power loss; a chunk that is not whole has the payload bytes that are there.
 */
export function findChunk(buffer: Buffer): FoundChunk | 'damaged' | undefined {
	const line = buffer.subarray(0, maxHeader).indexOf(0x0a);
	if (line === -1) {
		const start = buffer.toString('latin1', 0, maxHeader);
		return buffer.length < maxHeader && /^(?:@[\d oe]*)?$/.test(start) ? undefined : 'damaged';
	}
	const match = /^@(\d{1,16}) ([oe]) (\d{1,5})$/.exec(buffer.toString('latin1', 0, line));
	if (match === null || Number(match[3]) > maxPayload) return 'damaged';
	const end = line + 1 + Number(match[3]);
	const whole = buffer.length > end;
	if (whole && buffer[end] !== 0x0a) return 'damaged';
	const chunk: OutputChunk = {
		time: Number(match[1]),
		stream: match[2] === 'o' ? 'stdout' : 'stderr',
		bytes: buffer.subarray(line + 1, end),
	};
	return {chunk, size: Math.min(end + 1, buffer.length), whole};
}

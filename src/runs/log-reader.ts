import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {OutputChunk} from '../console/snapshot.js';
import {isErrno} from '../errors.js';
import {ChunkFile} from './chunk-file.js';
import {segmentName, segmentOffset} from './segments.js';

/** Output that was dropped or lost here. */
interface Gap {
	/** Bytes as the command wrote them. */
	readonly gap: number;
}

export type LogItem = OutputChunk | Gap;

export interface ReadOptions {
	/** Begin at about the last so many bytes, counted as they are on disk; all of it when absent. */
	readonly tail?: number;
	/** Go on as more is written, until this says that no more will be. */
	readonly ended?: () => boolean | Promise<boolean>;
	/** Ends the reading with what is there. */
	readonly signal?: AbortSignal;
	/** Milliseconds between two looks at the files. */
	readonly interval?: number;
}

/** @returns the offsets of the files that are there, ascending. */
async function offsetsIn(directory: string): Promise<readonly number[]> {
	const names = await readdir(directory).catch((error: unknown) => {
		if (isErrno(error, 'ENOENT')) return [];
		throw error;
	});
	return names.flatMap((name) => segmentOffset(name) ?? []).sort((a, b) => a - b);
}

async function unlessMissing<T>(promise: Promise<T>): Promise<T | undefined> {
	return promise.catch((error: unknown) => {
		if (isErrno(error, 'ENOENT')) return undefined;
		throw error;
	});
}

/** @returns the file that has the last `tail` bytes begin, and how many of its bytes come before them. */
async function startOf(directory: string, tail: number): Promise<{offset: number; skip: number}> {
	let left = tail;
	const offsets = await offsetsIn(directory);
	for (const offset of offsets.toReversed()) {
		const size = (await unlessMissing(stat(join(directory, segmentName(offset)))))?.size ?? 0;
		if (size >= left) return {offset, skip: size - left};
		left -= size;
	}
	return {offset: offsets[0] ?? 0, skip: 0};
}

/** Where a reader is in the files of one run. */
class Cursor {
	readonly #directory: string;
	#file: ChunkFile | undefined;
	/** Files that begin before this offset are done with. */
	#next: number;
	/** Bytes of the command's output that the reader is past. */
	#position: number;
	/** Bytes to leave out of the first file. */
	#skip: number;
	/** Whether something was left out, and what comes next has to say so. */
	#isCut: boolean;

	constructor(directory: string, start: {offset: number; skip: number}) {
		this.#directory = directory;
		this.#next = start.offset;
		this.#position = start.offset;
		this.#skip = start.skip;
		this.#isCut = start.offset > 0;
	}

	/** All that is there and was not read yet. */
	async *advance(): AsyncGenerator<LogItem, void> {
		for (const offset of await offsetsIn(this.#directory)) {
			if (offset < this.#next) continue;
			// There is a later file: nothing more comes to the present one.
			yield* this.#chunks();
			if (this.#file !== undefined || offset !== this.#next) this.#skip = 0;
			yield* this.finish(false);
			this.#next = offset + 1;
			this.#file = await unlessMissing(ChunkFile.open(join(this.#directory, segmentName(offset))));
			if (this.#file === undefined) continue;
			if (offset > this.#position) yield {gap: offset - this.#position};
			this.#position = offset;
		}
		yield* this.#chunks();
	}

	async *#chunks(): AsyncGenerator<LogItem, void> {
		for (let chunk = await this.#file?.next(); chunk !== undefined; chunk = await this.#file?.next()) {
			this.#position += chunk.bytes.length;
			if ((this.#file?.position ?? 0) > this.#skip) {
				yield {...keep(chunk), ...(this.#isCut ? {isCut: true as const} : {})};
				this.#isCut = false;
			} else this.#isCut = true;
		}
	}

	/**
	 * Leave the present file, with the chunk that power loss cut short.
	 *
	 * @param last no file comes after it, that would tell by its offset what is missing.
	 */
	async *finish(last: boolean): AsyncGenerator<LogItem, void> {
		const {chunk, unreadable} = (await this.#file?.rest()) ?? {unreadable: 0};
		this.#position += chunk?.bytes.length ?? 0;
		if (chunk !== undefined) yield keep(chunk);
		if (last && unreadable > 0) yield {gap: unreadable};
		await this.close();
	}

	async close(): Promise<void> {
		await this.#file?.close();
		this.#file = undefined;
	}
}

/** A chunk whose bytes stay as they are. */
const keep = (chunk: OutputChunk): OutputChunk => ({...chunk, bytes: Uint8Array.from(chunk.bytes)});

/**
 * The output of one run in the order in which it was read from the command (docs/internals.md, Output of a run), with
 * a {@link Gap} wherever bytes are missing. At most two chunks are in memory.
 *
 * @param directory may be missing: then there is no output, or none yet.
 * @throws a system error when a file that is there can't be read.
 */
export async function* readLog(directory: string, options: ReadOptions = {}): AsyncGenerator<LogItem, void> {
	const {tail, ended = () => true, signal, interval = 100} = options;
	const cursor = new Cursor(directory, tail === undefined ? {offset: 0, skip: 0} : await startOf(directory, tail));
	try {
		for (;;) {
			// Asked before the look: whatever was written before the end is then seen.
			const last = await ended();
			for await (const item of cursor.advance()) {
				if (signal?.aborted) return;
				yield item;
			}
			if (signal?.aborted) return;
			if (last) return yield* cursor.finish(true);
			await delay(interval, undefined, signal === undefined ? {} : {signal}).catch(() => undefined);
		}
	} finally {
		await cursor.close();
	}
}

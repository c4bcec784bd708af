import {type FileHandle, open} from 'node:fs/promises';
import type {OutputChunk} from '../console/snapshot.js';
import {type FoundChunk, findChunk, maxChunk} from './chunk.js';

/** Reads the chunks of one output file in order, also while it grows, with one buffer. */
export class ChunkFile {
	readonly #handle: FileHandle;
	readonly #buffer = Buffer.allocUnsafe(2 * maxChunk);
	#begin = 0;
	#end = 0;
	/** Bytes read from the file. */
	#read = 0;
	#damaged = false;

	private constructor(handle: FileHandle) {
		this.#handle = handle;
	}

	/** @throws a system error, e.g. `ENOENT` when it was deleted meanwhile. */
	static async open(path: string): Promise<ChunkFile> {
		return new ChunkFile(await open(path, 'r'));
	}

	/** Where the next chunk begins in the file. */
	get position(): number {
		return this.#read - (this.#end - this.#begin);
	}

	/** @returns the next chunk, its payload valid until the next call; undefined when no whole one is there yet. */
	async next(): Promise<OutputChunk | undefined> {
		for (;;) {
			const found = this.#find();
			if (found?.whole) {
				this.#begin += found.size;
				return found.chunk;
			}
			if (this.#damaged || !(await this.#fill())) return undefined;
		}
	}

	/**
	 * What stands behind the last whole chunk, when no more will be written.
	 *
	 * @returns the chunk that was cut short, if one was, and how many bytes after it can't be read.
	 */
	async rest(): Promise<{chunk?: OutputChunk; unreadable: number}> {
		const found = this.#find();
		if (found !== undefined && found.chunk.bytes.length > 0) return {chunk: found.chunk, unreadable: 0};
		return {unreadable: this.#damaged ? (await this.#handle.stat()).size - this.position : 0};
	}

	close(): Promise<void> {
		return this.#handle.close();
	}

	#find(): FoundChunk | undefined {
		const found = this.#damaged ? 'damaged' : findChunk(this.#buffer.subarray(this.#begin, this.#end));
		this.#damaged = found === 'damaged';
		return found === 'damaged' ? undefined : found;
	}

	/** @returns false at the end of the file. */
	async #fill(): Promise<boolean> {
		this.#buffer.copyWithin(0, this.#begin, this.#end);
		this.#end -= this.#begin;
		this.#begin = 0;
		const {bytesRead} = await this.#handle.read(this.#buffer, this.#end, this.#buffer.length - this.#end, this.#read);
		this.#end += bytesRead;
		this.#read += bytesRead;
		return bytesRead > 0;
	}
}

import type {OutputChunk} from '../console/snapshot.js';
import {messageOf} from '../errors.js';
import {chunkHeader, maxPayload} from './chunk.js';
import {type Clock, systemClock} from './clock.js';
import {GroupCommit} from './group-commit.js';
import type {LogFile, LogFiles} from './log-files.js';
import {type Budget, budgetOf, defaultLimit, segmentName} from './segments.js';

interface Segment {
	readonly name: string;
	readonly file: LogFile;
	/** Bytes that it may have. */
	readonly room: number;
	size: number;
	/** Has bytes that are not durable yet. */
	dirty: boolean;
	state: 'open' | 'closed' | 'removed';
}

/** What became of the output, in bytes as the command wrote them. */
export interface LogTotals {
	readonly bytes: number;
	/** Those of them that could not be written. */
	readonly lost: number;
}

export interface LogOptions {
	/** Bytes on disk. */
	readonly limit?: number;
	readonly clock?: Clock;
	/** Is told, once, that output can't be kept. */
	readonly warn?: (message: string) => void;
	/** Milliseconds from one failed write to the next attempt. */
	readonly retryAfter?: number;
}

const newline = Buffer.from('\n');

/**
 * Writes the output of one run as it comes (docs/internals.md, Output of a run). Nothing that the disk does makes it
 * reject: what can't be written is counted, and since the name of the next segment says how much came before it, a
 * reader sees the gap.
 */
export class LogWriter {
	readonly #files: LogFiles;
	readonly #budget: Budget;
	readonly #clock: Clock;
	readonly #warn: (message: string) => void;
	readonly #retryAfter: number;
	readonly #commit: GroupCommit;
	/** Oldest first. */
	#segments: Segment[] = [];
	#current: Segment | undefined;
	#newNames = false;
	#bytes = 0;
	#lost = 0;
	/** Bytes lost since the last that were written. */
	#missing = 0;
	#retryAt = 0;
	#warned = false;
	#turn: Promise<void> = Promise.resolve();

	constructor(files: LogFiles, options: LogOptions = {}) {
		this.#files = files;
		this.#budget = budgetOf(options.limit ?? defaultLimit);
		this.#clock = options.clock ?? systemClock;
		this.#warn = options.warn ?? (() => undefined);
		this.#retryAfter = options.retryAfter ?? 1000;
		this.#commit = new GroupCommit(() => this.#sync(), this.#clock);
	}

	/**
	 * Append a piece of output.
	 *
	 * @param chunk its bytes must not change before the promise is fulfilled.
	 * @returns when it is written, or counted as lost; it is made durable soon after.
	 */
	append(chunk: OutputChunk): Promise<void> {
		this.#turn = this.#turn.then(() => this.#append(chunk));
		return this.#turn;
	}

	/** Make all of it durable and close the files. */
	async close(): Promise<LogTotals> {
		await this.#turn;
		await this.#retire();
		// An empty segment at the end says that something is missing there.
		if (this.#missing > 0) await this.#open().catch((error: unknown) => this.#complain(error));
		await this.#retire();
		await this.#commit.flush();
		return {bytes: this.#bytes, lost: this.#lost};
	}

	async #append(chunk: OutputChunk): Promise<void> {
		let {bytes} = chunk;
		while (bytes.length > 0) {
			if (this.#missing > 0 && this.#clock.monotonic() < this.#retryAt) return this.#lose(bytes.length);
			try {
				bytes = bytes.subarray(await this.#write({...chunk, bytes}));
			} catch (error) {
				this.#complain(error);
				this.#retryAt = this.#clock.monotonic() + this.#retryAfter;
				return this.#lose(bytes.length);
			}
		}
	}

	/** Count bytes that could not be written; what comes after them begins a segment of its own. */
	async #lose(bytes: number): Promise<void> {
		this.#bytes += bytes;
		this.#lost += bytes;
		this.#missing += bytes;
		await this.#retire();
	}

	/** Write as much of a chunk as the current segment takes. @returns how many bytes of its payload. */
	async #write({time, stream, bytes}: OutputChunk): Promise<number> {
		const longest = chunkHeader({time, stream, bytes}).length + newline.length;
		if (this.#current !== undefined && this.#current.room - this.#current.size <= longest) await this.#retire();
		const segment = this.#current ?? (await this.#open());
		const payload = bytes.subarray(0, Math.min(segment.room - segment.size - longest, maxPayload));
		const header = chunkHeader({time, stream, bytes: payload});
		try {
			await segment.file.append([header, payload, newline]);
		} catch (error) {
			await segment.file.truncate(segment.size).catch(() => undefined);
			throw error;
		}
		segment.size += header.length + payload.length + newline.length;
		segment.dirty = true;
		this.#bytes += payload.length;
		this.#missing = 0;
		this.#commit.add(payload.length);
		return payload.length;
	}

	async #open(): Promise<Segment> {
		const {limit, head, segment: size} = this.#budget;
		const room = this.#bytes === 0 ? head : size;
		while (this.#segments.reduce((sum, {size}) => sum + size, room) > limit && (await this.#removeOldest()));
		const name = segmentName(this.#bytes);
		const file = await this.#files.create(name);
		const segment: Segment = {name, file, room, size: 0, dirty: true, state: 'open'};
		this.#segments.push(segment);
		this.#newNames = true;
		this.#current = segment;
		return segment;
	}

	/** @returns false when there is no tail left to remove. */
	async #removeOldest(): Promise<boolean> {
		const index = this.#segments.findIndex(({name}) => name !== segmentName(0));
		const [oldest] = index === -1 ? [] : this.#segments.splice(index, 1);
		if (oldest === undefined) return false;
		await this.#discard(oldest);
		return true;
	}

	async #discard(segment: Segment): Promise<void> {
		const {state} = segment;
		segment.state = 'removed';
		await this.#files.remove(segment.name).catch((error: unknown) => this.#complain(error));
		if (state === 'open') await segment.file.close().catch(() => undefined);
	}

	/** Write no more to the current segment. One that got nothing goes, unless it marks a gap at the end. */
	async #retire(): Promise<void> {
		const segment = this.#current;
		this.#current = undefined;
		if (segment === undefined) return;
		if (segment.size === 0 && this.#missing > 0 && segment.name !== segmentName(this.#bytes)) {
			this.#segments = this.#segments.filter((other) => other !== segment);
			await this.#discard(segment);
		} else this.#commit.add(1);
	}

	async #sync(): Promise<void> {
		try {
			if (this.#newNames) {
				this.#newNames = false;
				await this.#files.sync();
			}
		} catch (error) {
			this.#complain(error);
		}
		for (const segment of [...this.#segments]) await this.#syncSegment(segment);
	}

	async #syncSegment(segment: Segment): Promise<void> {
		const finished = segment !== this.#current;
		try {
			if (segment.dirty && segment.state === 'open') {
				segment.dirty = false;
				await segment.file.datasync();
			}
		} catch (error) {
			if (segment.state === 'open') this.#complain(error);
		}
		if (finished && segment.state === 'open') {
			segment.state = 'closed';
			await segment.file.close().catch((error: unknown) => this.#complain(error));
		}
	}

	#complain(error: unknown): void {
		if (!this.#warned) this.#warn(`output can't be kept: ${messageOf(error)}`);
		this.#warned = true;
	}
}

import type {Socket} from 'node:net';
import type {ServerChannel} from 'ssh2';

/**
 * The output of a session, one piece after the other.
 *
 * ssh2 keeps what waits for the client's window in one place for each of standard output and standard error, wakes only
 * one of them, and forgets neither when it is sent: with both at once it sends pieces twice or never.
 */
export class ChannelOutput {
	readonly #channel: ServerChannel;
	readonly #socket: Socket;
	readonly #gone: AbortSignal;
	#waiting = 0;
	#last: Promise<void> = Promise.resolve();

	/** @param gone the client is not there any more: what waits for it is dropped. */
	constructor(channel: ServerChannel, socket: Socket, gone: AbortSignal) {
		this.#channel = channel;
		this.#socket = socket;
		this.#gone = gone;
	}

	/** Whether something waits until the client takes it. */
	get isWaiting(): boolean {
		return this.#waiting > 0;
	}

	/**
	 * Write to standard output.
	 *
	 * @returns when the client's window and the kernel have taken it, or the client is gone. The window alone would not do:
	 * of a client that reads no more it has room for megabytes, or for as much as the client says, which would wait here.
	 */
	write(chunk: Uint8Array | string): Promise<void> {
		return this.#inTurn('stdout', chunk);
	}

	/** The same for standard error. */
	writeError(chunk: Uint8Array | string): Promise<void> {
		return this.#inTurn('stderr', chunk);
	}

	/* At once where nothing waits: a process that breaks down gives terminals back in its last moment. */
	#inTurn(to: 'stdout' | 'stderr', chunk: Uint8Array | string): Promise<void> {
		const write = () => this.#write(to, chunk);
		const turn = this.#waiting++ === 0 ? write() : this.#last.then(write);
		this.#last = turn.finally(() => this.#waiting--);
		return this.#last;
	}

	async #write(to: 'stdout' | 'stderr', chunk: Uint8Array | string): Promise<void> {
		if (this.#gone.aborted || !this.#channel.writable) return;
		const {promise, resolve} = Promise.withResolvers<void>();
		const sent = () => resolve();
		this.#gone.addEventListener('abort', sent);
		this.#channel[to].write(chunk, () => {
			Object.assign(this.#channel, {
				_chunk: undefined,
				_chunkcb: undefined,
				_chunkErr: undefined,
				_chunkcbErr: undefined,
			});
			sent();
		});
		await promise;
		this.#gone.removeEventListener('abort', sent);
		await this.#drained();
	}

	async #drained(): Promise<void> {
		if (this.#gone.aborted || !this.#socket.writableNeedDrain) return;
		const {promise, resolve} = Promise.withResolvers<void>();
		const drained = () => resolve();
		this.#gone.addEventListener('abort', drained);
		this.#socket.once('drain', drained);
		await promise;
		this.#gone.removeEventListener('abort', drained);
		this.#socket.off('drain', drained);
	}
}

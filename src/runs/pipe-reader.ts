import {readSync} from 'node:fs';
import {Socket} from 'node:net';

const size = 65_536;

/**
 * Bytes that a pipe holds at most: an unprivileged process can't make it larger (pipe(7), /proc/sys/fs/pipe-max-size).
 */
const pipeMaximum = 1_048_576;

/**
 * Reads one pipe with one buffer. While a piece is being taken nothing more is read: the pipe fills, and the command
 * waits in write(2), so that memory stays bounded however fast it writes.
 */
export class PipeReader {
	readonly #fd: number;
	readonly #socket: Socket;
	readonly #take: (bytes: Uint8Array) => Promise<void>;
	readonly #buffer = Buffer.allocUnsafe(size);
	#taking: Promise<void> = Promise.resolve();
	/** Fulfilled when every writer has closed the pipe and all was taken. */
	readonly ended: Promise<void>;

	/**
	 * @param fd read end of a pipe, O_NONBLOCK; it is closed by the reader.
	 * @param take must not reject; the bytes change once its promise is fulfilled.
	 */
	constructor(fd: number, take: (bytes: Uint8Array) => Promise<void>) {
		this.#fd = fd;
		this.#take = take;
		this.#socket = new Socket({
			fd,
			readable: true,
			writable: false,
			onread: {
				buffer: this.#buffer,
				callback: (count) => {
					this.#taking = this.#take(this.#buffer.subarray(0, count)).then(() => {
						this.#socket.resume();
					});
					return false;
				},
			},
		});
		this.ended = new Promise<void>((resolve) => {
			this.#socket.once('close', () => resolve());
		}).then(() => this.#taking);
		this.#socket.on('error', () => this.#socket.destroy());
		this.#socket.resume();
	}

	/** Take what the pipe holds now and close it, though a writer may still have it open. */
	async finish(): Promise<void> {
		await this.#taking;
		this.#socket.pause();
		for (let total = 0; total < pipeMaximum && !this.#socket.destroyed; ) {
			const count = this.#readNow();
			if (count === 0) break;
			total += count;
			await this.#take(this.#buffer.subarray(0, count));
		}
		this.#socket.destroy();
		await this.ended;
	}

	/** @returns 0 when there is nothing more to read, for now or for good. */
	#readNow(): number {
		try {
			return readSync(this.#fd, this.#buffer);
		} catch {
			return 0;
		}
	}
}

import {PassThrough, type Readable} from 'node:stream';

/** A terminal's input: a tty, or the channel of an ssh session. */
export type TerminalInput = Readable & {
	readonly isTTY?: boolean;
	setRawMode?(on: boolean): unknown;
	ref?(): unknown;
	unref?(): unknown;
};

/* Over ssh the bytes of one key can arrive apart; a person's next key after Escape takes longer than this. */
const patience = 60;
const endings = ['end', 'close', 'error'] as const;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Escape begins the sequences of keys
const unfinished = /\x1b(?:\[[\d;]*|O)?$/;

/**
 * The keyboard as Ink sees it: a key's escape sequence comes in one piece, also when the network split it.
 */
export class Keyboard extends PassThrough {
	readonly isTTY = true;
	readonly #input: TerminalInput;
	readonly #ended: () => void;
	#held = '';
	#timer: NodeJS.Timeout | undefined;

	/** @param ended is called when the input ended, was hung up or failed. */
	constructor(input: TerminalInput, ended: () => void) {
		super();
		this.#input = input;
		this.#ended = ended;
		input.on('data', this.#take);
		for (const event of endings) input.on(event, ended);
	}

	/** Called by Ink. */
	setRawMode(on: boolean): void {
		this.#input.setRawMode?.(on);
	}

	/** Stop reading, so that a shell can. */
	close(): void {
		clearTimeout(this.#timer);
		this.#input.off('data', this.#take);
		for (const event of endings) this.#input.off(event, this.#ended);
		this.#input.pause();
		this.destroy();
	}

	readonly #take = (chunk: Buffer | string) => {
		clearTimeout(this.#timer);
		this.#held += (typeof chunk === 'string' ? Buffer.from(chunk) : chunk).toString('latin1');
		if (unfinished.test(this.#held)) this.#timer = setTimeout(this.#pass, patience);
		else this.#pass();
	};

	readonly #pass = () => {
		this.write(Buffer.from(this.#held, 'latin1'));
		this.#held = '';
	};
}

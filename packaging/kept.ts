/* What stands for parts of Ink in the bundle of the console: what it made for one frame is kept for the next. */

/** The part of Ink's Output that its renderer uses (ink/build/output.d.ts). */
export interface Output {
	write(x: number, y: number, text: string, options: {transformers: Transformer[]}): void;
	clip(clip: Clip): void;
	unclip(): void;
	get(): {output: string; height: number};
}

export type OutputClass = new (size: {width: number; height: number}) => Output;

type Transformer = (line: string, index: number) => string;

/** What is visible, in cells; the second bound is beyond it. Undefined: no bound. */
type Clip = Readonly<Record<'x1' | 'x2' | 'y1' | 'y2', number | undefined>>;

/** A text, or a line of one, and what it is cut to, the innermost last. */
interface Piece {
	readonly x: number;
	readonly y: number;
	readonly text: string;
	readonly transformers: Transformer[];
	readonly clips: readonly Clip[];
}

/** Texts and rows that are kept at most, of all consoles of the process: some 600 KB each. */
const most = 2048;

/** What is made once for each name, until there are too many of them. */
function keeping(): (name: string, make: () => string) => string {
	const kept = new Map<string, string>();
	return (name, make) => {
		let made = kept.get(name);
		if (made === undefined) {
			if (kept.size >= most) kept.clear();
			made = make();
			kept.set(name, made);
		}
		return made;
	};
}

/** A function that makes a text of a text, and has to do it once for each. */
export function keepingTexts(make: (text: string) => string): (text: string) => string {
	const kept = keeping();
	return (text) => kept(text, () => make(text));
}

function isInside(row: number, {y1, y2}: Clip): boolean {
	return y1 === undefined || y2 === undefined || (row >= y1 && row < y2);
}

function replay(output: Output, pieces: readonly Piece[]): string {
	for (const {x, y, text, transformers, clips} of pieces) {
		for (const clip of clips) output.clip(clip);
		output.write(x, y, text, {transformers});
		for (const _ of clips) output.unclip();
	}
	return output.get().output;
}

/**
 * Ink's Output with less work for the same bytes. Ink takes each frame apart into cells and puts it together again, two
 * thirds of what a frame costs; but of a clock only one row changes. Here a row is given to Ink when it is new, and is
 * kept. It rests on a row of a frame being independent of the others, and on transformers that do the same to the same
 * line, as those of Ink's Text do.
 */
export function keepingRows(Ink: OutputClass): OutputClass {
	const kept = keeping();
	return class implements Output {
		readonly width: number;
		readonly height: number;
		readonly #pieces: Piece[] = [];
		#clips: readonly Clip[] = [];

		constructor({width, height}: {width: number; height: number}) {
			this.width = width;
			this.height = height;
		}

		clip(clip: Clip): void {
			this.#clips = [...this.#clips, clip];
		}

		unclip(): void {
			this.#clips = this.#clips.slice(0, -1);
		}

		write(x: number, y: number, text: string, {transformers}: {transformers: Transformer[]}): void {
			if (text !== '') this.#pieces.push({x, y, text, transformers, clips: this.#clips});
		}

		get(): {output: string; height: number} {
			const {width, height} = this;
			// A style goes on in the next line of a text: such a frame is all Ink's.
			const isWhole = this.#pieces.some(({text}) => text.includes('\n') && text.includes('\x1b'));
			if (isWhole) return {output: replay(new Ink({width, height}), this.#pieces), height};
			return {output: this.#rows().map(this.#row).join('\n'), height};
		}

		/** The lines of all texts, by the rows that they are on. */
		#rows(): readonly (readonly Piece[])[] {
			const rows = Array.from({length: this.height}, (): Piece[] => []);
			for (const {y, text, transformers, clips, ...piece} of this.#pieces) {
				for (const [index, line] of text.split('\n').entries()) {
					const row = y + index;
					if (!clips.every((clip) => isInside(row, clip))) continue;
					const transform: Transformer = (line) => transformers.reduce((text, next) => next(text, index), line);
					const across = clips.map(({x1, x2}) => ({x1, x2, y1: undefined, y2: undefined}));
					rows[row]?.push({...piece, y: 0, text: line, transformers: [transform], clips: across});
				}
			}
			return rows;
		}

		readonly #row = (pieces: readonly Piece[]): string => {
			if (pieces.length === 0) return '';
			const key = pieces
				.map(({x, text, transformers: [transform], clips}) => {
					const edges = clips.map(({x1, x2}) => `${x1},${x2}`).join();
					return `${x}:${edges}:${transform?.(text, 0)}`;
				})
				.join('\n');
			return kept(`${this.width}\n${key}`, () => replay(new Ink({width: this.width, height: 1}), pieces));
		};
	};
}

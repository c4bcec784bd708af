import {isSimple} from '../text/width.js';

/* SGR (ECMA-48): 22 ends 1 and 2, 27 ends 7 and so on; 39 and 49 end the colours. Other sequences rows do not have. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is the Escape of the sequence
const sgr = /\x1b\[([\d;]*)m/g;
const ends: Readonly<Record<string, RegExp>> = {
	'': /./,
	'0': /./,
	'22': /^[12]$/,
	'23': /^3$/,
	'24': /^4$/,
	'27': /^7$/,
	'29': /^9$/,
	'39': /^(?:3[0-7]|9[0-7])$/,
	'49': /^(?:4[0-7]|10[0-7])$/,
};

/** Cells that are the same and are not worth a movement over them. */
const jump = 6;

/** A character of a row, and the SGR parameters with which it is drawn. */
interface Cell {
	readonly character: string;
	readonly style: string;
}

/** The cells of a row; undefined when they can't be told for every terminal. */
function cellsOf(row: string): readonly Cell[] | undefined {
	if (!isSimple(row.replace(sgr, ''))) return undefined;
	const cells: Cell[] = [];
	let active: readonly string[] = [];
	let at = 0;
	const add = (text: string) => {
		const style = active.join(';');
		for (const character of text) cells.push({character, style});
	};
	for (const {index, 0: sequence, 1: codes = ''} of row.matchAll(sgr)) {
		add(row.slice(at, index));
		at = index + sequence.length;
		for (const code of codes.split(';')) {
			const ended = ends[code];
			active = active.filter((other) => other !== code && !ended?.test(other));
			if (ended === undefined) active = [...active, code];
		}
	}
	add(row.slice(at));
	return cells;
}

const isSame = (a: Cell | undefined, b: Cell | undefined) => a?.character === b?.character && a?.style === b?.style;

/**
 * What makes a terminal's row another one: the cells that differ where the cells can be told, else the whole row.
 *
 * @param before the row as it is; undefined when that is not known.
 * @param number the row's number, from 1.
 */
export function rowChange(before: string | undefined, after: string, number: number): string {
	if (before === after) return '';
	const [old, cells] = before === undefined ? [] : [cellsOf(before), cellsOf(after)];
	if (old === undefined || cells === undefined) return `\x1b[${number};1H\x1b[0m\x1b[2K${after}`;
	let [text, style, column] = ['', '', -1];
	const put = (cell: Cell) => {
		if (cell.style !== style) text += `\x1b[0${cell.style === '' ? '' : `;${cell.style}`}m`;
		({style} = cell);
		text += cell.character;
	};
	for (const [index, cell] of cells.entries()) {
		if (isSame(old[index], cell)) continue;
		if (column === -1) text = `\x1b[${number};${index + 1}H\x1b[0m`;
		else if (index - column > jump) text += `\x1b[${index - column}C`;
		else cells.slice(column, index).forEach(put);
		put(cell);
		column = index + 1;
	}
	return old.length > cells.length ? `${text}\x1b[${number};${cells.length + 1}H\x1b[0m\x1b[K` : text;
}

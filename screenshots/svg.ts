import type {IBufferCell, Terminal} from '@xterm/headless';

/** Pixels of a cell, of its font, and around the screen. An advance of DejaVu Sans Mono is 0.602 of its size: 9 pixels. */
const cell = {width: 9, height: 17, font: 14.95};
const margin = 12;

/* The 16 ANSI colours of an ordinary terminal (VGA-like, as in Tango). */
const palette = [
	...['#2e3436', '#cc0000', '#4e9a06', '#c4a000', '#3465a4', '#75507b', '#06989a', '#d3d7cf'],
	...['#555753', '#ef2929', '#8ae234', '#fce94f', '#729fcf', '#ad7fa8', '#34e2e2', '#eeeeec'],
];

/* What stands behind the text, and the text that has no colour of its own. */
const grounds = {
	dark: {ground: '#16181a', text: '#d3d7cf'},
	light: {ground: '#fdfdf8', text: '#1f2426'},
} as const;

/** The ground of a terminal. */
export type Ground = keyof typeof grounds;
type Colours = (typeof grounds)[Ground];

interface Style {
	readonly colour: string;
	readonly background: string;
	readonly isBold: boolean;
	readonly isFaint: boolean;
	readonly isUnderlined: boolean;
}

function styleOf(cell: IBufferCell, {ground, text}: Colours): Style {
	const foreground = cell.isFgPalette() ? (palette[cell.getFgColor()] ?? text) : text;
	const background = cell.isBgPalette() ? (palette[cell.getBgColor()] ?? ground) : ground;
	const isInverse = cell.isInverse() !== 0;
	return {
		colour: isInverse ? background : foreground,
		background: isInverse ? foreground : background,
		isBold: cell.isBold() !== 0,
		isFaint: cell.isDim() !== 0,
		isUnderlined: cell.isUnderline() !== 0,
	};
}

interface Run {
	readonly column: number;
	readonly style: Style;
	width: number;
	characters: string;
}

/* Neighbouring cells of one style; a text ends at a gap, so that what stands behind the gap is at its own column. */
function runsOf(terminal: Terminal, row: number, colours: Colours): readonly Run[] {
	const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
	const runs: Run[] = [];
	for (let column = 0; column < terminal.cols; column++) {
		const cell = line?.getCell(column);
		if (!cell || cell.getWidth() === 0) continue;
		const style = styleOf(cell, colours);
		const last = runs.at(-1);
		const characters = cell.getChars() || ' ';
		const isAfterGap = last?.characters.endsWith('  ') && characters !== ' ';
		if (last && !isAfterGap && JSON.stringify(last.style) === JSON.stringify(style)) {
			last.characters += characters;
			last.width += cell.getWidth();
		} else runs.push({column, style, width: cell.getWidth(), characters});
	}
	return runs;
}

const xml = (characters: string) => characters.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function draw({column, style, width, characters}: Run, row: number, {ground}: Colours): string {
	const shown = characters.trimEnd();
	const x = margin + column * cell.width;
	const y = margin + row * cell.height;
	const box =
		style.background === ground
			? ''
			: `<rect x="${x}" y="${y}" width="${width * cell.width}" height="${cell.height}" fill="${style.background}"/>`;
	if (shown === '') return box;
	const attributes = [
		`x="${x}" y="${y + 13}" fill="${style.colour}" textLength="${(width - characters.length + shown.length) * cell.width}"`,
		...(style.isBold ? ['font-weight="bold"'] : []),
		...(style.isFaint ? ['fill-opacity="0.6"'] : []),
		...(style.isUnderlined ? ['text-decoration="underline"'] : []),
	].join(' ');
	return `${box}<text ${attributes}>${xml(shown)}</text>`;
}

/** A terminal's screen as an SVG picture. @param title what it shows, for those who can't see it. */
export function svgOf(terminal: Terminal, title: string, ground: Ground): string {
	const colours = grounds[ground];
	const width = terminal.cols * cell.width + 2 * margin;
	const height = terminal.rows * cell.height + 2 * margin;
	const rows = Array.from({length: terminal.rows}, (_, row) =>
		runsOf(terminal, row, colours)
			.map((run) => draw(run, row, colours))
			.join(''),
	).filter((row) => row !== '');
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${xml(title)}</title>`,
		`<rect width="100%" height="100%" rx="6" fill="${colours.ground}"/>`,
		`<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${cell.font}" xml:space="preserve">`,
		...rows,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

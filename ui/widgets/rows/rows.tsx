import {Box} from 'ink';
import {wrap} from '../../text/width.js';
import {type Theme, type Tone, useTheme} from '../../theme.js';
import {Row} from '../text/text.js';

/** A part of a row in one tone; without a tone it is ordinary text. */
export interface Piece {
	readonly text: string;
	readonly tone?: Tone | undefined;
}

/** One row of the screen. */
export type TextRow = readonly Piece[];

/**
 * A sentence over as many rows as it needs.
 *
 * @param columns cells of a row.
 * @param head stands before the first row; the others are set in by its width, which is `indent` cells.
 */
export function wrapped(
	text: string,
	columns: number,
	tone?: Tone,
	head: TextRow = [],
	indent = 0,
): readonly TextRow[] {
	return wrap(text, Math.max(8, columns - indent)).map((row, index) => [
		...(index === 0 ? head : [{text: ' '.repeat(indent)}]),
		{text: row, tone},
	]);
}

interface Props {
	readonly rows: readonly TextRow[];
	/** Index of the row that is drawn first. */
	readonly first: number;
	readonly height: number;
}

/** A stretch of rows. */
export function Rows({rows, first, height}: Props) {
	const theme = useTheme();
	const drawn = rows.slice(first, first + height).map((row) => ` ${row.map((piece) => tinted(piece, theme)).join('')}`);
	return (
		<Box flexDirection="column" height={height} flexShrink={0} overflow="hidden">
			{drawn.map((row, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place
				<Row key={index}>{row}</Row>
			))}
		</Box>
	);
}

const tinted = ({text, tone}: Piece, theme: Theme) =>
	tone === undefined || text === '' ? text : `${theme.begin(tone)}${text}\x1b[0m`;

import {Box} from 'ink';
import {memo} from 'react';
import {cut, wrap, wrapTo} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from '../text/text.js';

/** A sentence in bold, over at most `height` rows. */
export const Sentence = memo(function Sentence({
	text,
	columns,
	height,
}: {
	readonly text: string;
	readonly columns: number;
	readonly height: number;
}) {
	return (
		<Box flexDirection="column">
			{wrapTo(text, columns - 2, height).map((row, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rows of one sentence have no other identity
				<Row key={index}>
					{' '}
					<Tint as="strong">{row}</Tint>
				</Row>
			))}
		</Box>
	);
});

interface ListProps {
	readonly lines: readonly string[];
	readonly columns: number;
	readonly height: number;
	readonly tone?: 'danger';
	readonly mark: string;
}

/** Cells before the text of a line: it is set in, and has its mark. */
const indent = 5;

/** Rows that lines under the sentence want. */
export function lineRows(lines: readonly string[], columns: number): number {
	return lines.reduce((rows, line) => rows + wrap(line, columns - indent - 1).length, 0);
}

/** Lines under the sentence, each over as many rows as it needs; the last row says how many lines have no room. */
export function Lines({lines, columns, height, tone, mark}: ListProps) {
	const {signs} = useTheme();
	const room = columns - indent - 1;
	const rows = lines.flatMap((line, index) =>
		wrap(line, room).map((text, row) => ({index, text: `${row === 0 ? mark : ' '} ${text}`})),
	);
	const shown = rows.slice(0, height).map(({text}) => text);
	const more = lines.length - 1 - (rows[height - 2]?.index ?? 0);
	if (rows.length > height && height === 1) shown[0] = `${mark} ${cut(lines[0] ?? '', room)}`;
	else if (rows.length > height && more > 1) shown[height - 1] = `${signs.ellipsis} ${more} more`;
	else if (rows.length > height) shown[height - 1] = `${cut(shown[height - 1] ?? '', room + 1)} …`;
	return (
		<Box flexDirection="column">
			{shown.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines can be the same
				<Row key={index}>
					{'   '}
					{tone === undefined ? line : <Tint as={tone}>{line}</Tint>}
				</Row>
			))}
		</Box>
	);
}

/** The safe next step, over at most `height` rows. */
export const Advice = memo(function Advice({
	text,
	columns,
	height,
}: {
	readonly text: string;
	readonly columns: number;
	readonly height: number;
}) {
	const [first = '', ...rest] = wrapTo(text, columns - label.length - 3, height);
	return (
		<Box flexDirection="column">
			<Row>
				{' '}
				<Tint as="strong">{label}</Tint> {first}
			</Row>
			{rest.map((row, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rows of one sentence have no other identity
				<Row key={index}>{`${' '.repeat(label.length + 2)}${row}`}</Row>
			))}
		</Box>
	);
});

const label = 'Next:';

/** Rows that the safe next step wants. */
export function adviceRows(text: string, columns: number): number {
	return wrap(text, columns - label.length - 3).length;
}

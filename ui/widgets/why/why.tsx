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
	readonly tone: 'muted' | 'danger';
	readonly mark: string;
}

/** Lines under the sentence, the last of which says how many more there are. */
export function Lines({lines, columns, height, tone, mark}: ListProps) {
	const {signs} = useTheme();
	const kept = lines.length > height ? lines.slice(0, Math.max(1, height - 1)) : lines;
	const more = lines.length - kept.length;
	const shown = kept.map((line) => `${mark} ${line}`);
	if (more > 0 && height > 1) shown.push(`${signs.ellipsis} ${more} more`);
	return (
		<Box flexDirection="column">
			{shown.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines can be the same
				<Row key={index}>
					{'   '}
					<Tint as={tone}>{cut(line, columns - 4)}</Tint>
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

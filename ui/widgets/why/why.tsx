import {Box} from 'ink';
import {cut, wrapTo} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from '../text/text.js';

/** A sentence in bold, over at most `height` rows. */
export function Sentence({
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
}

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
	const kept = lines.length > height ? lines.slice(0, Math.max(0, height - 1)) : lines;
	const more = lines.length - kept.length;
	const shown = more > 0 && height > 0 ? [...kept, `${signs.ellipsis} ${more} more`] : kept;
	return (
		<Box flexDirection="column">
			{shown.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines can be the same
				<Row key={index}>
					{'   '}
					<Tint as={tone}>{cut(`${mark} ${line}`, columns - 4)}</Tint>
				</Row>
			))}
		</Box>
	);
}

/** The safe next step, on one row. */
export function Advice({text, columns}: {readonly text: string; readonly columns: number}) {
	return (
		<Row>
			{' '}
			<Tint as="strong">Next:</Tint> {cut(text, columns - 8)}
		</Row>
	);
}

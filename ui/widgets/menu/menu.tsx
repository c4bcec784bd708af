import {Box} from 'ink';
import {cut, pad, widthOf} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from '../text/text.js';

/** One line of a menu. */
export interface MenuItem {
	readonly label: string;
	/** What it does. */
	readonly help: string;
	/** The key that does it at once. */
	readonly key: string;
}

interface Props {
	readonly items: readonly MenuItem[];
	readonly focus: number;
	readonly columns: number;
	readonly height: number;
}

/** Index of the first line that is shown where not all of `count` fit. */
export function firstShown(count: number, focus: number, height: number): number {
	return Math.max(0, Math.min(count - height, focus - height + 1));
}

/** What can be chosen, a line each: its key, its name, what it does. */
export function Menu({items, focus, columns, height}: Props) {
	const {signs} = useTheme();
	const label = Math.max(0, ...items.map((item) => widthOf(item.label)));
	const first = firstShown(items.length, focus, height);
	const markOf = (index: number) => {
		if (index === 0 && first > 0) return signs.above;
		return index === height - 1 && first + height < items.length ? signs.below : ' ';
	};
	return (
		<Box flexDirection="column" height={height} flexShrink={0} overflow="hidden">
			{items.slice(first, first + height).map((item, index) => {
				const isHere = first + index === focus;
				const text = ` ${pad(item.label, label)} `;
				const room = columns - label - 12;
				return (
					<Row key={item.label}>
						{` ${isHere ? signs.chosen : markOf(index)} `}
						<Tint as="key">{pad(item.key, 2)}</Tint>
						{isHere ? <Tint as="focus">{text}</Tint> : text}
						{room > 10 ? <Tint as="muted">{`  ${cut(item.help, room)}`}</Tint> : ''}
					</Row>
				);
			})}
		</Box>
	);
}

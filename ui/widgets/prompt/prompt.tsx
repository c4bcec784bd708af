import {chop, widthOf} from '../../text/width.js';
import {Row, Tint} from '../text/text.js';
import type {Line} from './edit.js';

interface Props {
	readonly label: string;
	readonly line: Line;
	/** Why the line was not taken. */
	readonly trouble?: string | undefined;
	readonly columns: number;
}

/** A row in which a line is typed; the place of the cursor is inverse and always in sight. */
export function Prompt({label, line: {before, after}, trouble, columns}: Props) {
	const room = Math.max(4, columns - widthOf(label) - 4);
	const start =
		chop(before, 1).length > room - 1
			? chop(before, 1)
					.slice(-(room - 1))
					.join('')
			: before;
	const cursor = after === '' ? ' ' : (chop(after, 1)[0] ?? ' ');
	const rest = chop(after.slice(cursor === ' ' && after === '' ? 0 : cursor.length), 1)
		.slice(0, Math.max(0, room - widthOf(start) - 1))
		.join('');
	return (
		<Row>
			{' '}
			<Tint as="strong">{label}</Tint> {start}
			<Tint as="focus">{cursor}</Tint>
			{rest}
			{trouble === undefined ? '' : <Tint as="danger">{`  ${trouble}`}</Tint>}
		</Row>
	);
}

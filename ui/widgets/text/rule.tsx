import {memo} from 'react';
import {cut, widthOf} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from './text.js';

/** A line from edge to edge. */
export const Line = memo(function Line({columns}: {readonly columns: number}) {
	return (
		<Row>
			<Tint as="muted">{useTheme().signs.rule.repeat(columns)}</Tint>
		</Row>
	);
});

/** A heading with a line to the right edge; `note` stands at its end. */
export const Rule = memo(function Rule({
	title,
	note = '',
	columns,
}: {
	readonly title: string;
	readonly note?: string;
	readonly columns: number;
}) {
	const {signs} = useTheme();
	const heading = cut(title, columns - 4);
	const room = columns - widthOf(heading) - 3;
	const remark = widthOf(note) + 3 <= room ? note : '';
	const line = signs.rule.repeat(Math.max(0, room - (remark === '' ? 0 : widthOf(remark) + 3)));
	return (
		<Row>
			<Tint as="muted">{signs.rule}</Tint> <Tint as="strong">{heading}</Tint>{' '}
			<Tint as="muted">{remark === '' ? line : `${line} ${remark} ${signs.rule}`}</Tint>
		</Row>
	);
});

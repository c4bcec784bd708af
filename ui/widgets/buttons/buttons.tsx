import {Fragment} from 'react';
import {widthOf} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from '../text/text.js';

/** A row of buttons; the one with the focus is inverse and has the sign of what is chosen before it. */
export function Buttons({labels, focus}: {readonly labels: readonly string[]; readonly focus: number}) {
	const {signs} = useTheme();
	return (
		<Row>
			{labels.map((label, index) => (
				<Fragment key={label}>
					{index === 0 ? ' ' : '  '}
					{index === focus ? signs.chosen : ' '}
					{index === focus ? <Tint as="focus">{`[ ${label} ]`}</Tint> : `[ ${label} ]`}
				</Fragment>
			))}
		</Row>
	);
}

/** Index of the button at a column, for the mouse. */
export function buttonAt(labels: readonly string[], column: number): number | undefined {
	let from = 1;
	for (const [index, label] of labels.entries()) {
		const to = from + 1 + widthOf(label) + 4;
		if (column >= from && column < to) return index;
		from = to + 2;
	}
	return undefined;
}

import {Fragment} from 'react';
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

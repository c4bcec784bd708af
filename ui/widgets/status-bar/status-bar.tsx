import {Fragment} from 'react';
import type {Binding} from '../../keymap.js';
import {cut, widthOf} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from '../text/text.js';

interface Props {
	readonly bindings: readonly Binding<string>[];
	/** Said instead of the keys. */
	readonly note?: string | undefined;
	readonly columns: number;
}

/** The last row: as many of the keys as fit, or a note. */
export function StatusBar({bindings, note, columns}: Props) {
	const {signs} = useTheme();
	if (note !== undefined) {
		return (
			<Row>
				{' '}
				<Tint as="strong">{cut(note, columns - 2)}</Tint>
			</Row>
		);
	}
	let room = columns - 1;
	const shown = bindings
		.flatMap(({act, shown}) => (shown ? [{act, key: shown[0].replace('↑↓', signs.choose), label: shown[1]}] : []))
		.filter(({key, label}) => {
			room -= widthOf(key) + widthOf(label) + 3;
			return room >= -2;
		});
	return (
		<Row>
			{shown.map(({act, key, label}, index) => (
				<Fragment key={act}>
					{index === 0 ? ' ' : '  '}
					<Tint as="key">{key}</Tint> <Tint as="muted">{label}</Tint>
				</Fragment>
			))}
		</Row>
	);
}

import {Fragment} from 'react';
import {type PaneName, panes} from '../../keymap.js';
import {widthOf} from '../../text/width.js';
import {Row, Tint} from '../text/text.js';

interface Props {
	readonly shown: readonly PaneName[];
	readonly active: PaneName;
	readonly columns: number;
}

/** A tab and the columns it takes, for the mouse. */
export interface Tab {
	readonly name: PaneName;
	readonly label: string;
	readonly from: number;
	readonly to: number;
}

/** The tabs on a row: with their titles where there is room, else only the active one has its title. */
export function tabsOf({shown, active, columns}: Props): readonly Tab[] {
	const all = panes.flatMap(({name, title}, index) => (shown.includes(name) ? [{name, title, digit: index + 1}] : []));
	const full = all.reduce((sum, {title}) => sum + widthOf(title) + 5, 0);
	let from = 1;
	return all.map(({name, title, digit}) => {
		const label = full <= columns || name === active ? ` ${digit} ${title} ` : ` ${digit} `;
		const tab = {name, label, from, to: from + widthOf(label)};
		from = tab.to + 1;
		return tab;
	});
}

/** The pane whose tab is at a column, for the mouse. */
export function tabAt(tabs: readonly Tab[], column: number): PaneName | undefined {
	return tabs.find(({from, to}) => column >= from && column < to)?.name;
}

/** The row of tabs; the active one is inverse and alone has its title where room is short. */
export function Tabs(props: Props) {
	return (
		<Row>
			{tabsOf(props).map(({name, label}) => (
				<Fragment key={name}>
					{' '}
					<Tint as={name === props.active ? 'focus' : 'muted'}>{label}</Tint>
				</Fragment>
			))}
		</Row>
	);
}

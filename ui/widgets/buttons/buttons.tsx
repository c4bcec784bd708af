import {Fragment} from 'react';
import {widthOf} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from '../text/text.js';

/** What a button says, and a shorter form of that where room is short. */
export interface Button {
	readonly label: string;
	readonly short?: string;
}

/** A button on its row and the columns it takes, its sign included, for the mouse. */
interface Place {
	readonly text: string;
	readonly from: number;
	readonly to: number;
}

const roomy = ({label}: Button) => `[ ${label} ]`;
const brief = ({label, short = label}: Button) => `[ ${short} ]`;
const narrow = ({label, short = label}: Button) => `[${short}]`;

/* The first that fits is taken: how a button is written, cells before the first one and between two. */
const forms = [
	[roomy, 1, 2],
	[brief, 1, 2],
	[narrow, 1, 1],
	[narrow, 0, 0],
] as const;

function placed(buttons: readonly Button[], [write, margin, gap]: (typeof forms)[number]): readonly Place[] {
	let from = margin;
	return buttons.map((button) => {
		const text = write(button);
		const place = {text, from, to: from + 1 + widthOf(text)};
		from = place.to + gap;
		return place;
	});
}

function places(buttons: readonly Button[], columns: number): readonly Place[] {
	const all = forms.map((form) => placed(buttons, form));
	const fitting = all.find((places) => (places.at(-1)?.to ?? 0) <= columns) ?? all.at(-1) ?? [];
	return fitting.filter(({to}) => to <= columns);
}

interface Props {
	readonly buttons: readonly Button[];
	readonly focus: number;
	readonly columns: number;
}

/** A row of buttons; the one with the focus is inverse and has the sign of what is chosen before it. */
export function Buttons({buttons, focus, columns}: Props) {
	const {signs} = useTheme();
	const row = places(buttons, columns);
	return (
		<Row>
			{row.map(({text, from}, index) => (
				<Fragment key={text}>
					{' '.repeat(from - (row[index - 1]?.to ?? 0))}
					{index === focus ? signs.chosen : ' '}
					{index === focus ? <Tint as="focus">{text}</Tint> : text}
				</Fragment>
			))}
		</Row>
	);
}

/** Index of the button at a column, for the mouse. */
export function buttonAt(buttons: readonly Button[], columns: number, column: number): number | undefined {
	const index = places(buttons, columns).findIndex(({from, to}) => column >= from && column < to);
	return index < 0 ? undefined : index;
}

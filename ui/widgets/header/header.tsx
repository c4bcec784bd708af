import type {NodeState} from '../../../src/machine/state.js';
import {age, clock, count} from '../../text/format.js';
import {cut, widthOf} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from '../text/text.js';
import {due} from './due.js';

const names: Readonly<Record<NodeState, readonly [long: string, short: string]>> = {
	paused: [' MAINTENANCE MODE (paused) ', ' PAUSED '],
	operational: [' OPERATIONAL ', ' OPERATIONAL '],
	asked: [' MAINTENANCE MODE ASKED FOR ', ' ASKED FOR '],
	disabled: [' UMM IS DISABLED ', ' DISABLED '],
};

interface Props {
	readonly host: string;
	readonly state: NodeState;
	readonly since?: number | undefined;
	/** When the administrator expected to be done. Milliseconds since the epoch, as the other times. */
	readonly until?: number | undefined;
	readonly now: number;
	/** Who else has a console open. */
	readonly others?: readonly unknown[] | undefined;
	readonly columns: number;
}

/** What follows the name of the node: its state, since when, how long still, who else is here. */
interface Form {
	readonly badge: string;
	readonly time: string;
	readonly end: string;
	readonly company: string;
}

/* The most telling first. */
function formsOf({state, since, until, now, others = []}: Props, dot: string): readonly Form[] {
	const [long, short] = names[state];
	const spent = since === undefined ? '' : age((now - since) / 1000);
	const full = since === undefined ? '' : ` ${dot} since ${clock(since, now)}, ${spent}`;
	const brief = since === undefined ? '' : ` for ${spent}`;
	const end = until === undefined ? '' : ` ${dot} ${due(until, now).text}`;
	const company = others.length === 0 ? '' : ` ${count(others.length, 'other')} here too`;
	const few = others.length === 0 ? '' : ` +${others.length}`;
	return [
		{badge: long, time: full, end, company},
		{badge: short, time: full, end, company},
		{badge: short, time: brief, end, company},
		{badge: short, time: brief, end, company: few},
		{badge: short, time: '', end, company: few},
		{badge: short, time: '', end: '', company: few},
		{badge: short, time: '', end: '', company: ''},
	];
}

const textOf = ({badge, time, end, company}: Form) => badge + time + end + company;

/** The first row: which node this is, in which state, since when, until when, and who else is here. */
export function Header(props: Props) {
	const {host, state, until, now, columns} = props;
	const {signs} = useTheme();
	const forms = formsOf(props, signs.dot);
	const smallest = forms.at(-1) as Form;
	const name = cut(host, Math.max(8, columns - widthOf(textOf(smallest)) - 3));
	const room = columns - widthOf(name) - 3;
	const form = forms.find((form) => widthOf(textOf(form)) <= room) ?? smallest;
	const {badge, time, end, company} = form;
	const isLate = until !== undefined && due(until, now).isLate;
	return (
		<Row>
			{' '}
			<Tint as="strong">{name}</Tint> <Tint as={state}>{badge}</Tint>
			{time}
			{isLate ? <Tint as="danger">{end}</Tint> : end}
			{company === '' ? '' : ' '.repeat(Math.max(0, room - widthOf(textOf(form))))}
			{company === '' ? '' : <Tint as="strong">{company}</Tint>}
		</Row>
	);
}

import type {NodeState} from '../../../src/machine/state.js';
import {age, clock, count} from '../../text/format.js';
import {cut, widthOf} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Row, Tint} from '../text/text.js';

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
	readonly now: number;
	/** Who else has a console open. */
	readonly others?: readonly unknown[] | undefined;
	readonly columns: number;
}

/** The first row: which node this is, in which state, since when. */
export function Header({host, state, since, now, others = [], columns}: Props) {
	const {signs} = useTheme();
	const [long, short] = names[state];
	const spent = since === undefined ? '' : age((now - since) / 1000);
	const full = since === undefined ? '' : ` ${signs.dot} since ${clock(since, now)}, ${spent}`;
	const brief = since === undefined ? '' : ` for ${spent}`;
	const name = cut(host, Math.max(8, columns - widthOf(short) - 2));
	const room = columns - widthOf(name) - 2;
	const forms = [
		[long, full],
		[short, full],
		[short, brief],
	] as const;
	const [badge, time] = forms.find((form) => widthOf(form.join('')) <= room) ?? [short, ''];
	const left = columns - widthOf(name + badge + time) - 4;
	const company = count(others.length, 'other');
	const here = [`${company} here too`, `+${others.length}`].find((text) => others.length > 0 && widthOf(text) <= left);
	return (
		<Row>
			{' '}
			<Tint as="strong">{name}</Tint> <Tint as={state}>{badge}</Tint>
			{time}
			{here === undefined ? '' : ' '.repeat(left - widthOf(here) + 1)}
			{here === undefined ? '' : <Tint as="strong">{here}</Tint>}
		</Row>
	);
}

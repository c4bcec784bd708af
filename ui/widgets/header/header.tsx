import type {NodeState} from '../../../src/machine/state.js';
import {age, clock} from '../../text/format.js';
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
	readonly columns: number;
}

/** The first row: which node this is, in which state, since when. */
export function Header({host, state, since, now, columns}: Props) {
	const {signs} = useTheme();
	const time = since === undefined ? '' : `since ${clock(since, now)}, ${age((now - since) / 1000)}`;
	const [long, short] = names[state];
	const name = cut(host, Math.max(8, columns - widthOf(short) - 2));
	const room = columns - widthOf(name) - 2;
	const badge = widthOf(long) <= room ? long : short;
	const rest = room - widthOf(badge) - 3;
	return (
		<Row>
			{' '}
			<Tint as="strong">{name}</Tint> <Tint as={state}>{badge}</Tint>
			{time !== '' && rest > 8 ? ` ${signs.dot} ${cut(time, rest)}` : ''}
		</Row>
	);
}

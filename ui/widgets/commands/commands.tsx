import {Box} from 'ink';
import type {ScheduledCommand} from '../../../src/schedule.js';
import {cut, pad, widthOf} from '../../text/width.js';
import {type Tone, useTheme} from '../../theme.js';
import {Rule} from '../text/rule.js';
import {Row, Tint} from '../text/text.js';
import {type CommandSign, describe, visibleCommands} from './state.js';

const tones: Readonly<Record<CommandSign, Tone>> = {
	running: 'busy',
	waiting: 'muted',
	cancelled: 'muted',
	succeeded: 'ok',
	failed: 'danger',
};

interface Props {
	readonly commands: readonly ScheduledCommand[];
	readonly chosen: number | undefined;
	/** Milliseconds since the epoch. */
	readonly now: number;
	readonly columns: number;
	/** Rows, its heading included. */
	readonly height: number;
}

/** The scheduled commands, one on a row: sign, number, state, time, command. */
export function Commands({commands, chosen, now, columns, height}: Props) {
	const {signs} = useTheme();
	if (height <= 0) return null;
	const shown = visibleCommands(commands, chosen, height - 1);
	const rows = shown.map((command) => ({command, words: describe(command, now)}));
	const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(widthOf));
	const number = widest(rows.map(({command}) => String(command.id)));
	const state = widest(rows.map(({words}) => words.state));
	const time = widest(rows.map(({words}) => words.time));
	const hidden =
		shown.length < commands.length ? `${shown.length} of ${commands.length}, ${signs.choose} for more` : '';
	return (
		<Box flexDirection="column">
			<Rule title="Scheduled commands" note={hidden} columns={columns} />
			{commands.length === 0 && <Row> No commands are scheduled.</Row>}
			{rows.map(({command, words}) => {
				const isChosen = command.id === chosen;
				const left = ` ${isChosen ? signs.chosen : ' '} ${String(command.id).padStart(number)} `;
				const what = `${signs[words.sign]} ${pad(words.state, state)}`;
				const spent = time === 0 ? '  ' : `  ${words.time.padStart(time)}  `;
				const text = cut(command.command, Math.max(0, columns - widthOf(left + what + spent)));
				return (
					<Row key={command.id}>
						{isChosen ? <Tint as="strong">{left}</Tint> : left}
						<Tint as={tones[words.sign]}>{what}</Tint>
						{spent}
						{isChosen ? <Tint as="strong">{text}</Tint> : text}
					</Row>
				);
			})}
		</Box>
	);
}

import {Box} from 'ink';
import type {ScheduledCommand} from '../../../src/schedule.js';
import {widthOf} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {Rule} from '../text/rule.js';
import {Row, Tint} from '../text/text.js';
import {linesOf, textSize, timesWidth} from './layout.js';
import {type LineStyle, styled} from './line.js';
import {noteOf} from './note.js';
import {Prompt} from './prompt.js';
import {type View, viewOf} from './scroll.js';
import type {OutputPane} from './use-output-pane.js';

interface Props {
	readonly command: ScheduledCommand;
	readonly pane: OutputPane;
	/** Milliseconds since the epoch. */
	readonly now: number;
	readonly columns: number;
	/** Rows, its heading included. */
	readonly height: number;
}

/** The output of the chosen command. */
export function Output({command, pane, now, columns, height}: Props) {
	const theme = useTheme();
	if (height <= 0) return null;
	const {state, output} = pane;
	const {buffer, trouble} = output;
	const prompt = state.prompt !== undefined && <Prompt text={state.prompt} columns={columns} />;
	if (height === 1 && prompt) return prompt;

	const size = textSize(state, buffer, {now, columns, height});
	const below = (trouble === undefined ? 0 : 1) + (prompt ? 1 : 0);
	const room = Math.max(0, height - 1 - below);
	const view = viewOf(linesOf(buffer, command.id), state.bottom, {...size, height: room});
	const style: LineStyle = {theme, state, buffer, now, columns: size.columns, times: timesWidth(state, buffer, now)};
	const title = `Output of ${command.id}`;
	return (
		<Box flexDirection="column" height={height} overflow="hidden">
			<Rule title={title} note={noteFor(command, pane, view, columns - widthOf(title) - 6)} columns={columns} />
			{buffer.end === 0 && trouble === undefined && room > 0 ? (
				<Row> {silence(command)}</Row>
			) : (
				view.rows.map((row, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a row of the pane is its place
					<Row key={index}>{styled(row, style)}</Row>
				))
			)}
			{trouble !== undefined && (
				<Row>
					{' '}
					<Tint as="danger">{`Its output can't be read: ${trouble}`}</Tint>
				</Row>
			)}
			{prompt && <Box flexGrow={1} />}
			{prompt}
		</Box>
	);
}

function noteFor(command: ScheduledCommand, pane: OutputPane, view: View, room: number): string {
	const {state, output, matches} = pane;
	const {buffer} = output;
	const number = matches && state.mark ? matches.numberOf(state.mark) : 0;
	return noteOf(
		{
			...state,
			paused: state.bottom && {
				first: Math.max(view.first.line, buffer.first) + 1,
				last: view.last.line + 1,
				count: buffer.end,
			},
			isRunning: command.state === 'running',
			newLines: Math.max(0, buffer.end - state.seen),
			search: matches && {number, count: matches.count},
		},
		room,
	);
}

function silence({state, run}: ScheduledCommand): string {
	if (state === 'running') return 'It has printed nothing yet.';
	if (state === 'waiting') return 'It has not run yet.';
	return run === undefined ? 'It was cancelled before it ran.' : 'It printed nothing.';
}

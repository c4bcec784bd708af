import {Box} from 'ink';
import type {ScheduledCommand} from '../../../src/schedule.js';
import {Rule} from '../text/rule.js';
import {Row, Tint} from '../text/text.js';
import {type Place, viewOf} from './scroll.js';
import type {Output as RunOutput} from './use-output.js';

interface Props {
	readonly command: ScheduledCommand;
	readonly output: RunOutput;
	/** The place on the last row; undefined: follow. */
	readonly bottom: Place | undefined;
	readonly columns: number;
	/** Rows, its heading included. */
	readonly height: number;
}

/** The output of the chosen command. */
export function Output({command, output: {buffer, trouble}, bottom, columns, height}: Props) {
	if (height <= 0) return null;
	const isEmpty = buffer.end === 0;
	const room = height - 1 - (trouble === undefined ? 0 : 1);
	const view = viewOf(buffer, bottom, {columns, height: room});
	const note =
		bottom === undefined
			? command.state === 'running'
				? 'following'
				: ''
			: `lines ${view.first.line + 1}-${view.last.line + 1} of ${buffer.end}, End follows`;
	return (
		<Box flexDirection="column" height={height} overflow="hidden">
			<Rule title={`Output of ${command.id}`} note={note} columns={columns} />
			{isEmpty && trouble === undefined ? (
				<Row> {silence(command)}</Row>
			) : (
				view.rows.map((row, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a row of the pane is its place
					<Row key={index}>{row === '' ? ' ' : row}</Row>
				))
			)}
			{trouble !== undefined && (
				<Row>
					{' '}
					<Tint as="danger">{`Its output can't be read: ${trouble}`}</Tint>
				</Row>
			)}
		</Box>
	);
}

function silence({state, run}: ScheduledCommand): string {
	if (state === 'running') return 'It has printed nothing yet.';
	if (state === 'waiting') return 'It has not run yet.';
	return run === undefined ? 'It was cancelled before it ran.' : 'It printed nothing.';
}

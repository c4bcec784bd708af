import {Box, Text} from 'ink';
import type {NodeState} from '../../../src/machine/state.js';
import {widthOf, wrap} from '../../text/width.js';
import {type Theme, type Tone, useTheme} from '../../theme.js';
import {Buttons} from '../buttons/buttons.js';
import {Row, Tint} from '../text/text.js';
import {Spinner} from './spinner.js';
import type {Dialog as DialogState} from './state.js';
import {closing, confirmLabel, declineLabel, title} from './words.js';

interface Props {
	readonly dialog: DialogState;
	/** Rows that its text is scrolled by. */
	readonly scrolled: number;
	readonly host: string;
	readonly state: NodeState | undefined;
	readonly columns: number;
	readonly height: number;
}

interface Paragraph {
	readonly text: string;
	readonly mark: string;
	readonly tone?: Tone;
}

/** A dialog in the middle of the room it is given. */
export function Dialog({dialog, scrolled, host, state, columns, height}: Props) {
	const {signs} = useTheme();
	const width = Math.min(columns, 72);
	const rows = paragraphs(dialog, signs).flatMap(({text, mark, tone}) =>
		wrap(text, Math.max(8, width - 6 - widthOf(mark))).map((row, index) => ({
			text: `${index === 0 ? mark : ' '.repeat(widthOf(mark))}${row}`,
			tone,
		})),
	);
	const room = Math.max(1, height - 4);
	const gap = rows.length + 2 <= room ? <Row> </Row> : null;
	// What runs is read at its end, everything else from its beginning.
	const hidden = Math.max(0, rows.length - room);
	const first = dialog.stage === 'working' ? hidden : Math.min(scrolled, hidden);
	const shown = rows.slice(first, first + room);
	if (first > 0 && dialog.stage !== 'working')
		shown[0] = {text: `${signs.ellipsis} ${first + 1} more above`, tone: 'muted'};
	if (first < hidden) {
		shown[room - 1] = {text: `${signs.ellipsis} ${hidden - first + 1} more, Down scrolls`, tone: 'muted'};
	}
	return (
		<Box width={columns} height={height} justifyContent="center" alignItems="center" overflow="hidden">
			<Box width={width} flexDirection="column" borderStyle={signs.border} paddingX={1}>
				<Row>
					{dialog.stage === 'working' && (
						<Text>
							<Spinner />{' '}
						</Text>
					)}
					<Tint as={dialog.stage === 'failed' ? 'danger' : 'strong'}>{title(dialog, host, state)}</Tint>
				</Row>
				{gap}
				{shown.map(({text, tone}, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: rows of text have no other identity
					<Row key={index}>{tone === undefined ? text : <Tint as={tone}>{text}</Tint>}</Row>
				))}
				{dialog.stage !== 'working' && gap}
				<Choice dialog={dialog} />
			</Box>
		</Box>
	);
}

function Choice({dialog}: {readonly dialog: DialogState}) {
	switch (dialog.stage) {
		case 'asking':
			return (
				<Buttons
					labels={[declineLabel(dialog.subject), confirmLabel[dialog.subject]]}
					focus={dialog.focus === 'cancel' ? 0 : 1}
				/>
			);
		case 'counting':
			return <Buttons labels={['Call it off']} focus={0} />;
		case 'working':
			return null;
		case 'failed':
			return <Buttons labels={['Close']} focus={0} />;
		case 'done':
			return <Buttons labels={['Leave']} focus={0} />;
	}
}

function paragraphs(dialog: DialogState, signs: Theme['signs']): readonly Paragraph[] {
	const mark = `${signs.dot} `;
	switch (dialog.stage) {
		case 'asking':
			if (dialog.trouble !== undefined) {
				return [{text: `What this will do could not be found out: ${dialog.trouble}`, mark: '', tone: 'danger'}];
			}
			return dialog.lines?.map((text) => ({text, mark})) ?? [{text: 'Finding out what this will do', mark: ''}];
		case 'counting':
			return [{text: 'Nothing has happened yet.', mark: ''}];
		case 'working':
			return dialog.progress.length === 0
				? [{text: 'It has begun.', mark: '', tone: 'muted'}]
				: dialog.progress.map((text) => ({text, mark: '', ...(isBad(text) ? {tone: 'danger' as const} : {})}));
		case 'failed':
			return [
				{text: dialog.message, mark: '', tone: 'strong'},
				...dialog.hints.map((text) => ({text, mark})),
				...dialog.progress.slice(-5).map((text) => ({text, mark: '  ', tone: 'muted' as const})),
			];
		case 'done':
			return [
				{text: closing(dialog.subject) ?? '', mark: ''},
				...dialog.progress
					.slice(-10)
					.map((text) => ({text, mark: '  ', tone: isBad(text) ? ('danger' as const) : ('muted' as const)})),
			];
	}
}

/* A line of progress that must not be overlooked (src/switch/follow-resume.ts). */
const isBad = (text: string) => /^(FAILED |failed units: )/.test(text);

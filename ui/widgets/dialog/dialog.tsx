import {Box, Text} from 'ink';
import type {NodeState} from '../../../src/machine/state.js';
import {useTheme} from '../../theme.js';
import {Buttons} from '../buttons/buttons.js';
import {Row, Tint} from '../text/text.js';
import {dialogBox} from './box.js';
import {dialogButtons} from './buttons.js';
import {Spinner} from './spinner.js';
import type {Dialog as DialogState} from './state.js';
import {title} from './words.js';

interface Props {
	readonly dialog: DialogState;
	/** Rows that its text is scrolled by. */
	readonly scrolled: number;
	readonly host: string;
	readonly state: NodeState | undefined;
	readonly columns: number;
	readonly height: number;
}

/** A dialog in the middle of the room it is given. */
export function Dialog({dialog, scrolled, host, state, columns, height}: Props) {
	const {signs} = useTheme();
	const {left, top, width, text, isSpaced, buttons} = dialogBox(dialog, signs, {scrolled, columns, height});
	const gap = isSpaced ? <Row> </Row> : null;
	const focus = dialog.stage === 'asking' && dialog.focus === 'confirm' ? 1 : 0;
	return (
		<Box width={columns} height={height} paddingLeft={left} paddingTop={top} overflow="hidden">
			<Box width={width} flexDirection="column" alignSelf="flex-start" borderStyle={signs.border} paddingX={1}>
				<Row>
					{dialog.stage === 'working' && (
						<Text>
							<Spinner />{' '}
						</Text>
					)}
					<Tint as={dialog.stage === 'failed' ? 'danger' : 'strong'}>{title(dialog, host, state)}</Tint>
				</Row>
				{gap}
				{text.map(({text, tone}, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: rows of text have no other identity
					<Row key={index}>{tone === undefined ? text : <Tint as={tone}>{text}</Tint>}</Row>
				))}
				{dialog.stage !== 'working' && gap}
				{dialog.stage !== 'working' && (
					<Buttons buttons={dialogButtons(dialog)} focus={focus} columns={buttons.columns} />
				)}
			</Box>
		</Box>
	);
}

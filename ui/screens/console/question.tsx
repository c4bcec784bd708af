import type {Snapshot} from '../../../src/console/snapshot.js';
import {wrapTo} from '../../text/width.js';
import type {Theme} from '../../theme.js';
import {buttonAt} from '../../widgets/buttons/buttons.js';
import {dialogBox} from '../../widgets/dialog/box.js';
import {type DialogButton, dialogButtons} from '../../widgets/dialog/buttons.js';
import {Dialog} from '../../widgets/dialog/dialog.js';
import type {Dialog as DialogState} from '../../widgets/dialog/state.js';
import {Row} from '../../widgets/text/text.js';
import {Sentence} from '../../widgets/why/why.js';
import {sentence} from '../../widgets/why/words.js';

interface Props {
	readonly snapshot: Snapshot | undefined;
	readonly dialog: DialogState;
	readonly scrolled: number;
	readonly columns: number;
	readonly height: number;
}

/** Rows from which on the reason stays in sight above a dialog. */
const tall = 18;

/** Rows of the reason, and of the empty one above it. */
function rowsAbove({snapshot, columns, height}: Props): number {
	return snapshot && height >= tall ? 1 + wrapTo(sentence(snapshot), columns - 2, 3).length : 0;
}

/** A dialog, and above it why the node is in its state: that is what the decision is about. */
export function Question(props: Props) {
	const {snapshot, dialog, scrolled, columns, height} = props;
	const above = rowsAbove(props);
	return (
		<>
			{snapshot && above > 0 && (
				<>
					<Row> </Row>
					<Sentence text={sentence(snapshot)} columns={columns} height={above - 1} />
				</>
			)}
			<Dialog
				dialog={dialog}
				scrolled={scrolled}
				host={snapshot?.host ?? 'this node'}
				state={snapshot?.state}
				columns={columns}
				height={height - above}
			/>
		</>
	);
}

/** The button of a dialog at a place, for the mouse. */
export function dialogButtonAt(
	props: Props,
	signs: Theme['signs'],
	{row, column}: {readonly row: number; readonly column: number},
): DialogButton | undefined {
	const {dialog, scrolled, columns, height} = props;
	const above = rowsAbove(props);
	const {buttons} = dialogBox(dialog, signs, {scrolled, columns, height: height - above});
	if (row !== above + buttons.row) return undefined;
	const all = dialogButtons(dialog);
	const index = buttonAt(all, buttons.columns, column - buttons.column);
	return index === undefined ? undefined : all[index];
}

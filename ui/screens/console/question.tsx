import type {Snapshot} from '../../../src/console/snapshot.js';
import {wrapTo} from '../../text/width.js';
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

/** A dialog, and above it why the node is in its state: that is what the decision is about. */
export function Question({snapshot, dialog, scrolled, columns, height}: Props) {
	const reason = snapshot && height >= tall ? wrapTo(sentence(snapshot), columns - 2, 3).length : 0;
	return (
		<>
			{snapshot && reason > 0 && (
				<>
					<Row> </Row>
					<Sentence text={sentence(snapshot)} columns={columns} height={reason} />
				</>
			)}
			<Dialog
				dialog={dialog}
				scrolled={scrolled}
				host={snapshot?.host ?? 'this node'}
				state={snapshot?.state}
				columns={columns}
				height={height - (reason > 0 ? reason + 1 : 0)}
			/>
		</>
	);
}

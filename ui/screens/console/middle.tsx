import {Box} from 'ink';
import type {Snapshot} from '../../../src/console/snapshot.js';
import type {PaneName} from '../../keymap.js';
import {Buttons} from '../../widgets/buttons/buttons.js';
import type {DialogHandles} from '../../widgets/dialog/use-dialog.js';
import {Fault} from '../../widgets/fault/fault.js';
import type {TextRow} from '../../widgets/rows/rows.js';
import type {Scroll} from '../../widgets/rows/scroll.js';
import type {Choice} from './choices.js';
import type {Frame} from './frame.js';
import {Help} from './help.js';
import {MaintenanceForm} from './maintenance-form.js';
import {type Found, Palette} from './palette.js';
import type {Pane} from './panes/pane.js';
import {Question} from './question.js';
import type {Overlay} from './view.js';

interface Props {
	readonly snapshot: Snapshot | undefined;
	readonly dialogs: DialogHandles;
	readonly overlay: Overlay | undefined;
	readonly helpRows: readonly TextRow[];
	readonly help: Scroll;
	readonly matches: readonly Found[];
	readonly active: PaneName;
	readonly pane: Pane;
	readonly buttons: readonly Choice[];
	readonly focused: number;
	readonly frame: Frame;
}

/** Between the tabs and the status bar: the pane with its buttons, or what is laid over both. */
export function Middle(props: Props) {
	const {snapshot, dialogs, overlay, helpRows, help, matches, active, pane, buttons, focused, frame} = props;
	const {columns, middle, room} = frame;
	const {dialog, scrolled} = dialogs;
	if (dialog) {
		return <Question snapshot={snapshot} dialog={dialog} scrolled={scrolled} columns={columns} height={middle} />;
	}
	switch (overlay?.kind) {
		case 'form':
			return (
				<MaintenanceForm form={overlay.form} host={snapshot?.host ?? 'this node'} columns={columns} height={middle} />
			);
		case 'help':
			return <Help rows={helpRows} first={help.first} note={help.note} columns={columns} height={middle} />;
		case 'palette':
			return <Palette found={matches} focus={overlay.focus} columns={columns} height={middle} />;
		case undefined:
			return (
				<>
					<Box flexDirection="column" height={room.height} overflow="hidden">
						<Fault what={`the pane ${active}`} retry={snapshot}>
							{pane.content}
						</Fault>
					</Box>
					{frame.hasButtons && <Buttons buttons={buttons} focus={focused} columns={columns} />}
				</>
			);
	}
}

import {Box, useWindowSize} from 'ink';
import {useState} from 'react';
import type {ConsoleActions, ConsoleSource} from '../../../src/console/snapshot.js';
import {actOf, useKeys} from '../../keymap.js';
import {chosenCommand, neighbour} from '../../widgets/commands/state.js';
import {dialogKeys, useDialog} from '../../widgets/dialog/use-dialog.js';
import {confirmLabel, leaveLines} from '../../widgets/dialog/words.js';
import {Fault} from '../../widgets/fault/fault.js';
import {Header} from '../../widgets/header/header.js';
import {useOutputPane} from '../../widgets/output/use-output-pane.js';
import {StatusBar} from '../../widgets/status-bar/status-bar.js';
import {Body, heightsOf} from './body.js';
import {advisedButton, keysIn, offers} from './buttons.js';
import {Question} from './question.js';
import {useSnapshot} from './use-snapshot.js';
import {Waiting} from './waiting.js';

interface Props {
	readonly source: ConsoleSource;
	readonly actions: ConsoleActions;
	readonly onLeave: (end: 'leave' | 'shell') => void;
	/** Draw the whole screen again (Ctrl-L). */
	readonly onRepaint: () => void;
}

const howToLeave = 'Ctrl-C does not end the console: q leaves it, s opens a shell.';
const noInterrupt = 'This is not cut short from here; it goes on even if the connection is lost.';

/** The console: one screen, and a dialog in the middle of it. */
export function Console({source, actions, onLeave, onRepaint}: Props) {
	const {columns, rows} = useWindowSize();
	const [{snapshot, trouble}, readAgain] = useSnapshot(source);
	const [chosenId, setChosenId] = useState<number>();
	const [focus, setFocus] = useState<number>();
	const [note, setNote] = useState<string>();

	const host = snapshot?.host ?? 'this node';
	const state = snapshot?.state;
	const commands = snapshot?.commands ?? [];
	const chosen = chosenCommand(commands, chosenId);
	const {dialog, open, press} = useDialog({
		actions,
		leaveLines: leaveLines(host, state),
		onLeave,
		onChange: readAgain,
	});

	const bindings = keysIn(state, commands.length > 0);
	const buttons = offers(state);
	const focused = Math.min(focus ?? advisedButton(snapshot), buttons.length - 1);
	const heights = heightsOf(snapshot, trouble, columns, rows);
	const pane = useOutputPane({
		source,
		actions,
		command: chosen,
		now: snapshot?.now ?? 0,
		columns,
		height: heights.output,
		say: setNote,
	});

	const choose = (step: 1 | -1) => setChosenId(neighbour(commands, chosen?.id, step));

	useKeys((key) => {
		setNote(undefined);
		if (key === 'ctrl+l') return onRepaint();
		if (dialog) {
			if (dialog.stage === 'working') setNote(noInterrupt);
			return press(key);
		}
		const act = pane.isTyping ? undefined : actOf(bindings, key);
		if (act === undefined) pane.press(key);
		switch (act) {
			case 'resume':
			case 'reboot':
			case 'shell':
				return open(act);
			case 'leave':
				return state === 'paused' ? open('leave') : onLeave('leave');
			case 'press': {
				const subject = buttons[focused] ?? 'leave';
				return subject === 'leave' && state !== 'paused' ? onLeave('leave') : open(subject);
			}
			case 'previous-command':
				return choose(-1);
			case 'next-command':
				return choose(1);
			case 'next-button':
				return setFocus((focused + 1) % buttons.length);
			case 'previous-button':
				return setFocus((focused + buttons.length - 1) % buttons.length);
			case 'interrupt':
				return setNote(howToLeave);
			default:
				return undefined;
		}
	});

	const middle = Math.max(0, rows - 2);
	const outside = pane.isTyping || commands.length === 0 ? [] : bindings;
	const shown = dialog ? dialogKeys(dialog) : commands.length > 0 ? [...outside, ...pane.bindings] : bindings;
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Fault what="the header" retry={snapshot}>
				{snapshot ? <Header {...snapshot} columns={columns} /> : <Waiting trouble={trouble} />}
			</Fault>
			<Box flexDirection="column" height={middle} overflow="hidden">
				<Fault what="the console" retry={snapshot}>
					{dialog ? (
						<Question snapshot={snapshot} dialog={dialog} columns={columns} height={middle} />
					) : (
						<Body
							snapshot={snapshot}
							trouble={trouble}
							chosen={chosen}
							pane={pane}
							labels={buttons.map((subject) => confirmLabel[subject])}
							focus={focused}
							heights={heights}
							columns={columns}
						/>
					)}
				</Fault>
			</Box>
			<StatusBar bindings={shown} note={note} columns={columns} />
		</Box>
	);
}

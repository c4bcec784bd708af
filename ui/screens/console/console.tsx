import {Box, useWindowSize} from 'ink';
import {useReducer} from 'react';
import type {ConsoleActions, ConsoleSource, Snapshot} from '../../../src/console/snapshot.js';
import {panes} from '../../keymap.js';
import {useTheme} from '../../theme.js';
import {useDialog} from '../../widgets/dialog/use-dialog.js';
import {Fault} from '../../widgets/fault/fault.js';
import {Header} from '../../widgets/header/header.js';
import {useScroll} from '../../widgets/rows/scroll.js';
import {Tabs, tabsOf} from '../../widgets/tabs/tabs.js';
import {advisedChoice, choices, menuOf, screenKeysIn, shownPanes} from './choices.js';
import {deedOf} from './deed.js';
import {Foot} from './foot.js';
import {frameOf} from './frame.js';
import {helpRows} from './help.js';
import {Middle} from './middle.js';
import {found} from './palette.js';
import {dialogButtonAt} from './question.js';
import {useConsoleInput} from './use-console-input.js';
import {usePanes} from './use-panes.js';
import {usePrompt} from './use-prompt.js';
import {useSnapshot} from './use-snapshot.js';
import {firstView, viewReducer} from './view.js';
import {Waiting} from './waiting.js';

interface Props {
	readonly source: ConsoleSource;
	/** Drawn until the source is read again. */
	readonly first: Snapshot | undefined;
	readonly actions: ConsoleActions;
	readonly onLeave: (end: 'leave' | 'shell') => void;
	/** Draw the whole screen again (Ctrl-L). */
	readonly onRepaint: () => void;
}

/** The console: a header, a pane, the buttons and the keys; a dialog in their place when something is to be confirmed. */
export function Console({source, first, actions, onLeave, onRepaint}: Props) {
	const {columns, rows} = useWindowSize();
	const {signs} = useTheme();
	const [{value: snapshot, trouble}, readAgain] = useSnapshot(source, first);
	const [view, send] = useReducer(viewReducer, firstView);
	const prompt = usePrompt();
	const {active, overlay} = view;
	const state = snapshot?.state;
	const dialogs = useDialog({
		actions,
		host: snapshot?.host ?? 'this node',
		state,
		onLeave,
		onChange: readAgain,
		onDone: (note) => send({type: 'say', note}),
	});

	const shown = shownPanes(source, snapshot);
	const buttons = choices(state, actions.commands !== undefined);
	const offered = screenKeysIn(buttons, shown, actions.cutPower !== undefined);
	const menu = state === undefined || state === 'paused' ? [] : menuOf(state, shown, offered);
	const isMenu = menu.length > 0 && active === 'overview';
	const entries = isMenu ? menu : buttons;
	const focused = Math.min(view.focus ?? advisedChoice(snapshot), entries.length - 1);
	const hasSide = snapshot?.boots !== undefined && source.node !== undefined;
	const frame = frameOf({columns, rows, hasButtons: !isMenu, hasSide});

	const {pane, commands, output} = usePanes({
		source,
		snapshot,
		trouble,
		actions,
		view,
		send,
		menu,
		focused,
		screenBindings: offered,
		frame,
		ask: prompt.ask,
		open: dialogs.open,
		onChange: readAgain,
	});
	// A key of the pane goes before one of the screen.
	const screenBindings = offered.filter(({act}) => !pane.bindings.some((binding) => binding.act === act));
	const groups = [
		{title: panes.find(({name}) => name === active)?.title ?? '', bindings: pane.bindings},
		{title: 'Everywhere', bindings: screenBindings},
	].filter(({bindings}) => bindings.length > 0);
	const keysOfNow = overlay?.kind === 'help' ? helpRows(groups, columns - 2) : [];
	const help = useScroll('help', keysOfNow.length, frame.room.height - 1);
	const matches = overlay?.kind === 'palette' ? found([...pane.bindings, ...screenBindings], overlay.line) : [];

	useConsoleInput({
		view,
		send,
		dialogs,
		prompt,
		output,
		help,
		matches,
		pane,
		commands,
		screenBindings,
		frame,
		tabs: tabsOf({shown, active, columns}),
		buttons,
		buttonOfDialog: (at) =>
			dialogs.dialog &&
			dialogButtonAt(
				{snapshot, dialog: dialogs.dialog, scrolled: dialogs.scrolled, columns, height: frame.middle},
				signs,
				at,
			),
		deedOf: (act) => deedOf(act, {state, active, shown, entries, focused}),
		onLeave,
		onRepaint,
	});

	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Fault what="the header" retry={snapshot}>
				{snapshot ? (
					<Header {...snapshot} until={snapshot.why?.until} columns={columns} />
				) : (
					<Waiting trouble={trouble} />
				)}
			</Fault>
			{frame.hasTabs && <Tabs shown={shown} active={active} columns={columns} />}
			<Box flexDirection="column" height={frame.middle} overflow="hidden">
				<Fault what="the console" retry={snapshot}>
					<Middle
						snapshot={snapshot}
						dialogs={dialogs}
						overlay={overlay}
						helpRows={keysOfNow}
						help={help}
						matches={matches}
						active={active}
						pane={pane}
						buttons={buttons}
						focused={focused}
						frame={frame}
					/>
				</Fault>
			</Box>
			<Foot
				question={prompt.question}
				dialog={dialogs.dialog}
				view={view}
				paneBindings={pane.bindings}
				screenBindings={screenBindings}
				columns={columns}
			/>
		</Box>
	);
}

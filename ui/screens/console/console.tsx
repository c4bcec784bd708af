import {Box, useWindowSize} from 'ink';
import {useState} from 'react';
import type {ConsoleActions, ConsoleSource, Snapshot} from '../../../src/console/snapshot.js';
import {
	type Act,
	actOf,
	helpKeys,
	keyLabel,
	type PaneName,
	panes as paneList,
	useKeys,
	useMouse,
	usePaste,
} from '../../keymap.js';
import {Buttons, buttonAt} from '../../widgets/buttons/buttons.js';
import {chosenCommand} from '../../widgets/commands/state.js';
import {dialogKeys, useDialog} from '../../widgets/dialog/use-dialog.js';
import {Fault} from '../../widgets/fault/fault.js';
import {Header} from '../../widgets/header/header.js';
import {useOutputPane} from '../../widgets/output/use-output-pane.js';
import {edited, emptyLine, type Line} from '../../widgets/prompt/edit.js';
import {Prompt} from '../../widgets/prompt/prompt.js';
import {useScroll} from '../../widgets/rows/scroll.js';
import {StatusBar} from '../../widgets/status-bar/status-bar.js';
import {Tabs, tabsOf} from '../../widgets/tabs/tabs.js';
import {Body, heightsOf} from './body.js';
import {advisedChoice, type Choice, choices, overviewKeys, screenKeysIn} from './choices.js';
import {Help, helpRows} from './help.js';
import {emptyForm, type Form, formAfter, MaintenanceForm, pastedInto} from './maintenance-form.js';
import {found, Palette} from './palette.js';
import {useBoots} from './panes/boots.js';
import {listRows, useCommands} from './panes/commands.js';
import {useDoctor} from './panes/doctor.js';
import {useNode, useReport} from './panes/node.js';
import type {Pane} from './panes/pane.js';
import {usePeople} from './panes/people.js';
import {useSettings} from './panes/settings.js';
import {Question} from './question.js';
import {Side} from './side.js';
import {usePrompt} from './use-prompt.js';
import {useSnapshot} from './use-snapshot.js';
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

const howToLeave = 'Ctrl-C does not end the console: q leaves it, s opens a shell.';
const noInterrupt = 'This is not cut short from here; it goes on even if the connection is lost.';

/** Rows from which on the tabs have a row of their own. */
const tall = 16;

/** Columns from which on the overview has the boots and the node beside it. */
const wide = 140;

/** What is laid over the panes. */
type Overlay = {readonly kind: 'help'} | {readonly kind: 'palette'; readonly line: Line; readonly focus: number};

/** The console: a header, a pane, the buttons and the keys; a dialog in their place when something is to be confirmed. */
export function Console({source, first, actions, onLeave, onRepaint}: Props) {
	const {columns, rows} = useWindowSize();
	const [{value: snapshot, trouble}, readAgain] = useSnapshot(source, first);
	const [active, setActive] = useState<PaneName>('overview');
	const [chosenId, setChosenId] = useState<number>();
	const [focus, setFocus] = useState<number>();
	const [note, setNote] = useState<string>();
	const [overlay, setOverlay] = useState<Overlay>();
	const [form, setForm] = useState<Form>();
	const {question, ask, press: pressPrompt, paste} = usePrompt();

	const host = snapshot?.host ?? 'this node';
	const state = snapshot?.state;
	const commands = snapshot?.commands ?? [];
	const chosen = chosenCommand(commands, chosenId);
	const {
		dialog,
		scrolled,
		open,
		press: pressDialog,
	} = useDialog({
		actions,
		host,
		state,
		onLeave,
		onChange: readAgain,
		onDone: setNote,
	});

	// The panes that this console has something to show in.
	const shown = paneList.flatMap(({name}) => {
		const has = {
			boots: snapshot === undefined || snapshot.boots !== undefined,
			node: source.node !== undefined,
			people: snapshot === undefined || snapshot.audit !== undefined,
			settings: source.settings !== undefined,
			doctor: source.findings !== undefined,
		} as Partial<Record<PaneName, boolean>>;
		return has[name] === false ? [] : [name];
	});
	const offered = choices(state);
	const hasMenu = state !== undefined && state !== 'paused';
	const screenBindings = screenKeysIn(state, shown, actions.cutPower !== undefined);
	const panesOffered = paneList
		.filter(({name}) => name !== 'overview' && shown.includes(name))
		.map(({name, title}): Choice => ({act: `pane-${name}`, label: title}));
	const menu = hasMenu
		? [...offered.slice(0, 1), ...panesOffered, ...offered.slice(1)].map(({act, label}) => {
				const binding = screenBindings.find((binding) => binding.act === act);
				const help = binding?.help.replace(`${label}: `, '') ?? '';
				return {act, label, help, key: keyLabel(binding?.keys[0] ?? '')};
			})
		: [];
	const entries: readonly {readonly act: Act}[] = hasMenu && active === 'overview' ? menu : offered;
	const focused = Math.min(focus ?? advisedChoice(snapshot), entries.length - 1);

	const hasTabs = rows >= tall;
	const hasButtons = !(hasMenu && active === 'overview');
	const top = hasTabs ? 2 : 1;
	const room = {columns, height: Math.max(0, rows - top - 1 - (hasButtons ? 1 : 0))};
	// What a wide screen shows beside the overview.
	const isWide = columns >= wide && snapshot?.boots !== undefined && source.node !== undefined;
	const sideColumns = Math.floor(columns * 0.45);
	const mainColumns = isWide ? columns - sideColumns - 1 : columns;
	const heights = heightsOf(snapshot, trouble, menu.length, mainColumns, room.height);
	const report = useReport(source, active === 'node' || (isWide && active === 'overview'));
	const output = useOutputPane({
		source,
		command: chosen,
		now: snapshot?.now ?? 0,
		columns: active === 'commands' ? columns : mainColumns,
		height: active === 'commands' ? room.height - listRows(commands, room.height) : heights.output,
		say: setNote,
	});

	const withCommands = useCommands({
		snapshot,
		chosen,
		onChoose: setChosenId,
		output,
		actions: actions.commands,
		ask,
		open,
		onNote: setNote,
		onDone: readAgain,
		room,
	});
	const overview: Pane = {
		bindings: overviewKeys(chosen && output.bindings, screenBindings),
		press(act) {
			if (hasMenu && (act === 'up' || act === 'down')) {
				setFocus((focused + (act === 'up' ? entries.length - 1 : 1)) % entries.length);
				return true;
			}
			return commands.length > 0 && withCommands.press(act);
		},
		wheel: withCommands.wheel,
		content: (
			<Box height={room.height}>
				<Box flexDirection="column" width={mainColumns} height={room.height} overflow="hidden">
					<Body
						snapshot={snapshot}
						trouble={trouble}
						chosen={chosen}
						output={output}
						menu={menu}
						focus={focused}
						heights={heights}
						columns={mainColumns}
					/>
				</Box>
				{isWide && (
					<Box marginLeft={1}>
						<Side snapshot={snapshot} report={report} columns={sideColumns} height={room.height} />
					</Box>
				)}
			</Box>
		),
	};
	const panes: Readonly<Record<PaneName, Pane>> = {
		overview,
		boots: useBoots(source, snapshot, active === 'boots', room),
		node: useNode(report, snapshot, room),
		commands: withCommands,
		people: usePeople(snapshot, room),
		settings: useSettings({
			source,
			isActive: active === 'settings',
			room,
			onChange: ({key, value}, done) =>
				ask(`${key}=`, value, async (text) => {
					await actions.set?.(key, text);
					setNote(`${key} is ${text}.`);
					done();
					readAgain();
				}),
		}),
		doctor: useDoctor(source, active === 'doctor', room),
	};
	const pane = panes[active];

	const groups = [
		{title: paneList.find(({name}) => name === active)?.title ?? '', bindings: pane.bindings},
		{title: 'Everywhere', bindings: screenBindings},
	].filter(({bindings}) => bindings.length > 0);
	const keysOfNow = helpRows(groups, columns - 2);
	const helpScroll = useScroll('help', keysOfNow.length, room.height - 1);
	const matches = overlay?.kind === 'palette' ? found([...pane.bindings, ...screenBindings], overlay.line) : [];

	const show = (name: PaneName) => {
		setActive(name);
		setFocus(undefined);
	};
	const doAct = (act: Act): unknown => {
		if (pane.press(act)) return undefined;
		switch (act) {
			case 'resume':
			case 'reboot':
			case 'shell':
			case 'withdraw':
			case 'enable':
			case 'disable':
			case 'cut-power':
				return open(act);
			case 'maintenance':
				return setForm(emptyForm);
			case 'leave':
				return state === 'paused' ? open('leave') : onLeave('leave');
			case 'press': {
				const entry = entries[focused]?.act;
				return entry === undefined || entry === 'press' ? undefined : doAct(entry);
			}
			case 'next-button':
				return setFocus((focused + 1) % entries.length);
			case 'previous-button':
				return setFocus((focused + entries.length - 1) % entries.length);
			case 'next-pane':
			case 'previous-pane': {
				const step = act === 'next-pane' ? 1 : shown.length - 1;
				return show(shown[(shown.indexOf(active) + step) % shown.length] ?? 'overview');
			}
			case 'help':
				return setOverlay({kind: 'help'});
			case 'palette':
				return setOverlay({kind: 'palette', line: emptyLine, focus: 0});
			case 'interrupt':
				return setNote(howToLeave);
			case 'repaint':
				return onRepaint();
			default: {
				const name = paneList.find(({name}) => act === `pane-${name}`)?.name;
				return name ? show(name) : undefined;
			}
		}
	};
	const pressPalette = (key: string, {line, focus}: Overlay & {kind: 'palette'}) => {
		if (key === 'escape' || key === 'ctrl+c' || key === 'ctrl+d') return setOverlay(undefined);
		const step = key === 'up' ? matches.length - 1 : key === 'down' || key === 'tab' ? 1 : 0;
		if (step > 0) return setOverlay({kind: 'palette', line, focus: (focus + step) % Math.max(1, matches.length)});
		if (key !== 'enter') return setOverlay({kind: 'palette', line: edited(line, key), focus: 0});
		setOverlay(undefined);
		const act = matches[focus]?.act;
		return act === undefined ? undefined : doAct(act);
	};

	useKeys((key): unknown => {
		setNote(undefined);
		if (key === 'ctrl+l') return onRepaint();
		if (dialog) {
			if (dialog.stage === 'working') setNote(noInterrupt);
			return pressDialog(key);
		}
		if (question) return pressPrompt(key);
		if (output.isTyping && (active === 'overview' || active === 'commands')) return output.type(key);
		if (form) {
			const next = formAfter(form, key);
			if (next === undefined || !('plan' in next)) return setForm(next);
			setForm(undefined);
			return open('maintenance', {plan: next.plan});
		}
		if (overlay?.kind === 'palette') return pressPalette(key, overlay);
		if (overlay?.kind === 'help') {
			const act = actOf(helpKeys, key);
			if (act === 'cancel') setOverlay(undefined);
			else if (act) helpScroll.press(act);
			return undefined;
		}
		const act = actOf([...pane.bindings, ...screenBindings], key);
		return act === undefined ? undefined : doAct(act);
	});

	usePaste((text): unknown => {
		if (question && !dialog) return paste(text);
		if (form && !dialog) return setForm(pastedInto(form, text));
		return setNote('What is pasted presses no keys; it is taken where text is asked for.');
	});

	useMouse(({kind, row, column}): unknown => {
		if (dialog || question || form || overlay) return undefined;
		if (kind === 'wheel-up' || kind === 'wheel-down') return pane.wheel(kind === 'wheel-up' ? -3 : 3);
		if (hasTabs && row === 1) {
			const tab = tabsOf({shown, active, columns}).find(({from, to}) => column >= from && column < to);
			return tab && show(tab.name);
		}
		if (hasButtons && row === rows - 2) {
			const index = buttonAt(
				offered.map(({label}) => label),
				column,
			);
			const act = index === undefined ? undefined : offered[index]?.act;
			return act && doAct(act);
		}
		return pane.click?.(row - top);
	});

	const middle = Math.max(0, rows - top - 1);
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Fault what="the header" retry={snapshot}>
				{snapshot ? <Header {...snapshot} columns={columns} /> : <Waiting trouble={trouble} />}
			</Fault>
			{hasTabs && <Tabs shown={shown} active={active} columns={columns} />}
			<Box flexDirection="column" height={middle} overflow="hidden">
				<Fault what="the console" retry={snapshot}>
					{dialog ? (
						<Question snapshot={snapshot} dialog={dialog} scrolled={scrolled} columns={columns} height={middle} />
					) : form ? (
						<MaintenanceForm form={form} host={host} columns={columns} height={middle} />
					) : overlay?.kind === 'help' ? (
						<Help rows={keysOfNow} first={helpScroll.first} note={helpScroll.note} columns={columns} height={middle} />
					) : overlay?.kind === 'palette' ? (
						<Palette found={matches} focus={overlay.focus} columns={columns} height={middle} />
					) : (
						<>
							<Box flexDirection="column" height={room.height} overflow="hidden">
								<Fault what={`the pane ${active}`} retry={snapshot}>
									{pane.content}
								</Fault>
							</Box>
							{hasButtons && <Buttons labels={offered.map(({label}) => label)} focus={focused} />}
						</>
					)}
				</Fault>
			</Box>
			{question ? (
				<Prompt label={question.label} line={question.line} trouble={question.trouble} columns={columns} />
			) : overlay?.kind === 'palette' ? (
				<Prompt label=":" line={overlay.line} columns={columns} />
			) : (
				<StatusBar
					bindings={
						dialog
							? dialogKeys(dialog)
							: overlay
								? helpKeys
								: form
									? []
									: [
											...screenBindings.filter(isMain),
											...pane.bindings,
											...screenBindings.filter((one) => !isMain(one)),
										]
					}
					note={note}
					columns={columns}
				/>
			)}
		</Box>
	);
}

/* What the status bar shows first: the ways on and out, then the keys of the pane. */
const isMain = ({act}: {readonly act: Act}) => act !== 'help' && act !== 'palette';

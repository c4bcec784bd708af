/* The keys as data: what the screens obey and what the status bar says come from here. */
import {useInput, useStdin} from 'ink';
import {useEffect, useRef} from 'react';

/** What a key can ask for. */
export type Act =
	| `pane-${PaneName}`
	| 'next-pane'
	| 'previous-pane'
	| 'help'
	| 'palette'
	| 'resume'
	| 'reboot'
	| 'shell'
	| 'leave'
	| 'maintenance'
	| 'withdraw'
	| 'enable'
	| 'disable'
	| 'cut-power'
	| 'up'
	| 'down'
	| 'page-up'
	| 'page-down'
	| 'top'
	| 'end'
	| 'left'
	| 'right'
	| 'search'
	| 'next-match'
	| 'previous-match'
	| 'next-error'
	| 'previous-error'
	| 'wrap'
	| 'times'
	| 'clear-search'
	| 'add'
	| 'edit'
	| 'earlier'
	| 'later'
	| 'cancel-command'
	| 'again'
	| 'save'
	| 'change-value'
	| 'next-button'
	| 'previous-button'
	| 'press'
	| 'confirm'
	| 'cancel'
	| 'interrupt'
	| 'repaint';

/** @typeParam A the acts: the screen's, or those of a line that takes text. */
export interface Binding<A extends string = Act> {
	readonly act: A;
	/** Names of keys, as {@link useKeys} gives them. */
	readonly keys: readonly string[];
	/** What it does, for the help, the palette and docs/keys.md. */
	readonly help: string;
	/** What the status bar shows: the key as printed on a keyboard, and what it does; absent: it is not shown. */
	readonly shown?: readonly [key: string, label: string];
}

/** The panes of the console; each is reached by its digit. */
export const panes = [
	{name: 'overview', title: 'Overview', help: 'why the node is in its state, and the safe next step'},
	{name: 'boots', title: 'Boots', help: 'the last boots, and what those that died left behind'},
	{name: 'node', title: 'Node', help: 'addresses, host keys, disks, load'},
	{name: 'commands', title: 'Commands', help: 'the scheduled commands and their output'},
	{name: 'people', title: 'People', help: 'who else is here, and what was done'},
	{name: 'settings', title: 'Settings', help: 'the configuration, with checked values'},
	{name: 'doctor', title: 'Doctor', help: 'whether umm will work when it is needed'},
] as const;

export type PaneName = (typeof panes)[number]['name'];

const paneKeys: readonly Binding[] = panes.map(({name, title, help}, index) => ({
	act: `pane-${name}`,
	keys: [String(index + 1)],
	help: `${title}: ${help}`,
}));

/** Keys of every pane; bindings that are listed first stay longest in a narrow status bar. */
export const screenKeys: readonly Binding[] = [
	{act: 'resume', keys: ['r'], help: 'resume: let this boot go on', shown: ['r', 'Resume']},
	{act: 'reboot', keys: ['b'], help: 'reboot, back to operational', shown: ['b', 'Reboot']},
	{act: 'maintenance', keys: ['m'], help: 'reboot this node and hold its next boot', shown: ['m', 'Maintenance']},
	{act: 'withdraw', keys: ['w'], help: 'withdraw the request for maintenance mode', shown: ['w', 'Withdraw']},
	{act: 'enable', keys: ['e'], help: 'let umm act on this node', shown: ['e', 'Enable']},
	{act: 'disable', keys: ['D'], help: 'no boot of this node is held any more'},
	{act: 'cut-power', keys: ['P'], help: 'pull the plug of this simulated node', shown: ['P', 'Cut power']},
	{act: 'shell', keys: ['s'], help: 'open a shell; its end brings you back', shown: ['s', 'Shell']},
	{act: 'leave', keys: ['q', 'ctrl+d'], help: 'leave the console', shown: ['q', 'Leave']},
	{act: 'add', keys: ['a'], help: 'run a command; it goes on when you leave', shown: ['a', 'Run']},
	{act: 'help', keys: ['?'], help: 'this help', shown: ['?', 'Help']},
	{act: 'palette', keys: [':'], help: 'find an action by its name'},
	...paneKeys,
	{act: 'next-pane', keys: [']'], help: 'next pane'},
	{act: 'previous-pane', keys: ['['], help: 'previous pane'},
	{act: 'next-button', keys: ['tab', 'right'], help: 'next button'},
	{act: 'previous-button', keys: ['shift+tab', 'left'], help: 'previous button'},
	{act: 'press', keys: ['enter'], help: 'press the button'},
	{act: 'interrupt', keys: ['ctrl+c'], help: 'says how to leave; ends nothing'},
	{act: 'repaint', keys: ['ctrl+l'], help: 'draw the screen again'},
];

/** Keys of a pane that scrolls. */
export const scrollKeys: readonly Binding[] = [
	{act: 'up', keys: ['up', 'k'], help: 'a line up'},
	{act: 'down', keys: ['down', 'j'], help: 'a line down'},
	{act: 'page-up', keys: ['pageup', 'ctrl+b'], help: 'a page up', shown: ['PgUp/PgDn', 'Scroll']},
	{act: 'page-down', keys: ['pagedown', 'ctrl+f'], help: 'a page down'},
	{act: 'top', keys: ['home', 'g'], help: 'to the beginning'},
	{act: 'end', keys: ['end', 'G'], help: 'to the end'},
];

/** Keys of the commands in the overview; those of the output stand in ui/widgets/output/keys.ts. */
export const commandKeys: readonly Binding[] = [
	{act: 'up', keys: ['up', 'k'], help: 'the command before', shown: ['↑↓', 'Command']},
	{act: 'down', keys: ['down', 'j'], help: 'the command behind'},
];

/** Keys that change commands. */
export const commandActionKeys: readonly Binding[] = [
	{act: 'add', keys: ['a'], help: 'add a command', shown: ['a', 'Add']},
	{act: 'cancel-command', keys: ['x'], help: 'cancel a command that waits, stop one that runs', shown: ['x', 'Cancel']},
	{act: 'edit', keys: ['c'], help: 'change a command that waits', shown: ['c', 'Change']},
	{act: 'again', keys: ['A'], help: 'run a command again', shown: ['A', 'Again']},
	{act: 'earlier', keys: ['K'], help: 'run a command that waits earlier'},
	{act: 'later', keys: ['J'], help: 'run a command that waits later'},
];

/** Keys of the boots. */
export const bootKeys: readonly Binding[] = [
	{act: 'up', keys: ['up', 'k'], help: 'a newer boot', shown: ['↑↓', 'Boot']},
	{act: 'down', keys: ['down', 'j'], help: 'an older boot'},
	...scrollKeys.slice(2),
];

/** Keys of the settings. */
export const settingKeys: readonly Binding[] = [
	{act: 'up', keys: ['up', 'k'], help: 'the value above', shown: ['↑↓', 'Value']},
	{act: 'down', keys: ['down', 'j'], help: 'the value below'},
	{act: 'change-value', keys: ['c'], help: 'change the value', shown: ['c', 'Change']},
];

/** Keys of a dialog that asks. @param label the name of its button that confirms. @param decline of the other. */
export const confirmKeys = (label: string, decline: string): readonly Binding[] => [
	{act: 'confirm', keys: ['y'], help: 'do it', shown: ['y', label]},
	{
		act: 'cancel',
		keys: ['n', 'escape', 'q', 'ctrl+c', 'ctrl+d'],
		help: 'do not do it',
		shown: ['n/Esc', decline],
	},
	{act: 'next-button', keys: ['tab', 'right'], help: 'the other button', shown: ['Tab', 'Other button']},
	{act: 'previous-button', keys: ['shift+tab', 'left'], help: 'the other button'},
	{act: 'press', keys: ['enter'], help: 'press the button', shown: ['Enter', 'Press']},
	...scrollKeys.map(({shown: _, ...binding}) => binding),
];

/** Keys while a dialog counts down. */
export const countdownKeys: readonly Binding[] = [
	{
		act: 'cancel',
		keys: ['escape', 'enter', 'n', 'q', 'ctrl+c', 'ctrl+d'],
		help: 'call it off',
		shown: ['Esc/Enter', 'Call it off'],
	},
	{act: 'confirm', keys: ['y'], help: 'at once', shown: ['y', 'At once']},
];

/** Keys of a dialog that tells of a failure. */
export const failureKeys: readonly Binding[] = [
	{
		act: 'press',
		keys: ['enter', 'escape', 'q', 'ctrl+c', 'ctrl+d'],
		help: 'back to the console',
		shown: ['Enter', 'Back to the console'],
	},
	...scrollKeys.map(({shown: _, ...binding}) => binding),
];

/** Keys of a dialog that tells of a success. */
export const successKeys: readonly Binding[] = [
	{act: 'leave', keys: ['enter', 'q', 'ctrl+d'], help: 'leave the console', shown: ['Enter', 'Leave']},
	{act: 'cancel', keys: ['escape', 'ctrl+c'], help: 'back to the console', shown: ['Esc', 'Back to the console']},
];

/** Keys of the help. */
export const helpKeys: readonly Binding[] = [
	{
		act: 'cancel',
		keys: ['?', 'escape', 'enter', 'q', 'ctrl+c', 'ctrl+d'],
		help: 'close the help',
		shown: ['Esc', 'Close'],
	},
	...scrollKeys,
];

/** What a key asks for among these bindings. */
export function actOf<A extends string>(bindings: readonly Binding<A>[], key: string): A | undefined {
	return bindings.find((binding) => binding.keys.includes(key))?.act;
}

const keyLabels: Readonly<Record<string, string>> = {
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
	enter: 'Enter',
	escape: 'Esc',
	tab: 'Tab',
	'shift+tab': 'Shift-Tab',
};

/** A key as it is written for people: `Ctrl-C`, `PgUp`, `r`. */
export function keyLabel(key: string): string {
	return keyLabels[key] ?? (key.startsWith('ctrl+') ? `Ctrl-${key.slice(5).toUpperCase()}` : key);
}

/** Calls `handle` with the name of each key that is pressed, e.g. `r`, `ctrl+c`, `pageup`. */
export function useKeys(handle: (key: string) => unknown): void {
	useInput((input, key) => {
		const name = nameOf(input, key);
		if (name !== undefined) handle(name);
	});
}

/** What a mouse did, and where; rows and columns are counted from 0. */
export interface MouseEvent {
	readonly kind: 'press' | 'wheel-up' | 'wheel-down';
	readonly row: number;
	readonly column: number;
}

/** Calls `handle` with each text that is pasted (ui/terminal/keyboard.ts). */
export function usePaste(handle: (text: string) => unknown): void {
	useKeyboardEvent('paste', handle);
}

/** Calls `handle` for each click with the first button and each step of the wheel (ui/terminal/keyboard.ts). */
export function useMouse(handle: (event: MouseEvent) => unknown): void {
	useKeyboardEvent('mouse', handle);
}

function useKeyboardEvent<Event>(name: string, handle: (event: Event) => unknown): void {
	const {stdin} = useStdin();
	const latest = useRef(handle);
	latest.current = handle;
	useEffect(() => {
		const listen = (event: Event) => void latest.current(event);
		stdin.on(name, listen);
		return () => void stdin.off(name, listen);
	}, [stdin, name]);
}

const named = {
	upArrow: 'up',
	downArrow: 'down',
	leftArrow: 'left',
	rightArrow: 'right',
	pageUp: 'pageup',
	pageDown: 'pagedown',
	home: 'home',
	end: 'end',
	return: 'enter',
	escape: 'escape',
	backspace: 'backspace',
	delete: 'delete',
} as const;

type InkKey = Parameters<Parameters<typeof useInput>[0]>[1];

function nameOf(input: string, key: InkKey): string | undefined {
	if (key.meta && !key.escape) return undefined;
	if (key.tab) return key.shift ? 'shift+tab' : 'tab';
	for (const [property, name] of Object.entries(named)) {
		if (key[property as keyof typeof named]) return name;
	}
	return key.ctrl ? `ctrl+${input}` : input;
}

/* The keys as data: what the screens obey and what the status bar says come from here. */
import {useInput} from 'ink';

/** What a key can ask for. */
export type Act =
	| 'resume'
	| 'reboot'
	| 'shell'
	| 'leave'
	| 'previous-command'
	| 'next-command'
	| 'next-button'
	| 'previous-button'
	| 'press'
	| 'confirm'
	| 'cancel'
	| 'interrupt';

/** @typeParam A the acts: the screen's, or those of a widget that has keys of its own. */
export interface Binding<A extends string = Act> {
	readonly act: A;
	/** Names of keys, as `keyNames` gives them. */
	readonly keys: readonly string[];
	/** What the status bar shows: the key as printed on a keyboard, and what it does; absent: it is not shown. */
	readonly shown?: readonly [key: string, label: string];
}

/** Keys of the screen; bindings that are listed first stay longest in a narrow status bar. */
export const screenKeys: readonly Binding[] = [
	{act: 'resume', keys: ['r'], shown: ['r', 'Resume']},
	{act: 'reboot', keys: ['b'], shown: ['b', 'Reboot']},
	{act: 'shell', keys: ['s'], shown: ['s', 'Shell']},
	{act: 'leave', keys: ['q', 'ctrl+d'], shown: ['q', 'Leave']},
	{act: 'previous-command', keys: ['up', 'k'], shown: ['↑↓', 'Command']},
	{act: 'next-command', keys: ['down', 'j']},
	{act: 'next-button', keys: ['tab', 'right']},
	{act: 'previous-button', keys: ['shift+tab', 'left']},
	{act: 'press', keys: ['enter']},
	{act: 'interrupt', keys: ['ctrl+c']},
];

/** Keys of a dialog that asks. @param label the name of its button that confirms. */
export const confirmKeys = (label: string): readonly Binding[] => [
	{act: 'confirm', keys: ['y'], shown: ['y', label]},
	{act: 'cancel', keys: ['n', 'escape', 'q', 'ctrl+c', 'ctrl+d'], shown: ['n/Esc', 'Cancel']},
	{act: 'next-button', keys: ['tab', 'right', 'down'], shown: ['Tab', 'Other button']},
	{act: 'previous-button', keys: ['shift+tab', 'left', 'up']},
	{act: 'press', keys: ['enter'], shown: ['Enter', 'Press']},
];

/** Keys of a dialog that tells of a failure. */
export const failureKeys: readonly Binding[] = [
	{act: 'press', keys: ['enter', 'escape', 'q', 'ctrl+c', 'ctrl+d'], shown: ['Enter', 'Back to the console']},
];

/** Keys of a dialog that tells of a success. */
export const successKeys: readonly Binding[] = [
	{act: 'leave', keys: ['enter', 'q', 'ctrl+d'], shown: ['Enter', 'Leave']},
	{act: 'cancel', keys: ['escape', 'ctrl+c'], shown: ['Esc', 'Back to the console']},
];

/** What a key asks for among these bindings. */
export function actOf<A extends string>(bindings: readonly Binding<A>[], key: string): A | undefined {
	return bindings.find((binding) => binding.keys.includes(key))?.act;
}

/** Calls `handle` with the name of each key that is pressed, e.g. `r`, `ctrl+c`, `pageup`. */
export function useKeys(handle: (key: string) => void): void {
	useInput((input, key) => {
		const name = nameOf(input, key);
		if (name !== undefined) handle(name);
	});
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

import type {Binding} from '../../keymap.js';

/** Keys of the output pane; bindings that are listed first stay longest in a narrow status bar. */
export const outputKeys = [
	{act: 'page-up', keys: ['pageup', 'ctrl+b'], help: 'a page of output up', shown: ['PgUp/PgDn', 'Scroll']},
	{act: 'page-down', keys: ['pagedown', 'ctrl+f'], help: 'a page of output down'},
	{act: 'end', keys: ['end', 'G'], help: 'follow the output', shown: ['End', 'Follow']},
	{act: 'search', keys: ['/'], help: 'search in the output', shown: ['/', 'Search']},
	{act: 'next-match', keys: ['n'], help: 'the next match', shown: ['n/N', 'Match']},
	{act: 'previous-match', keys: ['N'], help: 'the match before'},
	{act: 'next-error', keys: ['e'], help: 'the next line that looks like an error', shown: ['e/E', 'Error']},
	{act: 'previous-error', keys: ['E'], help: 'the line before that looks like an error'},
	{act: 'wrap', keys: ['w'], help: 'wrap or cut long lines', shown: ['w', 'Wrap']},
	{act: 'times', keys: ['t'], help: 'the time of each line, or no times', shown: ['t', 'Times']},
	{act: 'save', keys: ['S'], help: 'save the output to a file'},
	{act: 'top', keys: ['home', 'g'], help: 'to the beginning of the output'},
	{act: 'left', keys: ['left', 'h', '<'], help: 'to the left, where long lines are cut'},
	{act: 'right', keys: ['right', 'l', '>'], help: 'to the right, where long lines are cut'},
	{act: 'clear-search', keys: ['escape'], help: 'end the search'},
] as const satisfies readonly Binding[];

/** What a key can ask of the view; saving is done by whoever has the actions. */
export type OutputAct = Exclude<(typeof outputKeys)[number]['act'], 'save'>;

/** What a key can ask for while the text to search for is typed; any other character is text. */
type PromptAct = 'accept' | 'cancel' | 'erase' | 'erase-word' | 'erase-all';

/** Keys of the line that takes the text to search for. */
export const promptKeys: readonly Binding<PromptAct>[] = [
	{act: 'accept', keys: ['enter'], help: 'find it', shown: ['Enter', 'Find']},
	{
		act: 'cancel',
		keys: ['escape', 'ctrl+c', 'ctrl+d'],
		help: 'back to the output',
		shown: ['Esc', 'Back to the output'],
	},
	{act: 'erase', keys: ['backspace', 'delete', 'ctrl+h'], help: 'erase a character', shown: ['Backspace', 'Erase']},
	{act: 'erase-word', keys: ['ctrl+w'], help: 'erase a word', shown: ['Ctrl-W', 'Erase a word']},
	{act: 'erase-all', keys: ['ctrl+u'], help: 'erase all', shown: ['Ctrl-U', 'Erase all']},
];

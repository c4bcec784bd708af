import type {Binding} from '../../keymap.js';

/** What a key can ask of the output pane. */
export type OutputAct =
	| 'page-up'
	| 'page-down'
	| 'top'
	| 'follow'
	| 'search'
	| 'next-match'
	| 'previous-match'
	| 'next-error'
	| 'previous-error'
	| 'wrap'
	| 'times'
	| 'left'
	| 'right'
	| 'save'
	| 'clear';

/** Keys of the output pane; bindings that are listed first stay longest in a narrow status bar. */
export const outputKeys: readonly Binding<OutputAct>[] = [
	{act: 'page-up', keys: ['pageup', 'ctrl+b'], shown: ['PgUp/PgDn', 'Scroll']},
	{act: 'page-down', keys: ['pagedown', 'ctrl+f']},
	{act: 'follow', keys: ['end', 'G'], shown: ['End', 'Follow']},
	{act: 'search', keys: ['/'], shown: ['/', 'Search']},
	{act: 'next-match', keys: ['n'], shown: ['n/N', 'Next/previous match']},
	{act: 'previous-match', keys: ['N']},
	{act: 'next-error', keys: ['e'], shown: ['e/E', 'Next/previous error']},
	{act: 'previous-error', keys: ['E']},
	{act: 'wrap', keys: ['w'], shown: ['w', 'Wrap']},
	{act: 'times', keys: ['t'], shown: ['t', 'Times']},
	{act: 'save', keys: ['S'], shown: ['S', 'Save']},
	{act: 'top', keys: ['home', 'g'], shown: ['Home', 'Top']},
	{act: 'left', keys: ['left', 'h', '<'], shown: ['</>', 'Sideways, without wrap']},
	{act: 'right', keys: ['right', 'l', '>']},
	{act: 'clear', keys: ['escape']},
];

/** What a key can ask for while the text to search for is typed; any other character is text. */
type PromptAct = 'accept' | 'cancel' | 'erase' | 'erase-word' | 'erase-all';

/** Keys of the line that takes the text to search for. */
export const promptKeys: readonly Binding<PromptAct>[] = [
	{act: 'accept', keys: ['enter'], shown: ['Enter', 'Find']},
	{act: 'cancel', keys: ['escape', 'ctrl+c', 'ctrl+d'], shown: ['Esc', 'Back to the output']},
	{act: 'erase', keys: ['backspace', 'delete', 'ctrl+h'], shown: ['Backspace', 'Erase']},
	{act: 'erase-word', keys: ['ctrl+w'], shown: ['Ctrl-W', 'Erase a word']},
	{act: 'erase-all', keys: ['ctrl+u'], shown: ['Ctrl-U', 'Erase all']},
];

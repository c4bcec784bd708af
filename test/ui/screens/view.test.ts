import test from 'ava';
import {screenKeys} from '../../../ui/keymap.js';
import {emptySearch, found, searchAfter} from '../../../ui/screens/console/palette.js';
import {firstView, viewReducer} from '../../../ui/screens/console/view.js';

test('another pane begins with the advised button, and keeps the chosen command', (t) => {
	const chosen = viewReducer(firstView, {type: 'choose', command: 3});
	const focused = viewReducer(chosen, {type: 'focus', index: 2});
	t.like(viewReducer(focused, {type: 'show', pane: 'boots'}), {active: 'boots', command: 3, focus: undefined});
});

test('what is laid over the panes leaves them as they are', (t) => {
	const boots = viewReducer(firstView, {type: 'show', pane: 'boots'});
	const help = viewReducer(boots, {type: 'lay', overlay: {kind: 'help'}});
	t.like(help, {active: 'boots', overlay: {kind: 'help'}});
	t.like(viewReducer(help, {type: 'lay', overlay: undefined}), {active: 'boots', overlay: undefined});
});

test('a search is typed, gone through, chosen from or given up', (t) => {
	const matches = found(screenKeys, {before: 'pane', after: ''});
	t.deepEqual(
		matches.map(({label}) => label),
		['next pane', 'previous pane'],
	);
	t.deepEqual(searchAfter(emptySearch, 'p', matches), {line: {before: 'p', after: ''}, focus: 0});
	t.like(searchAfter(emptySearch, 'down', matches), {focus: 1});
	t.like(searchAfter(emptySearch, 'up', matches), {focus: 1});
	t.like(searchAfter({...emptySearch, focus: 1}, 'tab', matches), {focus: 0});
	t.deepEqual(searchAfter({...emptySearch, focus: 1}, 'enter', matches), {act: 'previous-pane'});
	t.deepEqual(searchAfter(emptySearch, 'enter', []), {act: undefined});
	t.is(searchAfter(emptySearch, 'escape', matches), undefined);
});

import test from 'ava';
import {screenKeys} from '../../../ui/keymap.js';
import {choices} from '../../../ui/screens/console/choices.js';
import {deedOf} from '../../../ui/screens/console/deed.js';

const shown = ['overview', 'boots', 'doctor'] as const;
const paused = {state: 'paused', active: 'overview', shown, entries: choices('paused'), focused: 1} as const;

test('whatever changes the node opens a dialog or a form first', (t) => {
	for (const act of ['resume', 'reboot', 'withdraw', 'enable', 'disable', 'cut-power'] as const) {
		t.deepEqual(deedOf(act, paused), {do: 'open', subject: act});
	}
	t.like(deedOf('maintenance', paused), {event: {type: 'lay', overlay: {kind: 'form'}}});
});

test('no key of the screen does anything but open a dialog, look, ask for a command, leave or press what has the focus', (t) => {
	for (const {act} of screenKeys) {
		const deed = deedOf(act, paused);
		t.true(deed !== undefined && ['open', 'look', 'act', 'command', 'repaint'].includes(deed.do), act);
	}
});

test('leaving a paused node is confirmed, leaving another one is not', (t) => {
	t.deepEqual(deedOf('leave', paused), {do: 'open', subject: 'leave'});
	t.deepEqual(deedOf('leave', {...paused, state: 'operational'}), {do: 'leave'});
});

test('Enter presses the button with the focus, and Tab goes round', (t) => {
	t.deepEqual(deedOf('press', paused), {do: 'act', act: 'reboot'});
	t.deepEqual(deedOf('next-button', {...paused, focused: 4}), {do: 'look', event: {type: 'focus', index: 0}});
	t.deepEqual(deedOf('previous-button', {...paused, focused: 0}), {do: 'look', event: {type: 'focus', index: 4}});
});

test('the panes go round, without those that are not there', (t) => {
	const show = (pane: string) => ({do: 'look', event: {type: 'show', pane}});
	t.deepEqual(deedOf('next-pane', {...paused, active: 'boots'}), show('doctor') as never);
	t.deepEqual(deedOf('next-pane', {...paused, active: 'doctor'}), show('overview') as never);
	t.deepEqual(deedOf('previous-pane', paused), show('doctor') as never);
	t.deepEqual(deedOf('pane-boots', paused), show('boots') as never);
});

test('an act of a pane is none of the screen', (t) => {
	t.is(deedOf('wrap', paused), undefined);
});

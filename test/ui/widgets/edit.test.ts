import test from 'ava';
import {edited, emptyLine, textOf} from '../../../ui/widgets/prompt/edit.js';

const typed = (...keys: readonly string[]) => keys.reduce(edited, emptyLine);
/** The line with a bar at the cursor. */
const shown = ({before, after}: {readonly before: string; readonly after: string}) => `${before}|${after}`;

test('characters are put where the cursor is', (t) => {
	t.is(textOf(typed('l', 's', ' ', 'ü', '한')), 'ls ü한');
	t.is(shown(typed('a', 'c', 'left', 'b')), 'ab|c');
});

test('the cursor goes by what a person sees as one character', (t) => {
	t.is(shown(typed('👩‍🔧', 'x', 'left', 'left')), '|👩‍🔧x');
	t.is(shown(typed('👩‍🔧', 'x', 'left', 'backspace')), '|x');
	t.is(shown(typed('a', 'b', 'home', 'delete')), '|b');
	t.is(shown(typed('a', 'home', 'left', 'end', 'right')), 'a|');
});

test('Ctrl-W takes a word, Ctrl-U what is before the cursor, Ctrl-K what is behind it', (t) => {
	t.is(shown(typed(...'fsck -y /dev'.split(''), 'ctrl+w')), 'fsck -y |');
	t.is(shown(typed(...'abc'.split(''), 'left', 'ctrl+u')), '|c');
	t.is(shown(typed(...'abc'.split(''), 'left', 'left', 'ctrl+k')), 'a|');
});

test('names of keys that do not edit are not taken for text', (t) => {
	for (const key of ['pageup', 'tab', 'escape', 'ctrl+x', 'shift+tab', 'enter', '']) t.is(textOf(typed('a', key)), 'a');
});

import test from 'ava';
import {frameOf} from '../../../ui/screens/console/frame.js';

const plain = {hasButtons: true, hasSide: true};

test('header, tabs, pane, buttons and status bar fill the terminal', (t) => {
	for (let rows = 4; rows < 80; rows++) {
		const {top, room, middle} = frameOf({columns: 80, rows, ...plain});
		t.is(top + room.height + 1 + 1, rows);
		t.is(top + middle + 1, rows);
	}
});

test('a small terminal has no tabs, a menu has no buttons', (t) => {
	t.like(frameOf({columns: 40, rows: 12, ...plain}), {hasTabs: false, top: 1, room: {columns: 40, height: 9}});
	t.like(frameOf({columns: 80, rows: 24, ...plain, hasButtons: false}), {hasTabs: true, room: {height: 21}});
});

test('a wide terminal has the side beside the overview, where there is something to show', (t) => {
	t.like(frameOf({columns: 80, rows: 24, ...plain}), {main: 80, side: 0});
	const {main, side} = frameOf({columns: 200, rows: 60, ...plain});
	t.is(main + 1 + side, 200);
	t.like(frameOf({columns: 200, rows: 60, ...plain, hasSide: false}), {main: 200, side: 0});
});

test('a terminal too small for anything gets no negative room', (t) => {
	t.like(frameOf({columns: 1, rows: 1, ...plain}), {middle: 0, room: {height: 0}});
});

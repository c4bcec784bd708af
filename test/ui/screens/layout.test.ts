import test from 'ava';
import {layout, type Wants} from '../../../ui/screens/console/layout.js';

const wants: Wants = {
	why: 2,
	evidence: 4,
	warnings: 0,
	commands: 4,
	output: Number.POSITIVE_INFINITY,
	next: 1,
	menu: 0,
	history: 0,
};
const total = (rows: number, wanted = wants) =>
	Object.values(layout(rows, wanted)).reduce((sum, part) => sum + part, 0);

test('no row too many is given on any screen, and none is left where there is output', (t) => {
	for (let rows = 0; rows < 80; rows++) t.is(total(rows), rows);
	t.is(total(-3), 0);
});

test('without commands the rest stays empty', (t) => {
	t.is(total(50, {...wants, commands: 2, output: 0}), 2 + 4 + 2 + 1 + 3);
});

test('a small screen keeps the reason, the next step, a command and its output', (t) => {
	const heights = layout(9, wants);
	t.is(heights.why, 2);
	t.is(heights.next, 1);
	t.is(heights.commands, 2);
	t.is(heights.output, 3);
});

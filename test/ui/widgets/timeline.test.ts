import test from 'ava';
import type {Boot} from '../../../src/state/ledger.js';
import {themeOf} from '../../../ui/theme.js';
import {barCells, fate, timelineRows} from '../../../ui/widgets/timeline/bars.js';

const now = Date.parse('2026-11-22T03:16:58Z');
const boot = (rest: Partial<Boot>): Boot => ({
	id: '91b2f004-0000',
	start: now / 1000 - 60,
	held: 'no',
	count: 1,
	limit: 2,
	enabled: true,
	reason: '',
	released: true,
	resumedItself: false,
	end: 'reboot',
	...rest,
});

const drawn = (boots: readonly Boot[], columns: number) =>
	timelineRows(boots, {window: 600, now, columns, signs: themeOf({}).signs}).map((row) =>
		row.map(({text}) => text).join(''),
	);

test('a bar is to scale, and the shortest life is still seen', (t) => {
	t.is(barCells(600, 600, 60), 60);
	t.is(barCells(300, 600, 60), 30);
	t.is(barCells(1, 600, 60), 1);
	t.is(barCells(0, 600, 60), 0);
	t.is(barCells(1e6, 600, 60), 60);
	t.is(barCells(5, 0, 60), 60);
});

test('how a boot ended is a word and a sign, not only a colour', (t) => {
	t.like(fate(boot({end: 'unclean'})), {words: 'ended uncleanly', sign: 'failed'});
	t.like(fate(boot({end: 'unclean', held: 'counter', released: false})), {words: 'paused, cut while paused'});
	t.like(fate(boot({end: '-', held: 'request', released: false})), {words: 'paused, runs now', sign: 'running'});
	t.like(fate(boot({end: 'unknown'})), {words: 'end not seen'});
	t.like(fate(boot({end: 'poweroff'})), {words: 'clean poweroff', sign: 'succeeded'});
});

test('no row is wider than its room; the time of day gives way to the bar', (t) => {
	const boots = [boot({lived: 384, end: 'unclean'}), boot({id: 'b81f00d5', lived: 259_000})];
	for (const columns of [38, 60, 78, 138]) {
		for (const row of drawn(boots, columns)) t.true([...row.trimEnd()].length <= columns, `${columns}: ${row}`);
	}
	t.true(drawn(boots, 78)[0]?.includes('03:15:58'));
	t.false(drawn(boots, 50)[0]?.includes('03:15:58'));
	t.regex(drawn(boots, 78)[1] ?? '', /━▶ +2 d 23 h/);
});

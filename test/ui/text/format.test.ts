import test from 'ava';
import {age, clock, count, duration} from '../../../ui/text/format.js';

test('durations have two units at most', (t) => {
	t.is(duration(0), '0 s');
	t.is(duration(48.7), '48 s');
	t.is(duration(92.4), '1 min 32 s');
	t.is(duration(600), '10 min');
	t.is(duration(2 * 3600 + 300), '2 h 5 min');
	t.is(duration(3 * 86_400 + 4 * 3600 + 59), '3 d 4 h');
	t.is(duration(-5), '0 s');
});

test('an age leaves out what does not matter', (t) => {
	t.is(age(254), '4 min');
	t.is(age(59), '59 s');
	t.is(age(7500), '2 h 5 min');
});

test('a clock has a date when it is not today', (t) => {
	const now = new Date(2026, 10, 22, 3, 16).getTime();
	t.is(clock(new Date(2026, 10, 22, 3, 12, 44).getTime(), now), '03:12:44');
	t.is(clock(new Date(2026, 10, 21, 23, 0, 1).getTime(), now), '21 Nov 23:00:01');
	t.is(clock(new Date(2025, 0, 2, 3, 4, 5).getTime(), now), '2 Jan 2025 03:04:05');
	t.is(clock(Number.NaN, now), '?');
});

test('counts agree with their nouns', (t) => {
	t.is(count(1, 'command'), '1 command');
	t.is(count(2, 'command'), '2 commands');
});

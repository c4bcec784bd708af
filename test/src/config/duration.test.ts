import test from 'ava';
import {formatDuration, parseDuration} from '../../../src/config/duration.js';

test('a duration is a bare number of seconds, or has one of the units s, min and h', (t) => {
	const cases: Readonly<Record<string, number | undefined>> = {
		'0': 0,
		'600': 600,
		'08': 8,
		'90s': 90,
		'10min': 600,
		'1h': 3600,
		'999999999h': 3_599_999_996_400,
		'1000000000': undefined,
		'': undefined,
		' 1': undefined,
		'1 ': undefined,
		'1 h': undefined,
		'1m': undefined,
		'1H': undefined,
		'-1': undefined,
		'1.5h': undefined,
		'1h30min': undefined,
		min: undefined,
		'1\n': undefined,
		'٣': undefined,
	};
	for (const [text, seconds] of Object.entries(cases)) t.is(parseDuration(text), seconds, JSON.stringify(text));
});

test('a duration for people has its two largest units', (t) => {
	const cases: readonly (readonly [number, string])[] = [
		[0, '0 s'],
		[0.9, '0 s'],
		[1, '1 s'],
		[59.99, '59 s'],
		[60, '1 min'],
		[61, '1 min 1 s'],
		[3600, '1 h'],
		[3601, '1 h'],
		[3661, '1 h 1 min'],
		[86_399, '23 h 59 min'],
		[86_400, '1 d'],
		[90_061, '1 d 1 h'],
		[1_000_000, '11 d 13 h'],
	];
	for (const [seconds, text] of cases) t.is(formatDuration(seconds), text);
});

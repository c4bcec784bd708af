import test from 'ava';
import {noteOf} from '../../../ui/widgets/output/note.js';

const situation = {
	paused: undefined,
	isRunning: true,
	newLines: 0,
	search: undefined,
	wrap: true,
	times: false,
	shift: 0,
};
const paused = {...situation, paused: {first: 101, last: 140, count: 9000}, newLines: 25};

test('output that comes is followed', (t) => {
	t.is(noteOf(situation, 60), 'following');
	t.is(noteOf({...situation, isRunning: false}, 60), '');
});

test('where it stands still is said in as many words as fit', (t) => {
	t.is(noteOf(paused, 60), 'paused at lines 101-140 of 9000 (1 %), 25 new below');
	t.is(noteOf(paused, 40), 'paused at 101-140 of 9000, 25 new');
	t.is(noteOf(paused, 20), 'paused, 25 new');
	t.is(noteOf(paused, 8), 'paused');
	t.is(noteOf(paused, 3), '');
});

test('what is not as usual stands before it', (t) => {
	const search = {number: 3, count: 17};
	t.is(noteOf({...situation, search, wrap: false, times: true}, 60), '3 of 17 found, long lines cut, times, following');
	t.is(noteOf({...situation, search, wrap: false, times: true}, 30), '3 of 17 found, following');
	t.is(noteOf({...situation, wrap: false, shift: 40}, 60), 'from column 41, following');
});

import test from 'ava';
import {heldBackBy, holdsUpTo, nextCommand} from '../../../src/runs/holding.js';
import type {Run, ScheduledCommand} from '../../../src/schedule.js';
import {thisBoot} from './node.js';

const command = (id: number, changes: Partial<ScheduledCommand> = {}): ScheduledCommand => ({
	id,
	command: 'true',
	created: 1,
	by: {user: 'anna'},
	onFailure: 'stop',
	state: 'waiting',
	...changes,
});

const ended = (id: number, run: Partial<Run>, changes: Partial<ScheduledCommand> = {}) =>
	command(id, {state: 'done', run: {boot: thisBoot, started: 1, outcome: 'exited', ...run}, ...changes});

test('a failure holds back up to the last command in the list at that moment', (t) => {
	t.is(holdsUpTo(ended(2, {status: 1}), [command(1), command(2), command(5)]), 5);
	t.is(holdsUpTo(ended(5, {outcome: 'interrupted'}), [command(1), command(5)]), 5);
});

test('a success holds nothing back, nor does a failure with continue', (t) => {
	t.is(holdsUpTo(ended(1, {status: 0}), [command(2)]), undefined);
	t.is(holdsUpTo(ended(1, {status: 1}, {onFailure: 'continue'}), [command(2)]), undefined);
	t.is(holdsUpTo(command(1), [command(2)]), undefined);
});

test('what was added later is not held back', (t) => {
	const list = [ended(1, {status: 1, holds: 2}), command(2), command(3)];
	t.deepEqual(
		list.map((each) => heldBackBy(each, list)?.id),
		[undefined, 1, undefined],
	);
	t.is(nextCommand(list, undefined, new Set())?.id, 3);
});

test('a timeout, a signal and an interruption are failures, whatever the status', (t) => {
	for (const outcome of ['timeout', 'interrupted', 'signalled', 'failed-to-start'] as const) {
		t.is(holdsUpTo(ended(1, {outcome, status: 0}), [command(2)]), 2);
	}
});

import test from 'ava';
import {UmmError} from '../../../src/errors.js';
import {inOrder, type ScheduledCommand} from '../../../src/schedule.js';
import {exchanged} from '../../../src/switch/place.js';
import {thisBoot} from '../runs/node.js';

const command = (id: number, changes: Partial<ScheduledCommand> = {}): ScheduledCommand => ({
	id,
	command: 'true',
	created: 1,
	by: {user: 'anna'},
	onFailure: 'stop',
	state: 'waiting',
	...changes,
});

const list = (...commands: readonly ScheduledCommand[]) => commands.toSorted(inOrder);
const ids = (commands: readonly ScheduledCommand[]) => commands.map(({id}) => id);

/** The list after a move. */
function moved(commands: readonly ScheduledCommand[], id: number, where: 'up' | 'down') {
	const changed = exchanged(commands, 'r1', id, where);
	return list(...commands.map((command) => (command.id === changed.id ? changed : command)));
}

const failed = (id: number, holds: number) =>
	command(id, {state: 'done', run: {boot: thisBoot, started: 1, outcome: 'exited', status: 1, holds}});

test('a command is exchanged with the one before or behind it', (t) => {
	const three = list(command(1), command(2), command(3));
	t.deepEqual(ids(moved(three, 2, 'up')), [2, 1, 3]);
	t.deepEqual(ids(moved(three, 2, 'down')), [1, 3, 2]);
	t.deepEqual(ids(moved(three, 3, 'up')), [1, 3, 2]);
	t.deepEqual(ids(moved(three, 1, 'down')), [2, 1, 3]);
});

test('a command that is added later comes last', (t) => {
	const three = moved(moved(list(command(1), command(2), command(3)), 1, 'down'), 1, 'down');
	t.deepEqual(ids(three), [2, 3, 1]);
	t.deepEqual(ids(list(...three, command(4))), [2, 3, 1, 4]);
});

test('those that do not wait are passed over', (t) => {
	const cancelled = command(2, {state: 'cancelled'});
	const withdrawn = command(3, {request: 'r0'});
	const running = command(4, {state: 'running', run: {boot: thisBoot, started: 1}});
	const waiting = ({id}: ScheduledCommand) => id === 1 || id === 5;
	const all = list(command(1), cancelled, withdrawn, running, command(5, {request: 'r1'}));
	t.deepEqual(ids(moved(all, 5, 'up').filter(waiting)), [5, 1]);
	t.deepEqual(ids(moved(all, 1, 'down').filter(waiting)), [5, 1]);
});

test('the first goes no further up, the last no further down', (t) => {
	const two = list(command(1), command(2));
	t.throws(() => moved(two, 1, 'up'), {instanceOf: UmmError, message: 'command 1 is the first of those that wait'});
	t.throws(() => moved(two, 2, 'down'), {instanceOf: UmmError, message: 'command 2 is the last of those that wait'});
});

test('however often commands are moved, each goes where it is sent', (t) => {
	let commands = list(...Array.from({length: 6}, (_, index) => command(index + 1)));
	const model = ids(commands);
	let seed = 7;
	for (let round = 0; round < 5000; round++) {
		seed = (seed * 48_271) % 2_147_483_647;
		// Half of the time the same two: each exchange must leave room for the next.
		const at = seed % 2 === 0 ? 2 : seed % 5;
		const up = seed % 3 === 0;
		const [a, b] = [model[at] as number, model[at + 1] as number];
		commands = up ? moved(commands, b, 'up') : moved(commands, a, 'down');
		[model[at], model[at + 1]] = [b, a];
		t.deepEqual(ids(commands), model, `round ${round}`);
	}
});

test('what a failure holds back is moved among its like, and never freed', (t) => {
	const all = list(failed(1, 3), command(2), command(3), command(4));
	t.deepEqual(ids(moved(all, 3, 'up')), [1, 3, 2, 4]);
	t.deepEqual(ids(moved(all, 4, 'up')), [1, 2, 4, 3]);
	// 1 was passed over by the queue; 3 is held back by 2.
	const passed = list(command(1), failed(2, 3), command(3));
	for (const [id, where] of [
		[3, 'up'],
		[1, 'down'],
	] as const) {
		t.throws(() => moved(passed, id, where), {message: "commands 1 and 3 can't be exchanged"});
	}
	// 5 was added after the failure.
	t.deepEqual(ids(moved(list(command(1), failed(2, 4), command(5)), 5, 'up')), [5, 1, 2]);
});

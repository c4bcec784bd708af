import test from 'ava';
import type {Run, ScheduledCommand} from '../../../src/schedule.js';
import {chosenCommand, describe, neighbour, visibleCommands} from '../../../ui/widgets/commands/state.js';

const command = (id: number, state: ScheduledCommand['state'], run?: Partial<Run>): ScheduledCommand => ({
	id,
	command: 'true',
	created: 0,
	by: {} as ScheduledCommand['by'],
	onFailure: 'stop',
	state,
	...(run && {run: {boot: 'b', started: 1000, ...run}}),
});

const [done, running, waiting] = [command(1, 'done', {}), command(2, 'running', {}), command(3, 'waiting')];

test('the command that runs is shown until another is chosen', (t) => {
	t.is(chosenCommand([done, running, waiting], undefined)?.id, 2);
	t.is(chosenCommand([done, running, waiting], 3)?.id, 3);
	t.is(chosenCommand([done, waiting], undefined)?.id, 1);
	t.is(chosenCommand([waiting], 9)?.id, 3);
	t.is(chosenCommand([], undefined), undefined);
});

test('choosing stops at both ends', (t) => {
	const commands = [done, running, waiting];
	t.is(neighbour(commands, 2, 1), 3);
	t.is(neighbour(commands, 3, 1), 3);
	t.is(neighbour(commands, 1, -1), 1);
	t.is(neighbour([], undefined, 1), undefined);
});

test('the chosen command is among those that are shown', (t) => {
	const commands = Array.from({length: 9}, (_, index) => command(index + 1, 'waiting'));
	const ids = (chosen: number) => visibleCommands(commands, chosen, 3).map(({id}) => id);
	t.deepEqual(ids(1), [1, 2, 3]);
	t.deepEqual(ids(5), [4, 5, 6]);
	t.deepEqual(ids(9), [7, 8, 9]);
});

test('a command’s state is said in words', (t) => {
	const words = (state: ScheduledCommand['state'], run?: Partial<Run>) => {
		const {sign, state: text, time} = describe(command(1, state, run), 49_000);
		return [sign, text, time];
	};
	t.deepEqual(words('waiting'), ['waiting', 'waiting', '']);
	t.deepEqual(words('cancelled'), ['cancelled', 'cancelled', '']);
	t.deepEqual(words('running', {}), ['running', 'running', '48 s']);
	t.deepEqual(words('done', {outcome: 'exited', status: 0, seconds: 3}), ['succeeded', 'done, exit 0', '3 s']);
	t.deepEqual(words('done', {outcome: 'exited', status: 2, ended: 9000}), ['failed', 'failed, exit 2', '8 s']);
	t.deepEqual(words('done', {outcome: 'signalled', signal: 'SIGKILL'}), ['failed', 'killed, SIGKILL', '']);
	t.deepEqual(words('done', {outcome: 'timeout'}), ['failed', 'timed out', '']);
	t.deepEqual(words('done', {outcome: 'interrupted'}), ['failed', 'interrupted', '']);
	t.deepEqual(words('done', {outcome: 'failed-to-start'}), ['failed', 'did not start', '']);
});

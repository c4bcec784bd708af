import test from 'ava';
import {countdown, type Dialog, type DialogEvent, dialogReducer} from '../../../ui/widgets/dialog/state.js';

const after = (...events: readonly DialogEvent[]) =>
	events.reduce<Dialog | undefined>((dialog, event) => dialogReducer(dialog, event), undefined);

const open: DialogEvent = {type: 'open', subject: 'reboot'};
const told: DialogEvent = {type: 'consequences', subject: 'reboot', lines: ['it reboots']};

test('a dialog opens on its safe button', (t) => {
	t.deepEqual(after(open), {stage: 'asking', subject: 'reboot', focus: 'cancel'});
});

test('it can’t be confirmed before it has said what will happen', (t) => {
	t.is(after(open, {type: 'start'})?.stage, 'asking');
	t.is(after(open, told, {type: 'start'})?.stage, 'working');
	t.is(after(open, {type: 'no-consequences', subject: 'reboot', trouble: 'x'}, {type: 'start'})?.stage, 'working');
});

test('what another action would do is not taken for its own', (t) => {
	t.is(after({type: 'open', subject: 'resume'}, told, {type: 'start'})?.stage, 'asking');
});

test('a second dialog does not open over the first', (t) => {
	t.is(after(open, {type: 'open', subject: 'shell'})?.subject, 'reboot');
});

test('it can be closed, but not while the action runs', (t) => {
	t.is(after(open, {type: 'close'}), undefined);
	t.is(after(open, told, {type: 'start'}, {type: 'close'})?.stage, 'working');
	t.is(after(open, told, {type: 'start'}, {type: 'failed', message: 'no', hints: []}, {type: 'close'}), undefined);
});

test('progress is kept for a failure', (t) => {
	const dialog = after(
		open,
		told,
		{type: 'start'},
		{type: 'progress', line: 'hook'},
		{
			type: 'failed',
			message: 'no',
			hints: ['try'],
		},
	);
	t.deepEqual(dialog, {stage: 'failed', subject: 'reboot', message: 'no', hints: ['try'], progress: ['hook']});
});

test('before a reboot it counts down, and can be closed until it begins', (t) => {
	const counting = after(open, told, {type: 'count', left: 5}, {type: 'count', left: 4});
	t.deepEqual(counting, {subject: 'reboot', stage: 'counting', left: 4});
	t.is(dialogReducer(counting, {type: 'close'}), undefined);
	t.is(dialogReducer(counting, {type: 'start'})?.stage, 'working');
	t.is(after(open, {type: 'count', left: 5})?.stage, 'asking', 'not before it has said what will happen');
	t.true(countdown('reboot') > 0 && countdown('maintenance') > 0);
	t.is(countdown('resume'), 0);
});

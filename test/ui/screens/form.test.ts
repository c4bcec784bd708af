import test from 'ava';
import {emptyForm, type Form, formAfter, pastedInto, planOf} from '../../../ui/screens/console/form.js';

function typed(...keys: readonly string[]): ReturnType<typeof formAfter> {
	let form: Form = emptyForm;
	for (const key of keys) {
		const next = formAfter(form, key);
		if (next === undefined || 'plan' in next) return next;
		form = next;
	}
	return form;
}

const text = (word: string) => word.split('');

test('all that was typed is in the plan', (t) => {
	const keys = [...text('new disk'), 'enter', ...text('fsck -y'), 'tab', ...text('2h'), 'down', 'right', 'enter'];
	t.deepEqual(typed(...keys), {plan: {reason: 'new disk', commands: ['fsck -y'], expected: 7200, afterwards: 'off'}});
});

test('Enter behind a command asks for the next one, until one stays empty', (t) => {
	const keys = ['enter', ...text('fsck -y'), 'enter', ...text('mount -a'), 'enter', 'enter', ...text('5min')];
	const form = typed(...keys, 'up', 'up', 'up', ...text('1')) as Form;
	t.like(planOf(form), {plan: {commands: ['fsck -y1', 'mount -a'], expected: 300}});
});

test('what is pasted stays in its field, as one line', (t) => {
	t.like(planOf(pastedInto(typed('enter') as Form, 'fsck\n-y')), {plan: {reason: '', commands: ['fsck -y']}});
	const choice = typed('up', 'down', 'down', 'down') as Form;
	t.is(pastedInto(choice, 'x'), choice);
});

test('nothing at all is a plan, too: pause until it is resumed', (t) => {
	t.deepEqual(typed('enter', 'enter', 'enter', 'enter'), {plan: {reason: '', commands: [], afterwards: 'stay'}});
});

test('a time that is none leads back to it', (t) => {
	const form = typed('down', 'down', ...text('soon'), 'enter', 'enter') as Form;
	t.like(form, {focus: 2, trouble: '"soon" is not a time such as 90s, 30min or 2h'});
	t.is((formAfter(form, 'backspace') as Form).trouble, undefined);
});

test('what follows a command needs a command', (t) => {
	const form = typed('up', 'down', 'down', 'down', 'left', 'enter') as Form;
	t.like(form, {focus: 3, trouble: 'without a command there is nothing to wait for'});
	t.like(planOf(form), {focus: 3});
});

test('Escape and Ctrl-C give it up', (t) => {
	t.is(typed(...text('abc'), 'escape'), undefined);
	t.is(typed('ctrl+c'), undefined);
});

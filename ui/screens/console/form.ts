/* The form of maintenance mode: what was typed into it, and what a key makes of that. */
import {parseDuration} from '../../../src/config/duration.js';
import type {MaintenancePlan} from '../../../src/console/snapshot.js';
import {edited, emptyLine, inserted, type Line, textOf} from '../../widgets/prompt/edit.js';

/** What may follow when every command has succeeded, and in words. */
export const endings = [
	['stay', 'stay paused until it is resumed'],
	['off', 'resume the boot by itself'],
	['reboot', 'reboot by itself'],
] as const;

/** What was typed into the form so far. */
export interface Form {
	/** Index of the field with the focus, among {@link fieldsOf}. */
	readonly focus: number;
	readonly reason: Line;
	/** At least one, which may be empty. */
	readonly commands: readonly Line[];
	readonly expected: Line;
	/** Index into {@link endings}. */
	readonly ending: number;
	readonly trouble?: string;
}

export const emptyForm: Form = {focus: 0, reason: emptyLine, commands: [emptyLine], expected: emptyLine, ending: 0};

/** A field of the form; the last one has no line, but a choice. */
export interface Field {
	readonly name: 'reason' | 'command' | 'expected' | 'afterwards';
	readonly line?: Line;
	/** The form with another line in this field. */
	with(line: Line): Form;
}

/** The fields from the top to the bottom. */
export function fieldsOf(form: Form): readonly Field[] {
	return [
		{name: 'reason', line: form.reason, with: (reason) => ({...form, reason})},
		...form.commands.map(
			(line, index): Field => ({
				name: 'command',
				line,
				with: (changed) => ({...form, commands: form.commands.with(index, changed)}),
			}),
		),
		{name: 'expected', line: form.expected, with: (expected) => ({...form, expected})},
		{name: 'afterwards', with: () => form},
	];
}

/** What the form asks for, or why it can't be asked for and in which field. */
export function planOf(
	form: Form,
): {readonly plan: MaintenancePlan} | {readonly trouble: string; readonly focus: number} {
	const written = (line: Line) => textOf(line).trim();
	const commands = form.commands.map(written).filter((command) => command !== '');
	const time = written(form.expected);
	const expected = time === '' ? undefined : parseDuration(time);
	const last = form.commands.length + 2;
	if (time !== '' && !expected) {
		return {trouble: `${JSON.stringify(time)} is not a time such as 90s, 30min or 2h`, focus: last - 1};
	}
	const afterwards = endings[form.ending]?.[0] ?? 'stay';
	if (afterwards !== 'stay' && commands.length === 0) {
		return {trouble: 'without a command there is nothing to wait for', focus: last};
	}
	return {plan: {reason: written(form.reason), commands, afterwards, ...(expected === undefined ? {} : {expected})}};
}

/** The form after a key; with a plan when it was sent off, undefined when it was given up. */
export function formAfter(form: Form, key: string): Form | {readonly plan: MaintenancePlan} | undefined {
	const {trouble: _, ...rest} = form;
	const fields = fieldsOf(rest);
	const last = fields.length - 1;
	const {focus} = form;
	const field = fields[focus];
	const to = (index: number): Form => ({...rest, focus: Math.max(0, Math.min(last, index))});
	switch (key) {
		case 'escape':
		case 'ctrl+c':
		case 'ctrl+d':
			return undefined;
		case 'enter': {
			if (focus === last) {
				const result = planOf(form);
				return 'plan' in result ? result : {...rest, ...result};
			}
			// Behind the last command there is room for another one; a line that stays empty is none.
			const isLastCommand = focus === form.commands.length;
			if (!isLastCommand || textOf(field?.line ?? emptyLine).trim() === '') return to(focus + 1);
			return {...rest, focus: focus + 1, commands: [...form.commands, emptyLine]};
		}
		case 'down':
		case 'tab':
			return to(focus + 1);
		case 'up':
		case 'shift+tab':
			return to(focus - 1);
	}
	if (field?.line) return field.with(edited(field.line, key));
	const step = key === 'left' ? endings.length - 1 : key === 'right' || key === ' ' ? 1 : 0;
	return {...rest, ending: (form.ending + step) % endings.length};
}

/** The form with a text pasted into its field. */
export function pastedInto(form: Form, text: string): Form {
	const field = fieldsOf(form)[form.focus];
	return field?.line ? field.with(inserted(field.line, text)) : form;
}

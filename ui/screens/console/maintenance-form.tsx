import {Box} from 'ink';
import {parseDuration} from '../../../src/config/duration.js';
import type {MaintenancePlan} from '../../../src/console/snapshot.js';
import {wrap} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {edited, emptyLine, inserted, type Line, textOf} from '../../widgets/prompt/edit.js';
import {Prompt} from '../../widgets/prompt/prompt.js';
import {Row, Tint} from '../../widgets/text/text.js';

const fields = [
	{name: 'reason', label: 'Reason', hint: 'for those who find the node paused'},
	{name: 'command', label: 'Command', hint: 'what is to run there; may be empty'},
	{name: 'expected', label: 'Done in', hint: 'a time such as 90s, 30min or 2h; announced only; may be empty'},
	{name: 'afterwards', label: 'Then', hint: 'Left and Right choose what follows when the command has succeeded'},
] as const;

const endings = [
	['stay', 'stay paused until it is resumed'],
	['off', 'resume the boot by itself'],
	['reboot', 'reboot by itself'],
] as const;

/** What was typed into the form so far. */
export interface Form {
	readonly focus: number;
	readonly lines: readonly Line[];
	readonly ending: number;
	readonly trouble?: string;
}

export const emptyForm: Form = {focus: 0, lines: [emptyLine, emptyLine, emptyLine], ending: 0};

/** What the form asks for, or why it can't be asked for and in which field. */
export function planOf({
	lines,
	ending,
}: Form): {readonly plan: MaintenancePlan} | {readonly trouble: string; readonly focus: number} {
	const [reason = '', command = '', time = ''] = lines.map((line) => textOf(line).trim());
	const expected = time === '' ? undefined : parseDuration(time);
	if (time !== '' && !expected)
		return {trouble: `${JSON.stringify(time)} is not a time such as 90s, 30min or 2h`, focus: 2};
	const afterwards = endings[ending]?.[0] ?? 'stay';
	if (afterwards !== 'stay' && command === '')
		return {trouble: 'without a command there is nothing to wait for', focus: 3};
	return {
		plan: {
			reason,
			afterwards,
			...(command === '' ? {} : {command}),
			...(expected === undefined ? {} : {expected}),
		},
	};
}

/** The form after a key; `done` with a plan when it was sent off, undefined when it was given up. */
export function formAfter(form: Form, key: string): Form | {readonly plan: MaintenancePlan} | undefined {
	const {trouble: _, ...rest} = form;
	const last = fields.length - 1;
	const to = (focus: number): Form => ({...rest, focus: Math.max(0, Math.min(last, focus))});
	if (key === 'escape' || key === 'ctrl+c' || key === 'ctrl+d') return undefined;
	if (key === 'enter' && form.focus === last) {
		const result = planOf(form);
		return 'plan' in result ? result : {...rest, ...result};
	}
	if (key === 'down' || key === 'tab' || key === 'enter') return to(form.focus + 1);
	if (key === 'up' || key === 'shift+tab') return to(form.focus - 1);
	if (form.focus === last) {
		const step = key === 'left' ? endings.length - 1 : key === 'right' || key === ' ' ? 1 : 0;
		return {...rest, ending: (form.ending + step) % endings.length};
	}
	return {...rest, lines: form.lines.map((line, index) => (index === form.focus ? edited(line, key) : line))};
}

/** The form with a text pasted into its field. */
export function pastedInto(form: Form, text: string): Form {
	const {focus} = form;
	return {...form, lines: form.lines.map((line, index) => (index === focus ? inserted(line, text) : line))};
}

interface Props {
	readonly form: Form;
	readonly host: string;
	readonly columns: number;
	readonly height: number;
}

/** The questions of maintenance mode, before it is confirmed. */
export function MaintenanceForm({form, host, columns, height}: Props) {
	const {signs} = useTheme();
	const width = Math.min(columns, 76);
	const note = form.trouble ?? fields[form.focus]?.hint ?? '';
	return (
		<Box width={columns} height={height} justifyContent="center" alignItems="center" overflow="hidden">
			<Box width={width} flexDirection="column" borderStyle={signs.border} paddingX={1}>
				<Row>
					<Tint as="strong">{`Enter maintenance mode on ${host}`}</Tint>
				</Row>
				{height >= 12 && <Row> </Row>}
				{fields.map(({name, label}, index) => {
					const isHere = index === form.focus;
					const mark = `${isHere ? signs.chosen : ' '} ${label.padEnd(8)}`;
					const line = form.lines[index];
					if (line && isHere) return <Prompt key={name} label={mark} line={line} columns={width - 4} />;
					const text = line ? textOf(line) : (endings[form.ending]?.[1] ?? '');
					return (
						<Row key={name}>
							{' '}
							{isHere ? <Tint as="strong">{mark}</Tint> : mark} {isHere ? <Tint as="focus">{text}</Tint> : text}
						</Row>
					);
				})}
				{height >= 12 && <Row> </Row>}
				{wrap(note, width - 6).map((row) => (
					<Row key={row}>
						{' '}
						<Tint as={form.trouble === undefined ? 'muted' : 'danger'}>{row}</Tint>
					</Row>
				))}
				<Row>
					{' '}
					<Tint as="muted">{`Enter: next${form.focus === fields.length - 1 ? ', and see what will happen' : ''}   Esc: give up`}</Tint>
				</Row>
			</Box>
		</Box>
	);
}

import {Box} from 'ink';
import {wrap} from '../../text/width.js';
import {useTheme} from '../../theme.js';
import {textOf} from '../../widgets/prompt/edit.js';
import {Prompt} from '../../widgets/prompt/prompt.js';
import {Row, Tint} from '../../widgets/text/text.js';
import {endings, type Field, type Form, fieldsOf} from './form.js';

const labels: Readonly<Record<Field['name'], string>> = {
	reason: 'Reason',
	command: 'Command',
	expected: 'Done in',
	afterwards: 'Then',
};

const hints: Readonly<Record<Field['name'], string>> = {
	reason: 'for those who find the node paused',
	command: 'what is to run there, or nothing; Enter behind one asks for the next',
	expected: 'a time such as 90s, 30min or 2h, or nothing; only announced',
	afterwards: 'Left and Right choose what follows when the commands have succeeded',
};

/** Rows from which on there is room for empty ones. */
const tall = 14;

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
	const fields = fieldsOf(form);
	const field = fields[form.focus];
	const note = wrap(form.trouble ?? (field ? hints[field.name] : ''), width - 6);
	const gap = height >= tall ? <Row> </Row> : null;
	const isLast = form.focus === fields.length - 1;
	// The borders, the heading, the note and the keys leave this for the fields; the one with the focus is among them.
	const room = Math.max(1, height - 4 - note.length - (gap ? 2 : 0));
	const first = Math.max(0, Math.min(fields.length - room, form.focus - Math.floor(room / 2)));
	return (
		<Box width={columns} height={height} justifyContent="center" alignItems="center" overflow="hidden">
			<Box width={width} flexDirection="column" borderStyle={signs.border} paddingX={1}>
				<Row>
					<Tint as="strong">{`Enter maintenance mode on ${host}`}</Tint>
				</Row>
				{gap}
				{fields.slice(first, first + room).map(({name, line}, index) => {
					const isHere = first + index === form.focus;
					const isRepeated = name === 'command' && fields[first + index - 1]?.name === name && !isHere;
					const mark = `${isHere ? signs.chosen : ' '} ${(isRepeated ? '' : labels[name]).padEnd(8)}`;
					const key = `${name}${first + index}`;
					if (line && isHere) return <Prompt key={key} label={mark} line={line} columns={width - 4} />;
					const text = line ? textOf(line) : (endings[form.ending]?.[1] ?? '');
					return (
						<Row key={key}>
							{' '}
							{isHere ? <Tint as="strong">{mark}</Tint> : mark} {isHere ? <Tint as="focus">{text}</Tint> : text}
						</Row>
					);
				})}
				{gap}
				{note.map((row) => (
					<Row key={row}>
						{' '}
						<Tint as={form.trouble === undefined ? 'muted' : 'danger'}>{row}</Tint>
					</Row>
				))}
				<Row>
					{' '}
					<Tint as="key">Enter</Tint> <Tint as="muted">{isLast ? 'see what will happen' : 'next'}</Tint>
					{'  '}
					<Tint as="key">Esc</Tint> <Tint as="muted">give up</Tint>
				</Row>
			</Box>
		</Box>
	);
}

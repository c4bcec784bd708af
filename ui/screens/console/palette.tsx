import {type Act, type Binding, keyLabel} from '../../keymap.js';
import {Menu} from '../../widgets/menu/menu.js';
import {edited, emptyLine, type Line, textOf} from '../../widgets/prompt/edit.js';
import {Rule} from '../../widgets/text/rule.js';
import {Row, Tint} from '../../widgets/text/text.js';

/** An action that the palette offers. */
export interface Found {
	readonly act: Act;
	readonly label: string;
	readonly key: string;
}

/** The actions whose words all begin as what was typed does, in any order; all of them when nothing was typed. */
export function found(bindings: readonly Binding[], line: Line): readonly Found[] {
	const wanted = textOf(line)
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
	return bindings
		.filter(({act}) => act !== 'palette' && act !== 'interrupt' && !act.endsWith('-button') && act !== 'press')
		.filter(({help}) => {
			const words = help.toLowerCase().split(/[^\p{Letter}\p{Number}]+/u);
			return wanted.every((want) => words.some((word) => word.startsWith(want)));
		})
		.map(({act, help, keys}) => ({act, label: help, key: keyLabel(keys[0] ?? '')}));
}

/** What was typed to find an action, and which of those that were found has the focus. */
export interface Search {
	readonly line: Line;
	readonly focus: number;
}

export const emptySearch: Search = {line: emptyLine, focus: 0};

/** The search after a key; `act` when one was chosen, undefined when it was given up. */
export function searchAfter(
	{line, focus}: Search,
	key: string,
	matches: readonly Found[],
): Search | {readonly act: Act | undefined} | undefined {
	if (key === 'escape' || key === 'ctrl+c' || key === 'ctrl+d') return undefined;
	if (key === 'enter') return {act: matches[focus]?.act};
	const step = key === 'up' ? matches.length - 1 : key === 'down' || key === 'tab' ? 1 : 0;
	if (step > 0) return {line, focus: (focus + step) % Math.max(1, matches.length)};
	return {line: edited(line, key), focus: 0};
}

interface Props {
	readonly found: readonly Found[];
	readonly focus: number;
	readonly columns: number;
	readonly height: number;
}

/** The actions that were found by name. */
export function Palette({found, focus, columns, height}: Props) {
	return (
		<>
			<Rule title="Find an action" note="Enter does it, Esc closes" columns={columns} />
			{found.length === 0 ? (
				<Row>
					{' '}
					<Tint as="muted">No action has these words.</Tint>
				</Row>
			) : (
				<Menu
					items={found.map(({label, key}) => ({label, key, help: ''}))}
					focus={focus}
					columns={columns}
					height={Math.min(found.length, Math.max(1, height - 1))}
				/>
			)}
		</>
	);
}

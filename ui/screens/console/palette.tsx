import {type Act, type Binding, keyLabel} from '../../keymap.js';
import {Menu} from '../../widgets/menu/menu.js';
import type {Line} from '../../widgets/prompt/edit.js';
import {textOf} from '../../widgets/prompt/edit.js';
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

import {type Binding, keyLabel} from '../../keymap.js';
import {pad} from '../../text/width.js';
import {Rows, type TextRow, wrapped} from '../../widgets/rows/rows.js';
import {Rule} from '../../widgets/text/rule.js';

/** Keys that belong together. */
export interface KeyGroup {
	readonly title: string;
	readonly bindings: readonly Binding[];
}

/** The keys of a binding as people write them. */
const keysShown = ({keys}: Binding) => keys.map(keyLabel).join(', ');

/** Groups of keys as rows. */
export function helpRows(groups: readonly KeyGroup[], columns: number): readonly TextRow[] {
	const widest = Math.max(...groups.flatMap(({bindings}) => bindings.map((binding) => keysShown(binding).length)));
	const width = Math.min(widest + 2, Math.max(14, Math.floor(columns / 3)));
	return groups.flatMap(({title, bindings}, index): readonly TextRow[] => [
		...(index === 0 ? [] : [[{text: ''}]]),
		[{text: title, tone: 'strong'}],
		...bindings.flatMap((binding) =>
			wrapped(
				binding.help,
				columns - 2,
				undefined,
				[{text: `${pad(`  ${keysShown(binding)}`, width + 1)} `, tone: 'key'}],
				width + 2,
			),
		),
	]);
}

interface Props {
	readonly rows: readonly TextRow[];
	readonly first: number;
	readonly note: string;
	readonly columns: number;
	readonly height: number;
}

/** All keys that mean something now. */
export function Help({rows, first, note, columns, height}: Props) {
	return (
		<>
			<Rule title="Keys" note={note} columns={columns} />
			<Rows rows={rows} first={first} height={Math.max(0, height - 1)} />
		</>
	);
}

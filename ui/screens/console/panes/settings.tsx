import {useMemo, useState} from 'react';
import type {ConsoleSource, Setting} from '../../../../src/console/snapshot.js';
import {settingKeys} from '../../../keymap.js';
import {oneLine} from '../../../text/sanitise.js';
import {pad} from '../../../text/width.js';
import {useTheme} from '../../../theme.js';
import {Rows, type TextRow, wrapped} from '../../../widgets/rows/rows.js';
import {Rule} from '../../../widgets/text/rule.js';
import {usePolled} from '../use-polled.js';
import type {Pane, Room} from './pane.js';

interface Options {
	readonly source: ConsoleSource;
	readonly isActive: boolean;
	readonly room: Room;
	/** A key's value is to be changed; `done` is called when it was. */
	readonly onChange: (setting: Setting, done: () => void) => void;
}

/** The keys of /etc/umm.conf with their values. */
export function useSettings({source, isActive, room: {columns, height}, onChange}: Options): Pane {
	const {signs} = useTheme();
	const [index, setIndex] = useState(0);
	const [{value: settings = [], trouble}, readAgain] = usePolled(
		useMemo(
			() => (isActive && source.settings ? () => source.settings?.() as Promise<readonly Setting[]> : undefined),
			[source, isActive],
		),
		3000,
	);
	const chosen = settings[Math.min(index, settings.length - 1)];
	const width = Math.max(0, ...settings.map(({key}) => key.length)) + 2;
	const blocks = settings.map((setting): readonly TextRow[] => {
		const isChosen = setting === chosen;
		const value = oneLine(setting.value);
		const origin = value === setting.default ? '' : `  (default ${setting.default})`;
		return [
			[
				{text: `${isChosen ? signs.chosen : ' '} ${pad(setting.key, width)}`, tone: isChosen ? 'strong' : undefined},
				{text: value, tone: 'strong'},
				{text: origin, tone: 'muted'},
			],
			...wrapped(setting.meaning, columns - 2, 'muted', [{text: '    '}], 4),
			...(setting.fault === undefined
				? []
				: wrapped(`! ${oneLine(setting.fault)}; the default holds`, columns - 2, 'danger', [{text: '    '}], 4)),
		];
	});
	const rows =
		trouble !== undefined
			? wrapped(`The configuration can't be read: ${trouble}`, columns - 2, 'danger')
			: blocks.flat();
	// The chosen value stays in sight.
	const room = Math.max(0, height - 1);
	const before = blocks.slice(0, index).flat().length;
	const own = blocks[index]?.length ?? 0;
	const first = Math.max(0, Math.min(rows.length - room, before + own - room));
	const go = (step: number) => setIndex(Math.max(0, Math.min(settings.length - 1, index + step)));
	return {
		bindings: settingKeys,
		press(act) {
			if (act === 'up' || act === 'down') go(act === 'up' ? -1 : 1);
			else if (act === 'change-value' && chosen) onChange(chosen, readAgain);
			else return false;
			return true;
		},
		wheel: go,
		click({row}) {
			const owners = blocks.flatMap((block, index) => block.map(() => index));
			const at = row < 1 ? undefined : owners[first + row - 1];
			if (at !== undefined) setIndex(at);
			return undefined;
		},
		content: (
			<>
				<Rule title="Configuration" note="/etc/umm.conf" columns={columns} />
				<Rows rows={rows} first={first} height={room} />
			</>
		),
	};
}

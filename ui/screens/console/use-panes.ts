import {useMemo} from 'react';
import type {ConsoleActions, ConsoleSource, Snapshot} from '../../../src/console/snapshot.js';
import type {Binding, PaneName} from '../../keymap.js';
import {chosenCommand} from '../../widgets/commands/state.js';
import type {About, Subject} from '../../widgets/dialog/state.js';
import type {MenuItem} from '../../widgets/menu/menu.js';
import {type OutputPane, useOutputPane} from '../../widgets/output/use-output-pane.js';
import {heightsOf} from './body.js';
import type {Choice} from './choices.js';
import type {Frame} from './frame.js';
import {useBoots} from './panes/boots.js';
import {listRows, useCommands} from './panes/commands.js';
import {useDoctor} from './panes/doctor.js';
import {diedLast, lastWords, useEvidence} from './panes/evidence.js';
import {useNode, useReport} from './panes/node.js';
import {overviewPane} from './panes/overview.js';
import type {Pane} from './panes/pane.js';
import {usePeople} from './panes/people.js';
import {useSettings} from './panes/settings.js';
import type {Ask} from './use-prompt.js';
import type {View, ViewEvent} from './view.js';

interface Options {
	readonly source: ConsoleSource;
	readonly snapshot: Snapshot | undefined;
	/** Why no newer snapshot could be read. */
	readonly trouble: string | undefined;
	readonly actions: ConsoleActions;
	readonly view: View;
	readonly send: (event: ViewEvent) => void;
	readonly menu: ReadonlyArray<MenuItem & Choice>;
	/** Index of the line of the menu that has the focus. */
	readonly focused: number;
	readonly screenBindings: readonly Binding[];
	readonly frame: Frame;
	readonly ask: Ask;
	readonly open: (subject: Subject, about?: About) => void;
	readonly onChange: () => void;
}

/** The panes; only the active one, and what it shares with others, is read. */
export function usePanes(options: Options): {
	readonly pane: Pane;
	readonly commands: Pane;
	readonly output: OutputPane;
} {
	const {source, snapshot, trouble, actions, view, send, menu, focused, screenBindings, frame} = options;
	const {ask, open, onChange} = options;
	const {active} = view;
	const {room} = frame;
	const commands = snapshot?.commands ?? [];
	const chosen = chosenCommand(commands, view.command);
	const onChoose = (command: number | undefined) => send({type: 'choose', command});
	const say = (note: string) => send({type: 'say', note});
	const isBeside = frame.side > 0 && active === 'overview';
	const report = useReport(source, active === 'node' || isBeside);
	const isWanted = active === 'overview' && (isBeside || snapshot?.why?.held === 'counter');
	const died = diedLast(snapshot?.boots ?? []);
	const evidence = useEvidence(source, isWanted ? died?.id : undefined);
	const words = useMemo(
		() => (snapshot?.why?.held === 'counter' && evidence.value ? lastWords(evidence.value) : []),
		[snapshot?.why?.held, evidence.value],
	);
	const heights = heightsOf(snapshot, trouble, {
		menu: menu.length,
		words,
		isAlone: frame.side === 0,
		columns: frame.main,
		rows: room.height,
	});
	const output = useOutputPane({
		source,
		command: chosen,
		now: snapshot?.now ?? 0,
		columns: active === 'commands' ? room.columns : frame.main,
		height: active === 'commands' ? room.height - listRows(commands, room.height) : heights.output,
		say,
	});
	const withCommands = useCommands({
		snapshot,
		chosen,
		onChoose,
		output,
		actions: actions.commands,
		ask,
		open,
		onNote: say,
		onDone: onChange,
		room,
	});
	const panes: Readonly<Record<PaneName, Pane>> = {
		overview: overviewPane({
			snapshot,
			trouble,
			chosen,
			output,
			report,
			evidence: evidence.value,
			words,
			commands: withCommands,
			menu,
			focused,
			onFocus: (index) => send({type: 'focus', index}),
			onChoose,
			screenBindings,
			heights,
			frame,
		}),
		boots: useBoots(source, snapshot, active === 'boots', room),
		node: useNode(report, snapshot, room),
		commands: withCommands,
		people: usePeople(snapshot, room),
		settings: useSettings({
			source,
			isActive: active === 'settings',
			room,
			onChange: ({key, value}, done) =>
				ask(`${key}=`, value, async (text) => {
					await actions.set?.(key, text);
					say(`${key} is ${text}.`);
					done();
					onChange();
				}),
		}),
		doctor: useDoctor(source, active === 'doctor', room),
	};
	return {pane: panes[active], commands: withCommands, output};
}

import type {ConsoleSource, Snapshot} from '../../../src/console/snapshot.js';
import type {NodeState} from '../../../src/machine/state.js';
import {type Act, type Binding, commandKeys, keyLabel, type PaneName, panes, screenKeys} from '../../keymap.js';
import type {MenuItem} from '../../widgets/menu/menu.js';

/** Something that can be chosen with the arrows and pressed with Enter. */
export interface Choice {
	readonly act: Act;
	readonly label: string;
	/** A shorter name, where room is short. */
	readonly short?: string;
}

const offered: Readonly<Record<NodeState, readonly Choice[]>> = {
	paused: [
		{act: 'resume', label: 'Resume'},
		{act: 'reboot', label: 'Reboot'},
		{act: 'shell', label: 'Shell'},
		{act: 'add', label: 'Run a command', short: 'Run'},
		{act: 'leave', label: 'Leave'},
	],
	operational: [
		{act: 'maintenance', label: 'Enter maintenance mode'},
		{act: 'disable', label: 'Disable umm'},
		{act: 'shell', label: 'Shell'},
		{act: 'leave', label: 'Leave'},
	],
	asked: [
		{act: 'withdraw', label: 'Withdraw'},
		{act: 'shell', label: 'Shell'},
		{act: 'leave', label: 'Leave'},
	],
	disabled: [
		{act: 'enable', label: 'Enable umm'},
		{act: 'shell', label: 'Shell'},
		{act: 'leave', label: 'Leave'},
	],
};

/** What the console offers in a state; while it is not known, every way out. @param canRun whether commands can be added. */
export function choices(state: NodeState | undefined, canRun = true): readonly Choice[] {
	return offered[state ?? 'paused'].filter(({act}) => canRun || act !== 'add');
}

/** The choice that has the focus at first: a node that does not boot or can't be read is looked at before it is resumed. */
export function advisedChoice(snapshot: Snapshot | undefined): number {
	const held = snapshot?.why?.held;
	return snapshot === undefined || held === 'counter' || held === 'emergency'
		? choices('paused').findIndex(({act}) => act === 'shell')
		: 0;
}

/** The panes that a console has something to show in; what is not known yet counts. */
export function shownPanes(source: ConsoleSource, snapshot: Snapshot | undefined): readonly PaneName[] {
	const has: Partial<Record<PaneName, boolean>> = {
		boots: snapshot === undefined || snapshot.boots !== undefined,
		node: source.node !== undefined,
		people: snapshot === undefined || snapshot.audit !== undefined,
		settings: source.settings !== undefined,
		doctor: source.findings !== undefined,
	};
	return panes.flatMap(({name}) => (has[name] === false ? [] : [name]));
}

/** The overview of a node that is not paused: its choices and the other panes as a menu. @param keys of the screen. */
export function menuOf(
	state: NodeState,
	shown: readonly PaneName[],
	keys: readonly Binding[],
): ReadonlyArray<MenuItem & Choice> {
	const [main, ...rest] = choices(state);
	const ways = panes
		.filter(({name}) => name !== 'overview' && shown.includes(name))
		.map(({name, title}): Choice => ({act: `pane-${name}`, label: title}));
	return [...(main ? [main] : []), ...ways, ...rest].map(({act, label}) => {
		const binding = keys.find((binding) => binding.act === act);
		const help = binding?.help.replace(`${label}: `, '') ?? '';
		return {act, label, help, key: keyLabel(binding?.keys[0] ?? '')};
	});
}

/** Acts that mean something only in some states. */
const dependent: readonly Act[] = [
	'resume',
	'reboot',
	'add',
	'maintenance',
	'withdraw',
	'enable',
	'disable',
	'cut-power',
];

/**
 * The keys of the screen that mean something now.
 *
 * @param choices what is offered.
 * @param shown the panes that there are.
 * @param isSimulated whether the power of the node can be cut.
 */
export function screenKeysIn(
	choices: readonly Choice[],
	shown: readonly PaneName[],
	isSimulated: boolean,
): readonly Binding[] {
	const acts = [...choices.map(({act}) => act), ...(isSimulated ? ['cut-power'] : [])];
	const absent = panes.filter(({name}) => !shown.includes(name)).map(({name}): Act => `pane-${name}`);
	return screenKeys.filter(({act}) => (!dependent.includes(act) || acts.includes(act)) && !absent.includes(act));
}

/**
 * The keys of the overview.
 *
 * @param output those of the output, if a command is chosen; what the screen offers in a menu goes before.
 */
export function overviewKeys(output: readonly Binding[] | undefined, screen: readonly Binding[]): readonly Binding[] {
	const taken = screen.filter(({act}) => act === 'withdraw' || act === 'enable').flatMap(({keys}) => keys);
	return output ? [...commandKeys, ...output.filter(({keys}) => !keys.some((key) => taken.includes(key)))] : [];
}

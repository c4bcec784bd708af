import type {Snapshot} from '../../../src/console/snapshot.js';
import type {NodeState} from '../../../src/machine/state.js';
import {type Act, type Binding, commandKeys, type PaneName, panes, screenKeys} from '../../keymap.js';

/** Something that can be chosen with the arrows and pressed with Enter. */
export interface Choice {
	readonly act: Act;
	readonly label: string;
}

const offered: Readonly<Record<NodeState, readonly Choice[]>> = {
	paused: [
		{act: 'resume', label: 'Resume'},
		{act: 'reboot', label: 'Reboot'},
		{act: 'shell', label: 'Shell'},
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

/** What the console offers in a state; while it is not known, every way out. */
export function choices(state: NodeState | undefined): readonly Choice[] {
	return offered[state ?? 'paused'];
}

/** The choice that has the focus at first: a node that does not boot is looked at before it is resumed. */
export function advisedChoice(snapshot: Snapshot | undefined): number {
	const held = snapshot?.why?.held;
	return held === 'counter' || held === 'emergency' ? choices('paused').findIndex(({act}) => act === 'shell') : 0;
}

/** Acts that mean something only in some states. */
const dependent: readonly Act[] = ['resume', 'reboot', 'maintenance', 'withdraw', 'enable', 'disable', 'cut-power'];

/**
 * The keys of the screen that mean something in a state.
 *
 * @param shown the panes that there are.
 * @param isSimulated whether the power of the node can be cut.
 */
export function screenKeysIn(
	state: NodeState | undefined,
	shown: readonly PaneName[],
	isSimulated: boolean,
): readonly Binding[] {
	const acts = [...choices(state).map(({act}) => act), ...(isSimulated ? ['cut-power'] : [])];
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

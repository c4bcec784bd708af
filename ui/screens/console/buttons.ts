import type {Snapshot} from '../../../src/console/snapshot.js';
import type {NodeState} from '../../../src/machine/state.js';
import {type Binding, screenKeys} from '../../keymap.js';
import type {Subject} from '../../widgets/dialog/state.js';

/** What the console offers in a state, all while it is not known; the order is that of the buttons. */
export function offers(state: NodeState | undefined): readonly Subject[] {
	return state === 'paused' || state === undefined ? ['resume', 'reboot', 'shell'] : ['shell', 'leave'];
}

/** The button that has the focus at first: a node that does not boot is looked at before it is resumed. */
export function advisedButton(snapshot: Snapshot | undefined): number {
	return snapshot?.why?.held === 'counter' ? offers(snapshot.state).indexOf('shell') : 0;
}

/** The keys that mean something in a state. @param hasCommands whether there is a list to move in. */
export function keysIn(state: NodeState | undefined, hasCommands: boolean): readonly Binding[] {
	const offered: readonly string[] = offers(state);
	const absent = ['resume', 'reboot'].filter((subject) => !offered.includes(subject));
	const listKeys = ['previous-command', 'next-command'];
	return screenKeys.filter(({act}) => !absent.includes(act) && (hasCommands || !listKeys.includes(act)));
}

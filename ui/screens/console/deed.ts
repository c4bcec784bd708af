import type {NodeState} from '../../../src/machine/state.js';
import {type Act, type PaneName, panes} from '../../keymap.js';
import type {Subject} from '../../widgets/dialog/state.js';
import {emptyForm} from './form.js';
import {emptySearch} from './palette.js';
import type {ViewEvent} from './view.js';

/** What the console is to do when a key of the screen is pressed. */
export type Deed =
	| {readonly do: 'look'; readonly event: ViewEvent}
	| {readonly do: 'open'; readonly subject: Subject}
	| {readonly do: 'act'; readonly act: Act}
	| {readonly do: 'command'; readonly act: 'add'}
	| {readonly do: 'leave'}
	| {readonly do: 'repaint'};

interface Situation {
	readonly state: NodeState | undefined;
	readonly active: PaneName;
	/** The panes that there are. */
	readonly shown: readonly PaneName[];
	/** The buttons or the lines of the menu. */
	readonly entries: readonly {readonly act: Act}[];
	/** Which of them has the focus. */
	readonly focused: number;
}

const howToLeave = 'Ctrl-C does not end the console: q leaves it, s opens a shell.';

const look = (event: ViewEvent): Deed => ({do: 'look', event});

/** The deed that an act of the screen asks for, if it is one. Nothing that changes the node is done without a dialog. */
export function deedOf(act: Act, {state, active, shown, entries, focused}: Situation): Deed | undefined {
	switch (act) {
		case 'resume':
		case 'reboot':
		case 'shell':
		case 'withdraw':
		case 'enable':
		case 'disable':
		case 'cut-power':
			return {do: 'open', subject: act};
		case 'add':
			return {do: 'command', act};
		case 'maintenance':
			return look({type: 'lay', overlay: {kind: 'form', form: emptyForm}});
		case 'leave':
			return state === 'paused' ? {do: 'open', subject: 'leave'} : {do: 'leave'};
		case 'press': {
			const entry = entries[focused]?.act;
			return entry === undefined || entry === 'press' ? undefined : {do: 'act', act: entry};
		}
		case 'next-button':
			return look({type: 'focus', index: (focused + 1) % entries.length});
		case 'previous-button':
			return look({type: 'focus', index: (focused + entries.length - 1) % entries.length});
		case 'next-pane':
		case 'previous-pane': {
			const step = act === 'next-pane' ? 1 : shown.length - 1;
			return look({type: 'show', pane: shown[(shown.indexOf(active) + step) % shown.length] ?? 'overview'});
		}
		case 'help':
			return look({type: 'lay', overlay: {kind: 'help'}});
		case 'palette':
			return look({type: 'lay', overlay: {kind: 'palette', ...emptySearch}});
		case 'interrupt':
			return look({type: 'say', note: howToLeave});
		case 'repaint':
			return {do: 'repaint'};
		default: {
			const pane = panes.find(({name}) => act === `pane-${name}`)?.name;
			return pane && look({type: 'show', pane});
		}
	}
}

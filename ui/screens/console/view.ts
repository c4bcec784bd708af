import type {PaneName} from '../../keymap.js';
import type {Form} from './form.js';
import type {Search} from './palette.js';

/** What is laid over the panes. */
export type Overlay =
	| {readonly kind: 'help'}
	| ({readonly kind: 'palette'} & Search)
	| {readonly kind: 'form'; readonly form: Form};

/** What of the console is looked at. */
export interface View {
	readonly active: PaneName;
	/** Number of the command that was chosen; undefined: the one that matters most. */
	readonly command?: number | undefined;
	/** Index of the button or line of the menu with the focus; undefined: the one that is advised. */
	readonly focus?: number | undefined;
	readonly overlay?: Overlay | undefined;
	/** What the last key brought, in one line. */
	readonly note?: string | undefined;
}

export type ViewEvent =
	| {readonly type: 'show'; readonly pane: PaneName}
	| {readonly type: 'choose'; readonly command: number | undefined}
	| {readonly type: 'focus'; readonly index: number}
	| {readonly type: 'lay'; readonly overlay: Overlay | undefined}
	| {readonly type: 'say'; readonly note: string | undefined};

export const firstView: View = {active: 'overview'};

/** The view after something was asked of it. In another pane nothing has the focus that had it before. */
export function viewReducer(view: View, event: ViewEvent): View {
	switch (event.type) {
		case 'show':
			return {...view, active: event.pane, focus: undefined};
		case 'choose':
			return {...view, command: event.command};
		case 'focus':
			return {...view, focus: event.index};
		case 'lay':
			return {...view, overlay: event.overlay};
		case 'say':
			return {...view, note: event.note};
	}
}

import type {Room} from './panes/pane.js';

/** Rows from which on the tabs have a row of their own. */
const tall = 16;

/** Columns from which on the overview has the boots and the node beside it. */
const wide = 140;

/** Where the parts of the console stand on a terminal, in cells. */
export interface Frame {
	readonly columns: number;
	readonly rows: number;
	readonly hasTabs: boolean;
	readonly hasButtons: boolean;
	/** Rows above the pane. */
	readonly top: number;
	/** Rows between them and the status bar: for the pane and its buttons, or for what is laid over both. */
	readonly middle: number;
	/** The pane. */
	readonly room: Room;
	/** Columns of the overview, and of what stands beside it; 0 where nothing does. */
	readonly main: number;
	readonly side: number;
}

interface Terminal {
	readonly columns: number;
	readonly rows: number;
	/** Whether the pane has buttons under it. */
	readonly hasButtons: boolean;
	/** Whether there is something to show beside the overview. */
	readonly hasSide: boolean;
}

/** Shares out a terminal: a header, tabs where there is room, the pane, its buttons, the status bar. */
export function frameOf({columns, rows, hasButtons, hasSide}: Terminal): Frame {
	const hasTabs = rows >= tall;
	const top = hasTabs ? 2 : 1;
	const middle = Math.max(0, rows - top - 1);
	const side = hasSide && columns >= wide ? Math.floor(columns * 0.45) : 0;
	return {
		columns,
		rows,
		hasTabs,
		hasButtons,
		top,
		middle,
		room: {columns, height: Math.max(0, middle - (hasButtons ? 1 : 0))},
		main: side > 0 ? columns - side - 1 : columns,
		side,
	};
}

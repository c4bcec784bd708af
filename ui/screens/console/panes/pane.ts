import type {ReactNode} from 'react';
import type {Act, Binding} from '../../../keymap.js';

/** What one pane of the console is to it. */
export interface Pane {
	/** Keys that mean something here, beside those of the screen. */
	readonly bindings: readonly Binding[];
	/** Obeys one of them. @returns whether it was one. */
	press(act: Act): boolean;
	/** The mouse wheel turned by so many rows. */
	wheel(rows: number): void;
	/** A click on a cell of the pane, counted from 0. @returns what it asks of the console. */
	click?(at: {readonly row: number; readonly column: number}): Act | undefined;
	readonly content: ReactNode;
}

/** The room that a pane is drawn in, in cells. */
export interface Room {
	readonly columns: number;
	readonly height: number;
}

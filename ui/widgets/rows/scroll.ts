import {useState} from 'react';
import type {Act} from '../../keymap.js';

/** Where a text that is longer than its room is looked at. */
export interface Scroll {
	/** Index of the first row that is shown. */
	readonly first: number;
	/** `3-20 of 81`, or nothing when all of it is shown. */
	readonly note: string;
	/** Obeys a key of `scrollKeys`. @returns whether it was one. */
	press(act: Act): boolean;
	by(rows: number): void;
}

/**
 * The place in a text of `total` rows of which `height` are shown.
 *
 * @param what the text; another one begins at its top.
 */
export function useScroll(what: string, total: number, height: number): Scroll {
	const [place, setPlace] = useState({what, first: 0});
	const last = Math.max(0, total - height);
	const first = place.what === what ? Math.min(place.first, last) : 0;
	const go = (to: number) => setPlace({what, first: Math.min(last, Math.max(0, to))});
	const page = Math.max(1, height - 1);
	const steps: Partial<Record<Act, number>> = {
		up: first - 1,
		down: first + 1,
		'page-up': first - page,
		'page-down': first + page,
		top: 0,
		end: last,
	};
	return {
		first,
		note: last === 0 ? '' : `${first + 1}-${Math.min(total, first + height)} of ${total}`,
		press(act) {
			const to = steps[act];
			if (to === undefined) return false;
			go(to);
			return true;
		},
		by: (rows) => go(first + rows),
	};
}

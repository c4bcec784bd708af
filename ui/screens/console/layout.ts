/** Rows that each part of the screen wants; infinity takes what is left. */
export interface Wants {
	readonly why: number;
	readonly evidence: number;
	readonly warnings: number;
	/** Headings included. */
	readonly commands: number;
	readonly output: number;
	/** The safe next step. */
	readonly next: number;
	/** What can be chosen, a line each, where there are no buttons for it. */
	readonly menu: number;
	/** The last boots, their heading included. */
	readonly history: number;
}

/** Rows that each part of the screen gets. */
export type Heights = Readonly<Record<keyof Wants | 'space' | 'gap' | 'rule', number>>;

/* What a small screen keeps comes first: why the node is paused, the safe next step, what runs. */
const order: ReadonlyArray<readonly [keyof Wants | 'space' | 'gap' | 'rule', number]> = [
	['why', 3],
	['next', 1],
	['menu', 3],
	['commands', 2],
	['output', 3],
	['warnings', 1],
	['evidence', 1],
	['next', 2],
	['warnings', 2],
	['menu', 12],
	['commands', 4],
	['space', 1],
	['evidence', 3],
	['gap', 1],
	['rule', 1],
	['output', 7],
	['evidence', 6],
	['warnings', 3],
	['why', 4],
	['history', 6],
	['commands', 11],
	['output', 20],
	['evidence', 12],
	['history', 12],
	['commands', 21],
	['output', Number.POSITIVE_INFINITY],
];

/**
 * Shares out the rows of the screen.
 *
 * @param rows what is left beside the header, the buttons and the status bar.
 */
export function layout(rows: number, wants: Wants): Heights {
	const heights = {
		why: 0,
		evidence: 0,
		warnings: 0,
		commands: 0,
		output: 0,
		next: 0,
		menu: 0,
		history: 0,
		space: 0,
		gap: 0,
		rule: 0,
	};
	const wanted = {...wants, space: 1, gap: 1, rule: 1};
	let left = Math.max(0, rows);
	for (const [part, upTo] of order) {
		const more = Math.max(0, Math.min(upTo - heights[part], wanted[part] - heights[part], left));
		heights[part] += more;
		left -= more;
	}
	// A heading with nothing under it says nothing.
	if (heights.history === 1) {
		heights.history = 0;
		if (heights.output > 0) heights.output++;
	}
	return heights;
}

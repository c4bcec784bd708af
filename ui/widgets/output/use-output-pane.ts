import {useRef, useState} from 'react';
import type {ConsoleSource} from '../../../src/console/snapshot.js';
import type {ScheduledCommand} from '../../../src/schedule.js';
import {type Act, actOf, type Binding} from '../../keymap.js';
import {oneLine} from '../../text/sanitise.js';
import type {TailBuffer} from '../../text/tail-buffer.js';
import {errorIn, Finder} from './find.js';
import {outputKeys, promptKeys} from './keys.js';
import {linesOf, textSize} from './layout.js';
import {forAnother, initialState, type PaneContext, type PaneState, performed, scrolledBy, searched} from './state.js';
import {type Output, useOutput} from './use-output.js';

interface Options {
	readonly source: ConsoleSource;
	/** Whose output is shown. */
	readonly command: ScheduledCommand | undefined;
	/** Milliseconds since the epoch, for the times of lines. */
	readonly now: number;
	/** Cells of a row of the pane. */
	readonly columns: number;
	/** Rows of the pane, its heading included. */
	readonly height: number;
	/** Show what a key has to say, e.g. `Match 3 of 17.`, until the next key. */
	readonly say: (notice: string) => void;
}

/** What the pane draws, and what moves it. */
export interface OutputPane {
	readonly state: PaneState;
	readonly output: Output;
	/** The matches of what is searched for. */
	readonly matches: Finder | undefined;
	/** Keys that mean something now. */
	readonly bindings: readonly Binding[];
	/** Whether keys are text: then each is for {@link type}. */
	readonly isTyping: boolean;
	/** @returns whether the act means something to the pane. */
	press(act: Act): boolean;
	/** A key that was pressed while the text to search for is typed. */
	type(key: string): void;
	/** Move the view down by some rows, or up when negative: arrow keys, the wheel of a mouse. */
	scrollBy(rows: number): void;
}

/** The output of a command, and how it is looked at. */
export function useOutputPane({source, command, now, columns, height, say}: Options): OutputPane {
	const id = command?.run ? command.id : undefined;
	const output = useOutput(source, id);
	const {buffer} = output;
	const [kept, setKept] = useState({id, state: initialState});
	const state = kept.id === id ? kept.state : forAnother(kept.state);
	const set = (next: PaneState) => {
		setKept({id, state: next});
		if (next.notice !== undefined) say(next.notice);
	};
	const find = useFinders(buffer);

	const {query, prompt} = state;
	const bindings = outputKeys.filter(({act}) => {
		if (act === 'clear-search') return query !== '' || state.mark !== undefined;
		if (act === 'next-match' || act === 'previous-match') return query !== '';
		return !((act === 'left' || act === 'right') && state.wrap);
	});
	const context: PaneContext = {
		lines: linesOf(buffer, id),
		size: textSize(state, buffer, {now, columns, height}),
		...find,
	};

	return {
		state,
		output,
		matches: query === '' ? undefined : find.matches(query),
		bindings,
		isTyping: prompt !== undefined,
		press(act) {
			const mine = bindings.find((binding) => binding.act === act);
			if (mine === undefined || mine.act === 'save') return false;
			set(performed(state, mine.act, context));
			return true;
		},
		type(key) {
			const text = prompt ?? '';
			switch (actOf(promptKeys, key)) {
				case 'accept':
					return set(searched(state, text, context));
				case 'cancel':
					return set({...state, prompt: undefined, notice: undefined});
				case 'erase':
					return set({...state, prompt: text.replace(/.$/u, '')});
				case 'erase-word':
					return set({...state, prompt: text.replace(/\S*\s*$/u, '')});
				case 'erase-all':
					return set({...state, prompt: ''});
				default:
					return isCharacter(key) ? set({...state, prompt: text + key}) : undefined;
			}
		},
		scrollBy: (rows) => set(scrolledBy(state, rows, context)),
	};
}

const isCharacter = (key: string) => Array.from(key).length === 1 && (key === ' ' || oneLine(key) === key);

/* Finders remember the lines they have looked at, as long as it is for the same text in the same output. */
function useFinders(buffer: TailBuffer): Pick<PaneContext, 'matches' | 'errors'> {
	const known = useRef<{buffer?: TailBuffer; query?: string; matches?: Finder; errors?: Finder}>({});
	const of = () => {
		if (known.current.buffer !== buffer) known.current = {buffer};
		return known.current;
	};
	return {
		matches(query) {
			const mine = of();
			if (mine.query !== query) Object.assign(mine, {query, matches: Finder.ofText(buffer, query)});
			return mine.matches as Finder;
		},
		errors: () => (of().errors ??= new Finder(buffer, errorIn)),
	};
}

/* What of a dialog stands where in the room it is given. */
import {widthOf, wrap} from '../../text/width.js';
import type {Theme, Tone} from '../../theme.js';
import {dialogButtons} from './buttons.js';
import type {Dialog} from './state.js';
import {closing} from './words.js';

interface Paragraph {
	readonly text: string;
	readonly mark: string;
	readonly tone?: Tone;
}

/** A dialog in cells, counted from the top left of its room. */
export interface DialogBox {
	readonly left: number;
	readonly top: number;
	/** Its borders included. */
	readonly width: number;
	/** The rows of text that are shown. */
	readonly text: ReadonlyArray<{readonly text: string; readonly tone?: Tone | undefined}>;
	/** Whether there are empty rows around the text. */
	readonly isSpaced: boolean;
	/** The row of the buttons, the column at which they begin and the columns they have. */
	readonly buttons: {readonly row: number; readonly column: number; readonly columns: number};
}

/** The widest that a dialog gets, in cells. */
const widest = 72;

/** Cells of a border and of the space beside it. */
const edge = 2;

/**
 * A dialog in the middle of its room.
 *
 * @param scrolled rows that its text is scrolled by.
 */
export function dialogBox(
	dialog: Dialog,
	signs: Theme['signs'],
	{scrolled, columns, height}: {readonly scrolled: number; readonly columns: number; readonly height: number},
): DialogBox {
	const width = Math.min(columns, widest);
	const rows = paragraphs(dialog, signs).flatMap(({text, mark, tone}) =>
		wrap(text, Math.max(8, width - 6 - widthOf(mark))).map((row, index) => ({
			text: `${index === 0 ? mark : ' '.repeat(widthOf(mark))}${row}`,
			tone,
		})),
	);
	// The borders, the title and the buttons take four rows.
	const room = Math.max(1, height - 4);
	const isSpaced = rows.length + 2 <= room;
	// What runs is read at its end, everything else from its beginning.
	const hidden = Math.max(0, rows.length - room);
	const first = dialog.stage === 'working' ? hidden : Math.min(scrolled, hidden);
	const text: Array<DialogBox['text'][number]> = rows.slice(first, first + room);
	if (first > 0 && dialog.stage !== 'working') {
		text[0] = {text: `${signs.ellipsis} ${first + 1} more above`, tone: 'muted'};
	}
	if (first < hidden)
		text[room - 1] = {text: `${signs.ellipsis} ${hidden - first + 1} more, Down scrolls`, tone: 'muted'};
	const isWorking = dialogButtons(dialog).length === 0;
	const before = 2 + (isSpaced ? 1 : 0) + text.length + (isSpaced && !isWorking ? 1 : 0);
	const [left, top] = [columns - width, height - before - (isWorking ? 1 : 2)].map((free) =>
		Math.max(0, Math.floor(free / 2)),
	) as [number, number];
	return {
		left,
		top,
		width,
		text,
		isSpaced,
		buttons: {row: top + before, column: left + edge, columns: width - 2 * edge},
	};
}

function paragraphs(dialog: Dialog, signs: Theme['signs']): readonly Paragraph[] {
	const mark = `${signs.dot} `;
	switch (dialog.stage) {
		case 'asking':
			if (dialog.trouble !== undefined) {
				return [{text: `What this will do could not be found out: ${dialog.trouble}`, mark: '', tone: 'danger'}];
			}
			return [
				...(dialog.isNews
					? [{text: 'This is not what it was when you asked: read it again.', mark: '! ', tone: 'danger' as const}]
					: []),
				...(dialog.lines?.map((text) => ({text, mark})) ?? [{text: 'Finding out what this will do', mark: ''}]),
			];
		case 'counting':
			return [{text: 'Nothing has happened yet.', mark: ''}];
		case 'working':
			return dialog.progress.length === 0
				? [{text: 'It has begun.', mark: '', tone: 'muted'}]
				: dialog.progress.map((text) => ({text, mark: '', ...(isBad(text) ? {tone: 'danger' as const} : {})}));
		case 'failed':
			return [
				{text: dialog.message, mark: '', tone: 'strong'},
				...dialog.hints.map((text) => ({text, mark})),
				...dialog.progress.slice(-5).map((text) => ({text, mark: '  ', tone: 'muted' as const})),
			];
		case 'done':
			return [
				{text: closing(dialog.subject, dialog.progress.some(isBad)) ?? '', mark: ''},
				...dialog.progress
					.slice(-10)
					.map((text) => ({text, mark: '  ', tone: isBad(text) ? ('danger' as const) : ('muted' as const)})),
			];
	}
}

/* A line of progress that must not be overlooked (src/switch/follow-resume.ts). */
const isBad = (text: string) => /^(FAILED |failed units: )/.test(text);

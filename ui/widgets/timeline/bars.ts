import type {Boot} from '../../../src/console/snapshot.js';
import {clock, duration} from '../../text/format.js';
import {pad, widthOf} from '../../text/width.js';
import type {Theme, Tone} from '../../theme.js';
import type {TextRow} from '../rows/rows.js';

/** What became of a boot, in a word or two, and how it is to be drawn. */
export function fate(boot: Boot): {
	readonly words: string;
	readonly tone?: Tone;
	readonly sign: 'failed' | 'succeeded' | 'running' | 'cancelled';
} {
	const paused = boot.held === 'no' ? '' : 'paused, ';
	switch (boot.end) {
		case '-':
			return {words: `${paused}runs now`, tone: 'strong', sign: 'running'};
		case 'unclean':
			return boot.released
				? {words: `${paused}ended uncleanly`, tone: 'danger', sign: 'failed'}
				: {words: 'paused, cut while paused', sign: 'cancelled'};
		case 'unknown':
			return {words: `${paused}end not seen`, tone: 'muted', sign: 'cancelled'};
		default:
			return {words: `${paused}clean ${boot.end}`, tone: 'ok', sign: 'succeeded'};
	}
}

/** How a boot ended, in one word. */
const brief = ({end}: Boot) => (end === '-' ? 'now' : end === 'unknown' ? 'unseen' : end);

/**
 * Cells of a bar that is drawn to scale: all of the room is the window.
 *
 * @param lived seconds; one that lived longer than the window fills the room.
 */
export function barCells(lived: number, window: number, room: number): number {
	if (window <= 0) return room;
	const cells = Math.round((Math.min(lived, window) / window) * room);
	return lived > 0 ? Math.max(1, cells) : 0;
}

interface Options {
	/** Seconds. */
	readonly window: number;
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Seconds that the present boot has lived since its release; undefined while it is held. */
	readonly living?: number | undefined;
	readonly columns: number;
	readonly chosen?: string | undefined;
	readonly signs: Theme['signs'];
}

/** The boots, a row each: which, since when, how long it lived to scale and in words, how it ended. */
export function timelineRows(
	boots: readonly Boot[],
	{window, now, living, columns, chosen, signs}: Options,
): readonly TextRow[] {
	const texts = boots.map((boot) => {
		const seconds = boot.end === '-' ? living : boot.lived;
		return {
			boot,
			seconds,
			time: boot.start === 0 ? '?' : clock(boot.start * 1000, now),
			lived: seconds === undefined ? (boot.released ? '?' : 'held') : duration(seconds),
			...fate(boot),
		};
	});
	const widest = (values: readonly string[]) => Math.max(0, ...values.map(widthOf));
	const lived = widest(texts.map((text) => text.lived));
	const full = widest(texts.map((text) => text.words));
	const isNarrow = columns < 2 + 8 + 2 + 2 + 2 + lived + 2 + 2 + full;
	const words = isNarrow ? widest(texts.map(({boot}) => brief(boot))) : full;
	// The time of day gives way to the bar.
	const clockCells = widest(texts.map((text) => text.time)) + 2;
	const free = columns - (2 + 8 + 2 + 2 + 2 + lived + 2 + 2 + words);
	const time = free - clockCells < 10 ? 0 : clockCells - 2;
	const bar = Math.max(0, Math.min(60, free - (time === 0 ? 0 : clockCells)));
	return texts.map(({boot, seconds, time: when, lived: span, words: what, tone, sign}) => {
		const isChosen = boot.id === chosen;
		const cells = seconds === undefined ? 0 : barCells(seconds, window, bar);
		const over = seconds !== undefined && seconds > window && bar > 0;
		const drawn = `${signs.bar.repeat(Math.max(0, over ? cells - 1 : cells))}${over ? signs.beyond : ''}`;
		return [
			{text: `${isChosen ? signs.chosen : ' '} ${boot.id.slice(0, 8)}  `, tone: isChosen ? 'strong' : undefined},
			{text: time === 0 ? '' : `${pad(when, time)}  `},
			{text: `${boot.held === 'no' ? ' ' : signs.held} `, tone: 'strong'},
			{text: pad(drawn, bar), tone: tone === 'strong' ? undefined : tone},
			{text: `  ${span.padStart(lived)}  `},
			{text: `${signs[sign]} ${isNarrow ? brief(boot) : what}`, tone},
		];
	});
}

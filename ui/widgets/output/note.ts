import {widthOf} from '../../text/width.js';

interface Situation {
	/** Numbers of the first and the last line in sight and of all lines, from 1; undefined while it is followed. */
	readonly paused: {readonly first: number; readonly last: number; readonly count: number} | undefined;
	readonly isRunning: boolean;
	/** Lines that came since the output was followed. */
	readonly newLines: number;
	/** What is searched for: the number of the match that was jumped to, 0 for none, and how many there are. */
	readonly search: {readonly number: number; readonly count: number} | undefined;
	readonly wrap: boolean;
	readonly times: boolean;
	readonly shift: number;
}

/** What stands at the right of the pane's heading: the longest that fits. @param room cells for it. */
export function noteOf(situation: Situation, room: number): string {
	const {search, wrap, times, shift} = situation;
	const places = placesOf(situation);
	const match = search && `${search.number > 0 ? `${search.number} of ${search.count}` : search.count} found`;
	const extras = [
		match,
		wrap ? undefined : shift > 0 ? `from column ${shift + 1}` : 'long lines cut',
		times ? 'times' : undefined,
	].filter((extra) => extra !== undefined);
	const forms = [
		...places.map((place) => [...extras, place]),
		...places.map((place) => [...extras.slice(0, 1), place]),
		...places.map((place) => [place]),
	].map((parts) => parts.filter((part) => part !== '').join(', '));
	return forms.find((form) => widthOf(form) <= room) ?? '';
}

/* The longest first. */
function placesOf({paused, isRunning, newLines}: Situation): readonly string[] {
	if (paused === undefined) return [isRunning ? 'following' : ''];
	const {first, last, count} = paused;
	const share = `${Math.floor((100 * last) / Math.max(1, count))} %`;
	const more = newLines > 0 ? `, ${newLines} new below` : '';
	return [
		`paused at lines ${first}-${last} of ${count} (${share})${more}`,
		`paused at ${first}-${last} of ${count}${newLines > 0 ? `, ${newLines} new` : ''}`,
		`paused, ${newLines > 0 ? `${newLines} new` : share}`,
		'paused',
	];
}

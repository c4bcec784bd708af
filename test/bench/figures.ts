import type {Summary} from './statistics.js';

/** One row of the table. */
export interface Figure {
	readonly name: string;
	readonly measured: Summary;
	/** Against what, measured in the same minute; absent when the figure is a difference or a count. */
	readonly floor?: Summary;
	readonly unit: 'ms' | 'ratio' | 'processes' | 'MB' | 'B' | 'B/s' | '%';
	/** The figure itself. */
	readonly value: number;
	readonly limit: number;
}

const number = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value < 10 ? 2 : 1));
const spread = ({median, quartiles: [low, high], count}: Summary, unit: Figure['unit']) =>
	`${number(median)} ${unit === 'ratio' ? 'ms' : unit} (${number(low)}–${number(high)}, n=${count})`;

/** A ratio of two medians. */
export function ratio(name: string, measured: Summary, floor: Summary, limit: number): Figure {
	return {name, measured, floor, unit: 'ratio', value: measured.median / floor.median, limit};
}

/** The table that `npm run bench` prints, in Markdown. */
export function table(figures: readonly Figure[]): string {
	const rows = figures.map(({name, measured, floor, unit, value, limit}) => [
		name,
		spread(measured, unit),
		floor ? spread(floor, unit) : '',
		`${number(value)}${unit === 'ratio' ? '' : ` ${unit}`}`,
		`${limit}${unit === 'ratio' ? '' : ` ${unit}`}`,
		value <= limit ? 'yes' : 'NO',
	]);
	const head = ['figure', 'measured', 'against', 'value', 'at most', 'holds'];
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

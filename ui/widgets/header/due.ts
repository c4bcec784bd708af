import {age} from '../../text/format.js';

/**
 * How long it is to the announced end, or how long ago that was.
 *
 * @param until milliseconds since the epoch, as now.
 */
export function due(until: number, now: number): {readonly text: string; readonly isLate: boolean} {
	const left = (until - now) / 1000;
	return left >= 0 ? {text: `${age(left)} left`, isLate: false} : {text: `late by ${age(-left)}`, isLate: true};
}

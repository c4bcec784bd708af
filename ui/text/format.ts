/* Times as an administrator reads them. */

const two = (value: number) => String(value).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A moment on the node's own clock: `03:12:44`, with the date when it is not today.
 *
 * @param time milliseconds since the epoch.
 * @param now milliseconds since the epoch.
 */
export function clock(time: number, now: number): string {
	const date = new Date(time);
	if (Number.isNaN(date.getTime())) return '?';
	const hours = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
	if (date.toDateString() === new Date(now).toDateString()) return hours;
	const day = `${date.getDate()} ${months[date.getMonth()]}`;
	return date.getFullYear() === new Date(now).getFullYear()
		? `${day} ${hours}`
		: `${day} ${date.getFullYear()} ${hours}`;
}

/** A length of time in its two largest units: `48 s`, `4 min`, `2 h 5 min`, `3 d 4 h`. @param seconds its length. */
export function duration(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	const minutes = Math.floor(whole / 60);
	const hours = Math.floor(minutes / 60);
	const pair = (large: string, rest: number, small: string) => (rest === 0 ? large : `${large} ${rest} ${small}`);
	if (minutes === 0) return `${whole} s`;
	if (minutes < 10) return pair(`${minutes} min`, whole % 60, 's');
	if (hours === 0) return `${minutes} min`;
	if (hours < 24) return pair(`${hours} h`, minutes % 60, 'min');
	return pair(`${Math.floor(hours / 24)} d`, hours % 24, 'h');
}

/** How long ago, in one unit where that says enough: `4 min`. @param seconds its length. */
export function age(seconds: number): string {
	return seconds >= 60 && seconds < 3600 ? `${Math.floor(seconds / 60)} min` : duration(seconds);
}

/** `1 command`, `2 commands`. */
export function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Bytes in the largest unit that leaves a number of at least 1: `97 GiB`, `1.4 MiB`. */
export function size(bytes: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
	const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
	const value = bytes / 1024 ** power;
	return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

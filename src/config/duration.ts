const units = {s: 1, min: 60, h: 3600} as const;

/**
 * Seconds of a duration as `/etc/umm.conf` and the command line write it: `600`, `90s`, `10min`, `1h`
 * (design.md, COUNTER_RESET_TIME). The gate has the same rule in POSIX sh.
 *
 * @returns undefined when the text is no such duration; at most nine digits are taken.
 */
export function parseDuration(text: string): number | undefined {
	const match = /^(\d{1,9})(s|min|h)?$/.exec(text);
	return match ? Number(match[1]) * units[(match[2] ?? 's') as keyof typeof units] : undefined;
}

/**
 * A duration for people, its two largest units: `2 d 3 h`, `4 min 5 s`, `12 s`.
 *
 * @param seconds not negative; the fraction is dropped.
 */
export function formatDuration(seconds: number): string {
	const whole = Math.floor(seconds);
	const parts = [
		[Math.floor(whole / 86_400), 'd'],
		[Math.floor(whole / 3600) % 24, 'h'],
		[Math.floor(whole / 60) % 60, 'min'],
		[whole % 60, 's'],
	] as const;
	const first = parts.findIndex(([count]) => count > 0);
	if (first === -1) return '0 s';
	return parts
		.slice(first, first + 2)
		.filter(([count]) => count > 0)
		.map(([count, unit]) => `${count} ${unit}`)
		.join(' ');
}

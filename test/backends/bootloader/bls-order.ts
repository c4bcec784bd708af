/* The order of entries in the menu of GRUB's blscfg: that of RPM packages, by name, version and release. */

/** Compare as rpm does: runs of digits by number, runs of letters by text, digits beat letters. */
function compareVersions(one: string, two: string): number {
	const runs = (text: string) => text.match(/\d+|[A-Za-z]+/g) ?? [];
	const [left, right] = [runs(one), runs(two)];
	for (let index = 0; index < Math.min(left.length, right.length); index++) {
		const [a, b] = [left[index] as string, right[index] as string];
		const [isNumber, isOtherNumber] = [/^\d/.test(a), /^\d/.test(b)];
		if (isNumber !== isOtherNumber) return isNumber ? 1 : -1;
		const order = isNumber ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
		if (order !== 0) return order;
	}
	return left.length - right.length;
}

/** @returns above 0 where the entry with the id `one` comes before that with the id `two`. */
export function compareBlsIds(one: string, two: string): number {
	const parts = (id: string): readonly string[] => {
		const words = id.split('-');
		if (words.length < 3) return [...words, '', ''];
		return [words.slice(0, -2).join('-'), words.at(-2) as string, words.at(-1) as string];
	};
	const [left, right] = [parts(one), parts(two)];
	for (const index of [0, 1, 2]) {
		const order = compareVersions(left[index] ?? '', right[index] ?? '');
		if (order !== 0) return order;
	}
	return 0;
}

/** Bytes that {@link LastLines} keeps. */
const kept = 8192;

/** The last lines of an output, of which no more than their end is kept in memory. */
export class LastLines {
	#end = Buffer.alloc(0);

	add(bytes: Uint8Array): void {
		this.#end = Buffer.concat([this.#end, bytes.subarray(-kept)]).subarray(-kept);
	}

	/**
	 * @param count how many lines at most.
	 * @returns them as they were written, not made safe for a terminal; what is not UTF-8 is replaced.
	 */
	lines(count = 10): readonly string[] {
		const lines = this.#end.toString('utf8').split('\n');
		if (lines.at(-1) === '') lines.pop();
		return lines.slice(-count);
	}
}

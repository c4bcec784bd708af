/** Takes one line for the log. */
export type Log = (line: string) => void;

/** A log for lines only: whatever is in a message, it makes no other line and moves no cursor. */
export function oneLine(log: Log): Log {
	return (line) => log(line.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/\p{Cc}/gu, '\uFFFD'));
}

/** Says a line, and of the lines that follow it within a minute only how many there were. */
export function sparing(log: Log): Log {
	let more = 0;
	let timer: NodeJS.Timeout | undefined;
	return (line) => {
		if (timer !== undefined) {
			more++;
			return;
		}
		log(line);
		timer = setTimeout(() => {
			timer = undefined;
			if (more > 0) log(`${line}; and ${more} more in a minute`);
			more = 0;
		}, 60_000).unref();
	};
}

/** Text that a client chose, as a log can hold it: quoted, in printable characters, and not long. */
export function quoted(text: string): string {
	return JSON.stringify(text.slice(0, 100)).replaceAll(/[^\x20-\x7e]/g, '\uFFFD');
}

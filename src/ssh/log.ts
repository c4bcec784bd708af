/** Takes one line for the log. */
export type Log = (line: string) => void;

/** Text that a client chose, as a log can hold it: quoted, in printable characters, and not long. */
export function quoted(text: string): string {
	return JSON.stringify(text.slice(0, 100)).replaceAll(/[^\x20-\x7e]/g, '\uFFFD');
}

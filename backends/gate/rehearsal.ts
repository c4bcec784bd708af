import type {Rehearsal} from '../../src/backend.js';

/** @param text what `init rehearse` prints: lines `runs NAME` and `waits NAME`. */
export function rehearsalOf(text: string): Rehearsal {
	const lines = text.split('\n');
	const named = (word: string) =>
		lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
	return {runs: named('runs'), waits: named('waits')};
}

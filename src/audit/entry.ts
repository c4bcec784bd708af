/* One action as one line of the audit log (docs/internals.md, Audit log): no IO. */
import type {AuditEntry} from '../console/snapshot.js';
import {decodeFields, encodeFields} from '../state/record.js';
import {requesterFields, requesterOf} from '../state/requester.js';

/** Characters of a detail, e.g. of a command's text, that are kept. */
const longestDetail = 1000;

const shortened = (text: string) => (text.length <= longestDetail ? text : `${text.slice(0, longestDetail)}…`);

/** The line of an entry, with its newline. Its outcome comes last, so that a line that was cut short has none. */
export function encodeEntry({time, by, action, detail, outcome}: AuditEntry): string {
	const fields = {
		time: String(time),
		...requesterFields(by),
		action,
		detail: detail === undefined ? undefined : shortened(detail),
		outcome,
	};
	return `${encodeFields(fields).join('\t')}\n`;
}

const outcomes: readonly AuditEntry['outcome'][] = ['done', 'refused', 'failed'];

/** The entry of a line without its newline; undefined when it is torn or none of ours. */
export function decodeEntry(line: string): AuditEntry | undefined {
	if (!line.startsWith('time=')) return undefined;
	try {
		const fields = decodeFields(line.split('\t'));
		const {time = '', action, detail} = fields as {time?: string; action?: string; detail?: string};
		const outcome = outcomes.find((outcome) => outcome === fields['outcome']);
		if (!/^\d{1,15}$/.test(time) || action === undefined || outcome === undefined) return undefined;
		return {
			time: Number(time),
			by: requesterOf(fields),
			action,
			...(detail === undefined ? {} : {detail}),
			outcome,
		};
	} catch {
		return undefined;
	}
}

import {keys} from './keys.js';

/** Something in the configuration that an administrator should know. */
export interface Finding {
	/** Line number, from 1. */
	readonly line: number;
	readonly key?: string;
	readonly message: string;
	/** `error`: the value is not used; `warning`: it is, or the line does no harm. */
	readonly severity: 'error' | 'warning';
}

/** What a configuration file says. */
export interface Document {
	/** Each key's last value as written, known or not; a bad value of a known key is left out. */
	readonly values: Readonly<Record<string, string>>;
	readonly findings: readonly Finding[];
}

/** Bytes of a line; the gate would be slow with more. */
const longest = 4096;

const assignment = /^[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=(.*)$/s;

function unquote(text: string): string {
	const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, '');
	const quoted = /^(["'])(.*?)\1/s.exec(trimmed);
	return quoted ? (quoted[2] as string) : trimmed.replace(/[ \t]#.*$/s, '').replace(/[ \t]+$/, '');
}

/**
 * Parse `/etc/umm.conf`: `KEY=value` lines, `#` comments, values may be quoted; a later line wins (umm.conf(5)).
 * Never throws: what can't be understood is a finding, and the default holds. The gate has the same rules in POSIX sh.
 */
export function parseConf(text: string): Document {
	const values: Record<string, string> = {};
	const findings: Finding[] = [];
	for (const [index, raw] of text.split('\n').entries()) {
		const line = index + 1;
		const content = raw.replaceAll('\0', '').replace(/\r$/, '');
		if (Buffer.byteLength(content) > longest) {
			findings.push({line, message: `longer than ${longest} bytes; the line is ignored`, severity: 'error'});
			continue;
		}
		if (/^[ \t]*(#|$)/.test(content)) continue;
		const match = assignment.exec(content);
		if (!match) {
			findings.push({line, message: 'not KEY=value; the line is ignored', severity: 'error'});
			continue;
		}
		const key = match[1] as string;
		const value = unquote(match[2] as string);
		const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
		const problem = known?.check(value);
		if (problem !== undefined) {
			delete values[key];
			findings.push({line, key, message: `${problem}; the default ${known?.default} holds`, severity: 'error'});
			continue;
		}
		values[key] = value;
		if (!known) findings.push({line, key, message: 'not a key of umm; it is kept', severity: 'warning'});
		const advice = known?.advise?.(value);
		if (advice !== undefined) findings.push({line, key, message: advice, severity: 'warning'});
	}
	return {values, findings};
}

/** A value as a line can hold it: quoted when it has to be. */
function quote(value: string): string {
	return /^[^\s#"']*$/.test(value) ? value : value.includes('"') ? `'${value}'` : `"${value}"`;
}

/**
 * The text with other values; comments, order and unknown keys stay.
 *
 * @param text the present file.
 * @param values the values that it shall have; the last line of a changed key is rewritten, a new key comes at the end.
 */
export function patchConf(text: string, values: Readonly<Record<string, string>>): string {
	const present = parseConf(text).values;
	const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
	for (const [key, value] of Object.entries(values)) {
		if (present[key] === value) continue;
		const index = lines.findLastIndex((line) => assignment.exec(line)?.[1] === key);
		if (index === -1) lines.push(`${key}=${quote(value)}`);
		else lines[index] = `${key}=${quote(value)}`;
	}
	return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

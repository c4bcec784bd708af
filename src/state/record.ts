import {UmmError} from '../errors.js';

/** What a state file holds: keys `[a-z_]+` to text. */
export type Fields = Readonly<Record<string, string>>;

/**
 * Text of one value as state files hold it: backslash, newline and other control characters as `printf %b` of a POSIX
 * shell decodes them (docs/internals.md, Records).
 */
export function encodeValue(value: string): string {
	return value.replaceAll(/[\\\p{Cc}]/gu, (character) => {
		if (character === '\\') return '\\\\';
		if (character === '\n') return '\\n';
		return [...Buffer.from(character)].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
	});
}

/** The inverse of {@link encodeValue}. */
export function decodeValue(text: string): string {
	if (!text.includes('\\')) return text;
	const pieces = text.match(/\\0[0-7]{3}|\\.|[^\\]+|\\/gs) ?? [];
	return Buffer.concat(
		pieces.map((piece) => {
			if (piece === '\\n') return Buffer.from('\n');
			if (piece.startsWith('\\0') && piece.length === 5) return Buffer.from([Number.parseInt(piece.slice(2), 8)]);
			return Buffer.from(piece.startsWith('\\') ? piece.slice(1) : piece);
		}),
	).toString('utf8');
}

/**
 * Text of a record (docs/internals.md, Records).
 *
 * @param kind e.g. `request`.
 * @param fields keys `[a-z_]+`; a key whose value is undefined is left out.
 */
export function encodeRecord(kind: string, fields: Readonly<Record<string, string | undefined>>): string {
	const lines = encodeFields(fields).map((piece) => `${piece}\n`);
	return `umm-${kind} 1\n${lines.join('')}.\n`;
}

/** The `key=value` pieces of fields, without those whose value is undefined; the inverse of {@link decodeFields}. */
export function encodeFields(fields: Readonly<Record<string, string | undefined>>): readonly string[] {
	return Object.entries(fields).flatMap(([key, value]) =>
		value === undefined ? [] : [`${key}=${encodeValue(value)}`],
	);
}

/**
 * Fields of a record's text. A key that stands twice has its last value.
 *
 * @throws UmmError (system) when the header or the end mark is missing or a line is not `key=value`: the file is torn
 *   or not umm's.
 */
export function decodeRecord(kind: string, text: string): Fields {
	const lines = text.split('\n');
	if (lines[0] !== `umm-${kind} 1`) throw new UmmError('system', `it is not a record of the kind ${kind}`);
	if (lines.at(-1) !== '' || lines.at(-2) !== '.' || lines.length < 3) {
		throw new UmmError('system', 'it ends before its end mark');
	}
	return decodeFields(lines.slice(1, -2));
}

/** Fields of `key=value` pieces: the lines of a record, or the TAB-separated pieces of a line of the ledger. */
export function decodeFields(pieces: readonly string[]): Fields {
	const fields: Record<string, string> = {};
	for (const piece of pieces) {
		const match = /^([a-z_]+)=(.*)$/s.exec(piece);
		if (!match)
			throw new UmmError('system', `it has a piece that is not key=value: ${JSON.stringify(piece.slice(0, 40))}`);
		fields[match[1] as string] = decodeValue(match[2] as string);
	}
	return fields;
}

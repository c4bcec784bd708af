import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {UmmError} from '../../../src/errors.js';
import {decodeRecord, decodeValue, encodeRecord, encodeValue} from '../../../src/state/record.js';
import {shells} from '../../backends/gate/node.js';

const special = [
	'',
	' ',
	'\n',
	'\\',
	'\\n',
	'\\\\n',
	'\\0101',
	'\\c',
	'\t\r\v\f\b\x07\x1b[31m\x7f',
	'\u0085\u009b',
	'.',
	'umm-request 1',
	'a=b',
	'=',
	"it's",
	'"',
	'$HOME `id` $(id) %s %b %%',
	'ü 漢字 🚀',
	'\u{10ffff}',
	'-n',
	'\\x41\\u0041',
	'1\n\n2\n',
];

/** Strings of characters that matter, always the same ones. */
function randomStrings(count: number): readonly string[] {
	const characters = [
		'\\',
		'\n',
		'0',
		'1',
		'7',
		'n',
		'c',
		'x',
		'\t',
		'\x01',
		'\x1b',
		'\x7f',
		'\u0080',
		'\u009f',
		'ü',
		'漢',
		'🚀',
		'=',
		'.',
		' ',
		'%',
		"'",
	];
	let seed = 42;
	const random = (below: number) => {
		seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((seed / 2 ** 32) * below);
	};
	return Array.from({length: count}, () =>
		Array.from({length: random(20)}, () => characters[random(characters.length)]).join(''),
	);
}

const texts = [...special, ...randomStrings(500)];

test('what is encoded is one line without control characters, and decodes to what it was', (t) => {
	for (const text of [...texts, '\0', 'a\0b']) {
		const encoded = encodeValue(text);
		t.notRegex(encoded, /\p{Cc}/u);
		t.is(decodeValue(encoded), text, JSON.stringify(text));
	}
});

for (const {name, command} of shells) {
	test(`printf %b of a real shell decodes values as this does (${name})`, async (t) => {
		const directory = await mkdtemp(join(tmpdir(), 'umm-record-'));
		t.teardown(() => rm(directory, {recursive: true}));
		const file = join(directory, 'values');
		await writeFile(file, `${texts.map(encodeValue).join('\n')}\n`);
		const [shell, ...args] = command;
		// Values are told apart by a byte that none of them has.
		const script = 'while IFS= read -r line; do printf "%b\\002" "$line"; done <"$1"';
		const {stdout} = await execa(shell, [...args, '-c', script, 'sh', file], {stripFinalNewline: false});
		t.deepEqual(stdout.split('\u0002').slice(0, -1), texts);
	});
}

test('a record is read back as it was written', (t) => {
	for (const text of texts) {
		const record = encodeRecord('request', {reason: text, user: undefined, sudo_user: text});
		t.deepEqual(decodeRecord('request', record), {reason: text, sudo_user: text});
	}
	t.deepEqual(decodeRecord('request', encodeRecord('request', {})), {});
});

test('unknown keys stay, and of a key that stands twice the last value counts', (t) => {
	t.deepEqual(decodeRecord('boot', 'umm-boot 1\nnew=1\nheld=no\nheld=word\n.\n'), {new: '1', held: 'word'});
});

test('every part of a record that is not the whole is torn', (t) => {
	const record = encodeRecord('request', {id: 'r1', reason: 'a\nb'});
	for (let length = 0; length < record.length; length++) {
		t.throws(() => decodeRecord('request', record.slice(0, length)), {instanceOf: UmmError}, `${length} characters`);
	}
});

test('what is no record of the kind is refused with a reason', (t) => {
	const cases: readonly (readonly [string, RegExp])[] = [
		['umm-command 1\nid=1\n.\n', /not a record of the kind request/],
		['umm-request 2\nid=1\n.\n', /not a record of the kind request/],
		['umm-request 1\r\nid=1\r\n.\r\n', /not a record of the kind request/],
		['umm-request 1\n', /ends before its end mark/],
		['umm-request 1\nid=1\n', /ends before its end mark/],
		['umm-request 1\nid=1\n.\nmore', /ends before its end mark/],
		['umm-request 1\nnonsense\n.\n', /a piece that is not key=value: "nonsense"/],
		['umm-request 1\nID=1\n.\n', /a piece that is not key=value/],
		['umm-request 1\n\n.\n', /a piece that is not key=value: ""/],
	];
	for (const [text, message] of cases) t.throws(() => decodeRecord('request', text), {message}, JSON.stringify(text));
});

import test from 'ava';
import {configOf} from '../../../src/config/config.js';
import {parseConf, patchConf} from '../../../src/config/document.js';

test('an empty file gives the defaults', (t) => {
	t.deepEqual(configOf(parseConf('')), {
		enabled: true,
		rebootCount: 2,
		counterResetTime: 600,
		autoResume: 0,
		hookTimeout: 300,
		sshServe: 'auto',
		sshPort: 2222,
	});
});

test('a finding names the line, the key, what is wrong and the default that holds', (t) => {
	const {values, findings} = parseConf('# umm\nREBOOT_COUNT=two\nUMM=yes\nnonsense\nHOOK_TIMEOUT=\n');
	t.deepEqual(values, {UMM: 'yes'});
	t.deepEqual(findings, [
		{line: 2, key: 'REBOOT_COUNT', message: 'not a whole number; the default 2 holds', severity: 'error'},
		{line: 4, message: 'not KEY=value; the line is ignored', severity: 'error'},
		{
			line: 5,
			key: 'HOOK_TIMEOUT',
			message: 'not a time such as 600, 90s, 10min or 1h; the default 5min holds',
			severity: 'error',
		},
	]);
});

test('an unknown key is a warning, and is kept', (t) => {
	const {values, findings} = parseConf('REBOOT_COUNTS=3\n');
	t.deepEqual(values, {REBOOT_COUNTS: '3'});
	t.like(findings, [{line: 1, key: 'REBOOT_COUNTS', severity: 'warning'}]);
});

test('keys named like properties of objects are keys like others', (t) => {
	const {findings} = parseConf('constructor=1\ntoString=2\nhasOwnProperty=3\n__proto__=4\n');
	t.is(findings.length, 4);
	t.true(findings.every(({severity}) => severity === 'warning'));
});

test('a bare number under 60 draws the warning that Fuel counted minutes', (t) => {
	t.regex(
		parseConf('COUNTER_RESET_TIME=10\n').findings[0]?.message ?? '',
		/10 is 10 seconds; Fuel's umm counted minutes/,
	);
	for (const value of ['60', '10s', '10min', '600']) {
		t.deepEqual(parseConf(`COUNTER_RESET_TIME=${value}\n`).findings, [], value);
	}
});

test('a later bad value drops an earlier good one, since the last line counts', (t) => {
	t.is(configOf(parseConf('REBOOT_COUNT=7\nREBOOT_COUNT=x\n')).rebootCount, 2);
});

test('no text makes the parser throw', (t) => {
	const texts = ['\0', '=\n=', '='.repeat(10_000), '"'.repeat(10_000), `UMM="${"'".repeat(9999)}`, '\r\r\r', '\uD800'];
	for (const text of texts) t.notThrows(() => parseConf(text));
});

test('a change keeps comments, order, unknown keys, and lines that are not understood', (t) => {
	const text = `# first comment

  UMM=yes   # stay

nonsense line
OTHER='kept as it is' # too
REBOOT_COUNT = 2
# last comment
`;
	t.is(
		patchConf(text, {REBOOT_COUNT: '5', HOOK_TIMEOUT: '1h'}),
		`${text.replace('REBOOT_COUNT = 2', 'REBOOT_COUNT=5')}HOOK_TIMEOUT=1h\n`,
	);
});

test('a value that is there already changes nothing', (t) => {
	const text = ' REBOOT_COUNT = "5" # five\n';
	t.is(patchConf(text, {REBOOT_COUNT: '5'}), text);
});

test('of duplicates the last line is changed, which is the one that counts', (t) => {
	t.is(patchConf('UMM=yes\nUMM=no\n', {UMM: 'yes'}), 'UMM=yes\nUMM=yes\n');
});

test('a bad value is replaced where it stands', (t) => {
	t.is(patchConf('REBOOT_COUNT=two\nUMM=yes\n', {REBOOT_COUNT: '2'}), 'REBOOT_COUNT=2\nUMM=yes\n');
});

test('a file without its last newline gets one before a new key', (t) => {
	t.is(patchConf('UMM=yes', {REBOOT_COUNT: '3'}), 'UMM=yes\nREBOOT_COUNT=3\n');
	t.is(patchConf('', {REBOOT_COUNT: '3'}), 'REBOOT_COUNT=3\n');
	t.is(patchConf('', {}), '');
});

test('a changed line of a CRLF file is understood as before', (t) => {
	const patched = patchConf('UMM=yes\r\nREBOOT_COUNT=2\r\n', {UMM: 'no'});
	t.like(parseConf(patched).values, {UMM: 'no', REBOOT_COUNT: '2'});
});

test('any value of one line with one kind of quotes is read back as it was', (t) => {
	for (const value of [
		'no',
		'',
		' ',
		' x ',
		'#',
		'a #b',
		'a#b',
		'"',
		"'",
		'"a b"',
		"it's",
		'=',
		'a=b',
		'\\',
		'$x `y`',
		'ü',
		'\t',
	]) {
		const text = patchConf('# here\nUMM=yes\n', {UMM: value});
		t.is(parseConf(text).values['UMM'], value, JSON.stringify({value, text}));
	}
});

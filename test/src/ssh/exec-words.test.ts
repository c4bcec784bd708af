import test from 'ava';
import {wordsOf} from '../../../src/ssh/exec-words.js';

const split: readonly (readonly [string, readonly string[]])[] = [
	['', []],
	['  ', []],
	['umm', []],
	['status --json', ['status', '--json']],
	['umm status', ['status']],
	['/usr/bin/umm off reboot', ['off', 'reboot']],
	["on --reason 'new kernel' --then=reboot", ['on', '--reason', 'new kernel', '--then=reboot']],
	["schedule add -- 'a | b; c > d && $e `f`'", ['schedule', 'add', '--', 'a | b; c > d && $e `f`']],
	['schedule add -- a\\;b "c d"e\'f g\'', ['schedule', 'add', '--', 'a;b', 'c def g']],
	['schedule add "a\\"b\\$c\\`d\\\\e\\f"', ['schedule', 'add', 'a"b$c`d\\e\\f']],
	["config set 'X='''", ['config', 'set', 'X=']],
	["on --reason ''", ['on', '--reason', '']],
	['on --reason Wörter', ['on', '--reason', 'Wörter']],
	['umm umm', ['umm']],
];

for (const [command, words] of split) {
	test(`${JSON.stringify(command)} is ${words.length} words`, (t) => t.deepEqual(wordsOf(command), words));
}

for (const command of [
	'status; id',
	'status && id',
	'status & id',
	'status | id',
	'status > /etc/passwd',
	'status < /etc/passwd',
	'status $(id)',
	'status `id`',
	'status "$(id)"',
	'status "`id`"',
	'status $HOME',
	'status\nid',
	'status *',
	'status ?',
	'status ~',
	'status #',
	'status !',
	'status {a,b}',
	'(status)',
	"status 'no end",
	'status "no end',
	'status \\',
	'status \\\nid',
	'status \0',
	'status \x1b[2J',
	'status \r id',
]) {
	test(`refused: ${JSON.stringify(command)}`, (t) => {
		t.throws(() => wordsOf(command), {name: 'UmmError', message: /^there is no shell here/});
	});
}

import test from 'ava';
import {helpOf, overview, publicVerbs} from '../../../src/cli/help.js';
import {type Verb, verbs} from '../../../src/cli/verbs.js';

const verb: Verb = {
	name: 'wait',
	summary: 'wait for something',
	synopsis: '[--json]',
	text: ['A paragraph that is too long for one line of a terminal with eighty columns, so that it is filled.'],
	options: {
		json: {type: 'boolean', help: 'print JSON'},
		timeout: {type: 'string', short: 't', value: 'DURATION', help: 'how long at most; without it, for ever and a day'},
	},
	examples: [['umm wait -t 5min', 'five minutes']],
	root: true,
};

test('the help of a verb', (t) => {
	t.is(
		helpOf(verb),
		`Usage: umm wait [--json]

Wait for something. Only root may.

A paragraph that is too long for one line of a terminal with eighty columns, so
that it is filled.

Options:
      --json              print JSON
  -t, --timeout DURATION  how long at most; without it, for ever and a day
  -h, --help              show help

Examples:
  umm wait -t 5min
      five minutes

Exit status:
  0  done
  1  the state of the node does not allow it
  2  wrong usage or bad input
  3  a hook or a check refused
  4  the system failed: a command, a disk, a process
`,
	);
});

test('the overview names every verb that people call, and no other', (t) => {
	const text = overview(verbs);
	for (const {name, summary, internal} of verbs) {
		t.is(text.includes(`  ${name.padEnd(11)}${summary}\n`), !internal, name);
	}
});

test('help fits a terminal of 80 columns', (t) => {
	const texts = [overview(verbs), ...publicVerbs(verbs).map((each) => helpOf(each).replace(/\nExamples:.*/s, ''))];
	for (const line of texts.flatMap((text) => text.split('\n'))) t.true(line.length <= 80, line);
});

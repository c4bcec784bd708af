import {readFile, rm, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test from 'ava';
import {keepFaultReport} from '../../../src/console/fault-report.js';
import {makeDirectory} from '../../../src/state/file.js';
import {testWorld} from '../switch/world.js';

const facts = ['umm 1.0.0', 'TERM xterm'];

test('a report says when, where and what; only its owner reads it, and the last one stays', async (t) => {
	const {paths} = await testWorld(t);
	await keepFaultReport(paths, new Error('first'), facts);
	const path = await keepFaultReport(paths, new Error('a row is missing'), facts);
	t.is(path, join(paths.faults, 'console-fault'));
	const text = await readFile(path ?? '', 'utf8');
	t.regex(text, /^\d{4}-\d\d-\d\dT.*\numm 1\.0\.0\nTERM xterm\n\nError: a row is missing\n +at /);
	t.false(text.includes('first'));
	t.is((await stat(path ?? '')).mode & 0o777, 0o600);
});

test('where the disk takes none it is in /run, and where that takes none either there is no report', async (t) => {
	const {paths} = await testWorld(t);
	await makeDirectory(dirname(paths.faults));
	await writeFile(paths.faults, 'in the way');
	t.is(await keepFaultReport(paths, 'no error at all', facts), join(paths.volatile, 'console-fault'));
	await rm(paths.volatile, {recursive: true});
	await writeFile(paths.volatile, 'in the way');
	t.is(await keepFaultReport(paths, new Error('x'), facts), undefined);
});

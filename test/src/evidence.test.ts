import {chmod, chown, mkdir, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {readEvidence} from '../../src/evidence.js';
import {pathsUnder} from '../../src/paths.js';
import {temporaryDirectory, thisBoot} from './runs/node.js';

test('the evidence of a boot is each kind with its text as it was found', async (t) => {
	const paths = pathsUnder(await temporaryDirectory(t));
	const directory = join(paths.evidence, thisBoot);
	await mkdir(directory, {recursive: true, mode: 0o700});
	await writeFile(join(directory, 'panic'), 'Kernel panic\u001b[31m\n');
	await writeFile(join(directory, 'journal'), 'line\n');
	t.deepEqual(await readEvidence(paths, thisBoot), [
		{kind: 'journal', text: 'line\n'},
		{kind: 'panic', text: 'Kernel panic\u001b[31m\n'},
	]);
});

test('what a full disk had no room for is found in /run', async (t) => {
	const paths = pathsUnder(await temporaryDirectory(t));
	const directory = join(paths.volatileEvidence, thisBoot);
	await mkdir(directory, {recursive: true});
	await writeFile(join(directory, 'errors'), 'E');
	t.deepEqual(await readEvidence(paths, thisBoot), [{kind: 'errors', text: 'E'}]);
});

test('of a file that others could have written, a link and a large one only the reason is told', async (t) => {
	const paths = pathsUnder(await temporaryDirectory(t));
	const directory = join(paths.evidence, thisBoot);
	await mkdir(directory, {recursive: true});
	await writeFile(join(directory, 'a'), 'forged');
	await chmod(join(directory, 'a'), 0o666);
	await symlink('/etc/hostname', join(directory, 'b'));
	await writeFile(join(directory, 'c'), 'x'.repeat(1_048_577));
	const texts = (await readEvidence(paths, thisBoot)).map(({text}) => text);
	t.is(texts.length, 3);
	t.regex(texts[0] ?? '', /others may write to it/);
	t.regex(texts[1] ?? '', /ELOOP/);
	t.regex(texts[2] ?? '', /more than 1048576$/);
});

test('a directory of somebody else, one that others may write, and an id that is a path have no evidence', async (t) => {
	const paths = pathsUnder(await temporaryDirectory(t));
	const directory = join(paths.evidence, thisBoot);
	await mkdir(directory, {recursive: true});
	await writeFile(join(directory, 'a'), 'text');
	for (const boot of ['../runs', '..', '', `${thisBoot}/..`]) t.deepEqual(await readEvidence(paths, boot), [], boot);
	await chmod(directory, 0o777);
	t.deepEqual(await readEvidence(paths, thisBoot), []);
	await chmod(directory, 0o755);
	if (process.geteuid?.() !== 0) return;
	await chown(directory, 12_345, 0);
	t.deepEqual(await readEvidence(paths, thisBoot), []);
});

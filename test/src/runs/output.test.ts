import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execaRunner} from '../../../src/exec.js';
import {runOutput} from '../../../src/runs/output.js';
import {collect, testNode, textOf, until} from './node.js';

test('a command that waits is followed from its first line to its end, each line as it comes', async (t) => {
	const {paths, schedule, run} = await testNode(t);
	// A pipe for each step: the writer of the first may still have it open when the command goes on.
	const pipes = ['first', 'second'].map((name) => join(paths.root, name));
	const [first, second] = pipes as [string, string];
	await execaRunner.run(['mkfifo', ...pipes]);
	await schedule(`echo one; read line <${first}; printf 'half a line'; read line <${second}; echo three`);
	const seen: string[] = [];
	const following = (async () => {
		for await (const item of runOutput(paths, 1, {follow: true})) seen.push(textOf([item]));
	})();
	const running = run(1);
	await until(() => seen.join('') === 'one\n');
	await writeFile(first, 'x\n');
	await until(() => seen.join('') === 'one\nhalf a line');
	await writeFile(second, 'x\n');
	await Promise.all([running, following]);
	t.is(seen.join(''), 'one\nhalf a linethree\n');
});

test('without following, what is there is given and no more', async (t) => {
	const {paths, schedule, scheduleAndRun} = await testNode(t);
	await scheduleAndRun('seq 1 100');
	await schedule('true');
	t.true(textOf(await collect(runOutput(paths, 1))).endsWith('99\n100\n'));
	t.deepEqual(await collect(runOutput(paths, 2)), []);
});

test('there is no output of a command that does not exist', async (t) => {
	const {paths} = await testNode(t);
	await t.throwsAsync(collect(runOutput(paths, 7)), {message: 'there is no scheduled command 7'});
});

import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {readLog} from '../../../src/runs/log-reader.js';
import {runDirectory} from '../../../src/runs/run-directory.js';
import {readCommand} from '../../../src/schedule.js';
import {collect, textOf, until} from '../../src/runs/node.js';
import {CoreNode, nasty, shells} from './node.js';

const output = (node: CoreNode, id: number) => collect(readLog(runDirectory(node.paths, id)));

for (const shell of shells) {
	test(`a run keeps every byte of both streams, and how it ended (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.put('blob', Array.from({length: 200_000}, (_, index) => String.fromCharCode(index % 251)).join(''));
		const blob = await readFile(join(node.paths.root, 'blob'), 'latin1');
		const script = `cat "$UMM_ROOT/blob"; echo err >&2; sleep 0.3; printf 'end'; pwd >&2; echo "$UMM_RUN $HOME"; readlink /proc/self/fd/0; exit 7`;
		await node.schedule(script);
		await node.schedule(`printf %s ${JSON.stringify('x')}`);
		t.is(await node.must('schedule', 'run-one', '1'), '');
		const items = await output(node, 1);
		t.is(textOf(items, 'stdout'), `${blob}end1 /root\n/dev/null\n`);
		t.is(textOf(items, 'stderr'), 'err\n/\n');
		const {run, state, request} = await readCommand(node.paths, 1);
		t.like({state, request, ...run}, {state: 'done', request: undefined, outcome: 'exited', status: 7, holds: 2});
		t.true((run?.seconds ?? 0) >= 0.3 && (run?.ended ?? 0) >= (run?.started ?? 0));
		t.is((run?.boot ?? '').length, 36);
		for (const item of items)
			if ('time' in item) t.true(item.time >= (run?.started ?? 0) && item.time <= (run?.ended ?? 0));
		t.deepEqual(
			await readdir(node.paths.volatile),
			['boot', 'lock', 'operational', 'released'],
			'nothing is left in /run',
		);
	});

	test(`what a shell has trouble with is run as it was scheduled (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
		for (const text of shell === shells[0] ? nasty : [nasty.join('')]) {
			const {id} = await node.schedule(`printf %s ${quote(text)}`);
			await node.must('schedule', 'run-one', String(id));
			t.is(Buffer.from(textOf(await output(node, id)), 'latin1').toString('utf8'), text);
		}
	});

	test(`a signal, a timeout with all that was started, and being told to stop (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.schedule('echo dying; kill -KILL $$');
		await node.umm('schedule', 'run-one', '1');
		t.like((await readCommand(node.paths, 1)).run, {outcome: 'signalled', signal: 'SIGKILL'});

		await node.schedule('echo slow; sleep 98765 & echo $! >"$UMM_ROOT/pid"; sleep 98764', {timeout: 1});
		await node.umm('schedule', 'run-one', '2');
		t.like((await readCommand(node.paths, 2)).run, {outcome: 'timeout', signal: 'SIGTERM'});
		t.is(textOf(await output(node, 2)), 'slow\n');
		const left = await readFile(`/proc/${(await node.file('pid')).trim()}/stat`, 'utf8').catch(() => '');
		t.regex(left, /^$|\) Z /);

		await node.schedule('echo endless; sleep 98763');
		const [file, ...args] = node.command('schedule', 'run-one', '3');
		const recorder = execa(file, args, {env: node.gate.env, reject: false});
		await until(async () => textOf(await output(node, 3)) === 'endless\n');
		t.like(await readCommand(node.paths, 3), {state: 'running', run: {outcome: undefined}});
		t.regex((await node.umm('schedule', 'run-one', '3')).stderr, /scheduled command 3 is being run already/);
		recorder.kill('SIGTERM');
		await recorder;
		t.like((await readCommand(node.paths, 3)).run, {outcome: 'interrupted', signal: 'SIGTERM'});
	});

	test(`what a command leaves in the background is listened to for a moment, and no longer (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.schedule('(sleep 0.4; echo late; sleep 98762) & echo $! >"$UMM_ROOT/pid"; echo early');
		await node.umm('schedule', 'run-one', '1');
		t.is(textOf(await output(node, 1)), 'early\nlate\n');
		t.like((await readCommand(node.paths, 1)).run, {outcome: 'exited', status: 0});
		process.kill(Number(await node.file('pid')), 'SIGKILL');
	});
}

test('a command that does not wait is not run, and one that is not there is a usage error', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	t.like(await node.umm('schedule', 'run-one', '0004'), {
		status: 2,
		stderr: "umm: there is no scheduled command 4\numm: 'umm schedule list' shows all of them",
	});
	await node.schedule('touch "$UMM_ROOT/ran"');
	await node.must('schedule', 'run-one', '1');
	t.regex(
		(await node.umm('schedule', 'run-one', '1')).stderr,
		/scheduled command 1 does not wait to be run: it is done/,
	);
});

test('the output of an earlier command with the same number is set aside', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.schedule('echo new');
	await node.put('var/lib/umm/runs/0001/head', '@1 o 4\nold\n\n');
	await node.must('schedule', 'run-one', '1');
	t.is(textOf(await output(node, 1)), 'new\n');
	t.regex((await readdir(node.paths.runs)).join(), /^0001,0001\.old-\d{13}$/);
});

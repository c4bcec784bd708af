import {readFile} from 'node:fs/promises';
import test from 'ava';
import {saveCommand} from '../../../src/schedule.js';
import {CoreNode, shells} from './node.js';

const order = async (node: CoreNode) => (await node.file('order').catch(() => '')).split('\n').filter(Boolean);
const say = (word: string) => `echo ${word} >>"$UMM_ROOT/order"`;

for (const shell of shells) {
	test(`commands run in order, and a failure holds back those that were behind it (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.hold();
		await node.hook('after-on.d/10-first', `${say('hook')}; exit 1`);
		const first = await node.schedule(`${say('first')}; exit 1`, {onFailure: 'continue'});
		await node.schedule(say('second'));
		await saveCommand(node.paths, {...first, order: 2.5});
		await node.schedule(`${say('third')}; exit 2`);
		await node.schedule(say('fourth'));
		await node.schedule(say('another maintenance'), {request: 'abcdef0123456789'});
		const {status, stderr} = await node.umm('schedule', 'run-queue');
		t.is(status, 0);
		t.regex(
			stderr,
			/^umm: the after-on hook \S+10-first failed with exit status 1 after [\d.]+ s; maintenance mode goes on$/,
		);
		t.deepEqual(await order(node), ['hook', 'second', 'first', 'third']);
		t.deepEqual(await node.states(), ['2 done', '1 done', '3 done', '4 waiting', '5 cancelled']);
		t.is((await node.commands())[2]?.run?.holds, 5);

		await node.schedule(say('sixth'));
		await node.umm('schedule', 'run-queue');
		t.deepEqual((await order(node)).slice(4), ['sixth'], 'who adds another one knows of the failure; hooks run once');
		t.true(await node.gate.isPaused());
	});

	test(`what power loss cut is interrupted, is not run again, and holds back the rest (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.must('on', '--then', 'off', say('first'));
		await node.reboot();
		const [command] = await node.commands();
		const run = {boot: 'bbbbbbbb-0000-4000-8000-000000000002', started: 1_700_000_000_000};
		await saveCommand(node.paths, {...(command as NonNullable<typeof command>), state: 'running', run});
		await node.schedule(say('second'));
		const {stderr} = await node.umm('schedule', 'run-queue');
		t.regex(stderr, /^umm: this node stays paused: 1 of its commands failed, 1 have not run$/);
		t.deepEqual(await order(node), []);
		t.deepEqual(await node.states(), ['1 done', '2 waiting']);
		t.deepEqual((await node.commands())[0]?.run, {...run, outcome: 'interrupted', holds: 2});
		t.true(await node.gate.isPaused());
	});

	test(`--then off leaves by itself when every command has succeeded, and says so in the audit log (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.must('on', '--reason', 'work', '--then', 'off', say('first'));
		await node.reboot();
		t.regex(await node.must('schedule', 'run-queue'), /^the boot goes on\noperational after/);
		t.deepEqual(await node.states(), ['1 done']);
		t.false(await node.gate.isPaused());
		t.regex(
			await readFile(node.paths.audit, 'utf8'),
			/\taction=off\tdetail=by itself, every command has succeeded; asked for by root\toutcome=done\n$/,
		);
	});
}

test('a boot that is not held runs nothing', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.schedule(say('never'));
	await node.must('schedule', 'run-queue');
	t.deepEqual(await order(node), []);
});

test('a scheduled command that can’t be believed is set aside, and the others run', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.hold();
	await node.schedule(say('first'));
	await node.schedule(say('second'));
	await node.put('etc/umm/state/schedule/0001', 'umm-command 1\nid=1\ncommand=echo torn\nstate=waiting\n');
	const {stderr} = await node.umm('schedule', 'run-queue');
	t.regex(stderr, /schedule\/0001 can't be used; set aside/);
	t.deepEqual(await order(node), ['second']);
});

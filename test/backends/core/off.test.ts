import test from 'ava';
import {readLeaving} from '../../../src/switch/leaving.js';
import {CoreNode, nasty, shells} from './node.js';

for (const shell of shells) {
	test(`umm off lets the boot go on, cancels what waits and leaves word for the after-off hooks (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		const reason = 'a \\ b "c" ä';
		await node.must('on', '--reason', reason, 'true');
		await node.reboot();
		await node.schedule(nasty[0] as string);
		await node.hook(
			'before-off.d/10-tell',
			'printf "%s %s %s %s\\n" "$UMM_HOOK" "$UMM_ACTION" "$UMM_STATE" "$UMM_REASON" >"$UMM_ROOT/told"',
		);
		await node.hook(
			'after-off.d/10-tell',
			'printf "%s %s %s %s\\n" "$UMM_HOOK" "$UMM_ACTION" "$UMM_STATE" "$UMM_REASON" >>"$UMM_ROOT/told"',
		);
		t.regex(
			await node.must('off'),
			/^before-off hook 10-tell runs\n.*\ncommand 1 is cancelled\ncommand 2 is cancelled\nthe boot goes on\noperational after [\d.]+ s$/s,
		);
		t.deepEqual(await node.states(), ['1 cancelled', '2 cancelled']);
		t.is((await node.commands())[1]?.command, nasty[0]);
		t.false(await node.gate.isPaused());
		t.like(await readLeaving(node.paths.leaving), {reason, action: 'resume'});
		await node.must('hooks', 'run-after-off');
		t.is(await readLeaving(node.paths.leaving), undefined);
		t.is(await node.file('told'), `before-off resume paused ${reason}\nafter-off resume operational ${reason}\n`);
		t.like((await node.gate.ledger())[0], {held: 'request', released: true});
	});

	test(`a before-off hook that fails keeps the node paused, unless it is forced (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		await node.hold();
		await node.hook('before-off.d/check', 'echo "not \x1b[31mback"; kill -KILL $$');
		const kept = await node.umm('off', 'reboot');
		t.is(kept.status, 3);
		t.regex(
			kept.stderr,
			/hook \S+check was ended by SIGKILL after [\d.]+ s; the node stays paused\n {2}not \uFFFD\[31mback\n/,
		);
		t.true(await node.gate.isPaused());
		t.is(await node.asked(), undefined);
		const forced = await node.umm('off', 'reboot', '--force');
		t.is(forced.status, 0);
		t.regex(forced.stderr, /going on because of --force/);
		t.regex(forced.stdout, /rebooting to operational$/);
		t.is(await node.asked(), 'reboot');
		t.is((await node.gate.ledger())[0]?.proof, 'off');
	});
}

test('when leaving fails the node is still paused, and no after-off hook is due', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.hold();
	await node.eval('rm "$lib/sandbox/init.sh"');
	await node.put('lib/sandbox/init.sh', 'init_release() { return 1; }');
	t.like(await node.umm('off'), {status: 4, stderr: 'umm: the init system refused to let the boot go on'});
	t.true(await node.gate.isPaused());
	t.is(await readLeaving(node.paths.leaving), undefined);
});

test('umm off --dry-run says what would happen', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.hold();
	await node.schedule('true');
	t.is(
		await node.must('off', '--dry-run'),
		'would let the held boot go on to operational\nwould cancel command 1, which has not run',
	);
	t.true(await node.gate.isPaused());
	const wrong = await node.umm('off', 'now');
	t.like(wrong, {
		status: 2,
		stderr: `umm: umm off takes nothing or the word reboot, not "now"\numm: 'umm off --help' shows how it is used`,
	});
});

import test from 'ava';
import {CoreNode, shells} from './node.js';

for (const shell of shells) {
	test(`the banner says who asked, why, since when, what waits and runs, and the way out (${shell.name})`, async (t) => {
		const node = await CoreNode.create(t, shell);
		t.is(await node.must('banner'), '', 'a node that is not paused has none');
		await node.must('on', '--reason', 'new disks', '--for', '2h', 'echo one\necho two');
		await node.reboot();
		await node.gate.uptime(10 + 3 * 60 + 5);
		await node.schedule('sleep 1; exit 3');
		await node.schedule('true');
		await node.umm('schedule', 'run-queue');
		const lines = (await node.must('banner')).split('\n');
		t.regex(lines.shift() ?? '', /^\S+: maintenance mode: this boot is held for 3 min 5 s$/);
		t.is(lines.shift(), '  root asked for maintenance mode. Reason: new disks');
		t.regex(lines.shift() ?? '', /^ {4}asked at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		t.regex(lines.shift() ?? '', /^ {4}expected to be done at \d{4}/);
		t.deepEqual(lines.slice(0, 1), ['  scheduled commands:']);
		t.regex(lines[1] ?? '', /^ {6}1 {2}exit status 0 after \d+ s +echo one\\necho two$/);
		t.regex(lines[2] ?? '', /^ {6}2 {2}exit status 3 after \d+ s +sleep 1; exit 3$/);
		t.regex(lines[3] ?? '', /^ {6}3 {2}waits +true$/);
		t.deepEqual(lines.slice(4), ["  'umm off' lets this boot go on, 'umm off reboot' reboots"]);
	});
}

test('the banner of a node that its counter paused', async (t) => {
	const node = await CoreNode.create(t, shells[0] as (typeof shells)[0]);
	await node.gate.dieUncleanly(3);
	t.regex(await node.must('banner'), /held.*\n {2}2 boots in a row ended uncleanly; the limit is 2\.\n {2}'umm off'/);
});

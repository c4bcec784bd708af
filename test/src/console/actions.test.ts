import test from 'ava';
import {nodeActions} from '../../../src/console/actions.js';
import {openPresence} from '../../../src/console/presence.js';
import {readCommand, saveCommand} from '../../../src/schedule.js';
import {addScheduled} from '../../../src/switch/schedule.js';
import {thisBoot, until} from '../runs/node.js';
import {testWorld} from '../switch/world.js';

test('a confirmation names who else is connected, and which commands run and wait', async (t) => {
	const world = await testWorld(t);
	await world.pause();
	const {paths} = world;
	const mine = await openPresence(paths, world.by);
	const other = await openPresence(paths, {user: 'root', sudoUser: 'bob', sshPeer: '10.0.0.9', tty: '/dev/pts/3'});
	for (const command of ['sleep 9', 'apt-get -y full-upgrade &&\n\treboot']) {
		await addScheduled(world, {command, onFailure: 'stop'});
	}
	await saveCommand(paths, {...(await readCommand(paths, 1)), state: 'running', run: {boot: thisBoot, started: 1}});
	const actions = nodeActions(async () => world, mine);
	t.deepEqual(await actions.consequences('reboot'), [
		'The node reboots cleanly and boots all the way. Your session ends.',
		'bob (root by sudo) from 10.0.0.9 on /dev/pts/3 has a console open too; the reboot ends that session.',
		'Command 1 (sleep 9) runs now: the reboot ends it.',
		'Command 2 (apt-get -y full-upgrade && reboot) has not run and is cancelled.',
	]);
	t.deepEqual((await actions.consequences('resume')).slice(1, 3), [
		'bob (root by sudo) from 10.0.0.9 on /dev/pts/3 has a console open too.',
		'Command 1 (sleep 9) runs now and goes on.',
	]);
	await other.close();
	t.is((await actions.consequences('resume')).length, 3);
	await mine.close();
});

test('what is done on a console the others are told', async (t) => {
	const world = await testWorld(t);
	await world.pause();
	const [mine, other] = [await openPresence(world.paths, world.by), await openPresence(world.paths, {user: 'bob'})];
	await nodeActions(async () => world, mine).resume(() => undefined);
	t.true(world.calls.includes('leave: resume'));
	await until(async () => (await other.others())[0]?.last?.what === 'resumes the boot');
	await Promise.all([mine.close(), other.close()]);
});

import test from 'ava';
import {EmulatedNode} from './lab/qemu.js';
import {Rack} from './lab/rack.js';
import {ledger, thisBoot} from './support/boots.js';
import {debPaths, operational, status} from './support/umm.js';

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

const longAgo = new Date('1970-01-02T00:00:00Z');
const farAhead = new Date('2040-01-01T00:00:00Z');

test('the wall clock decides nothing: power cuts are counted in 1970 and in 2040, and clean reboots are not', async (t) => {
	t.timeout(20 * 60 * 1000);
	const node = await EmulatedNode.make(rack, await debPaths());
	const bootsAt = async (clock: Date) => {
		node.start(clock);
		t.log(`ssh after ${Math.round(await node.waitSsh())} s`);
	};
	const year = async () => Number((await node.ssh('date +%Y')).stdout);

	await bootsAt(new Date());
	await operational(node, 300);
	t.like(await thisBoot(node), {held: 'no', count: 1});

	await node.powerCut();
	await bootsAt(longAgo);
	await operational(node, 300);
	t.like(await thisBoot(node), {held: 'no', count: 2, limit: 2});

	await node.powerCut();
	await bootsAt(farAhead);
	t.is(await status(node), 'umm');
	t.is(await year(), 2040);
	const [future, past, present] = await ledger(node);
	t.like(future, {id: await node.bootId(), held: 'counter', count: 3});
	t.like(past, {end: 'unclean', released: true});
	t.like(present, {end: 'unclean', released: true});
	// systemd moves a clock that is before its own release forward to that, so 1970 is never seen.
	t.true(Date.parse(past?.start ?? '') < Date.parse(present?.start ?? ''), 'the clock went back');
	t.true(Date.parse(present?.start ?? '') < Date.parse(future?.start ?? ''), 'the clock went forward');

	t.is((await node.ssh('umm off')).status, 0);
	await operational(node, 300);
	await node.ssh('systemctl reboot');
	await node.waitOff();
	await bootsAt(longAgo);
	await operational(node, 300);
	const [last, resumed] = await ledger(node);
	t.like(last, {held: 'no', count: 1});
	t.like(resumed, {id: future?.id, held: 'counter', released: true, end: 'reboot'});
	t.true(Date.parse(last?.start ?? '') < Date.parse(resumed?.start ?? ''), 'the clock went back');
});

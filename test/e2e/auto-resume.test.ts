/* AUTO_RESUME on real nodes. Whoever looks here has no terminal: that counts as nobody. */
import test from 'ava';
import {parseLedger} from '../../src/state/ledger.js';
import type {Node} from './lab/node.js';
import {until} from './lab/poll.js';
import {Rack} from './lab/rack.js';
import {coreDeb, debPaths, installUmm, operational, pause, resume, status} from './support/umm.js';

let rack: Rack;
test.before(async () => {
	rack = await Rack.open();
});
test.after.always(() => rack.close());

/** Seconds. */
const autoResume = 4;

/** Wait until the node has been up for so long once more as would let it go on several times. */
async function outlast(node: Node): Promise<void> {
	const uptime = async () => Number((await node.ssh('cut -d" " -f1 /proc/uptime')).stdout);
	const start = await uptime();
	const passed = async () => (await uptime()) > start + 4 * autoResume;
	await until(passed, {timeout: 90, what: `AUTO_RESUME has passed on ${node.name}`});
}

/** This boot, as the ledger on its disk has it. */
async function newest(node: Node) {
	const boots = parseLedger(`${await node.files.read('/etc/umm/state/ledger')}\n`);
	return boots[0];
}

const goesOn = (node: Node) =>
	until(async () => (await newest(node))?.resumedItself, {timeout: 90, what: `${node.name} goes on by itself`});

/** Each boot is held by the counter. */
const configure = (node: Node, seconds: number) =>
	node.files.write('/etc/umm.conf', `UMM=yes\nREBOOT_COUNT=0\nAUTO_RESUME=${seconds}s\n`);

for (const [init, debs] of [
	['systemd', debPaths],
	['sysvinit', async () => [await coreDeb()]],
] as const) {
	test.serial(`${init}: a boot held by the counter goes on by itself, unless somebody is here`, async (t) => {
		const node = await rack.node({init});
		await installUmm(node, await debs());
		await configure(node, autoResume);
		await node.powerOff();
		node.start();
		await goesOn(node);
		await node.waitSsh();
		await operational(node);
		t.like(await newest(node), {held: 'counter', resumedItself: true, released: true, id: await node.bootId()});

		await configure(node, 0);
		await node.powerOff();
		node.start();
		await node.waitSsh();
		const somebody = node.ssh('exec tail -f /dev/null', {tty: true, timeout: 300});
		const isHere = async () => (await node.ssh('pgrep -x tail')).status === 0;
		await until(isHere, {timeout: 60, what: 'somebody has a terminal'});
		await configure(node, autoResume);
		await outlast(node);
		t.is(await status(node), 'umm', 'somebody is here');
		await node.ssh('pkill -x tail');
		await somebody;
		await goesOn(node);
		await operational(node);

		await pause(node);
		await outlast(node);
		t.is(await status(node), 'umm', 'maintenance mode that was asked for stays');
		await resume(node);
		t.like(await newest(node), {held: 'request', resumedItself: false, released: true});
	});
}

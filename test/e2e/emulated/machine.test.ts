/* What a container can't show: a clock, a serial line, a screen, and a device that udev waits for. */
import test from 'ava';
import {until} from '../lab/poll.js';
import {EmulatedNode} from '../lab/qemu.js';
import {Rack} from '../lab/rack.js';
import {ledger, thisBoot, why} from '../support/boots.js';
import {logIn, password, setPassword} from '../support/consoles.js';
import {debPaths, operational, status} from '../support/umm.js';
import {screenShows, serialTerminal} from './screen.js';

let rack: Rack;
let node: EmulatedNode;
test.before(async (t) => {
	t.timeout(minutes(10));
	rack = await Rack.open();
	node = await EmulatedNode.make(rack, await debPaths());
});
test.after.always(() => rack.close());

const longAgo = new Date('1970-01-02T00:00:00Z');
const farAhead = new Date('2040-01-01T00:00:00Z');

const minutes = (count: number) => count * 60 * 1000;

/** @returns what a line of the test's log says of it. */
async function bootAt(clock: Date): Promise<string> {
	node.start(clock);
	return `ssh after ${Math.round(await node.waitSsh())} s`;
}

test('the wall clock decides nothing: power cuts are counted in 1970 and in 2040', async (t) => {
	t.timeout(minutes(20));
	t.log(await bootAt(new Date()));
	await operational(node, 300);
	t.like(await thisBoot(node), {held: 'no', count: 1});

	await node.powerCut();
	t.log(await bootAt(longAgo));
	await operational(node, 300);
	t.like(await thisBoot(node), {held: 'no', count: 2, limit: 2});

	await node.powerCut();
	t.log(await bootAt(farAhead));
	t.is(await status(node), 'umm');
	t.is((await node.ssh('date +%Y')).stdout, '2040');
	const [future, past, present] = await ledger(node);
	t.like(future, {id: await node.bootId(), held: 'counter', count: 3});
	t.like(past, {end: 'unclean', released: true});
	t.like(present, {end: 'unclean', released: true});
	// systemd moves a clock that is before its own release forward to that, so 1970 is never seen.
	t.true(Date.parse(past?.start ?? '') < Date.parse(present?.start ?? ''), 'the clock went back');
	t.true(Date.parse(present?.start ?? '') < Date.parse(future?.start ?? ''), 'the clock went forward');
});

test('a login at the serial line of the paused machine opens the console, with a shell', async (t) => {
	t.timeout(minutes(20));
	await setPassword(node);
	using terminal = serialTerminal(node);
	await logIn(terminal);
	await terminal.sees(/qemu MAINTENANCE MODE.*2 boots in a row ended uncleanly.*r Resume/, 300);
	t.true(terminal.fullScreen);
	terminal.types('s');
	await terminal.sees(/A shell opens/, 300);
	terminal.types('y');
	await terminal.does('tty; echo $((40 + 2))', /\/dev\/ttyS0 42/);
	await terminal.tells('exit');
	await terminal.sees(/MAINTENANCE MODE/, 300);
	terminal.types('q');
	await terminal.sees(/Leave the console\?.*session ends/, 300);
	terminal.types('y');
	await terminal.sees(/The node stays paused\..*login:$/, 300);
	t.false(terminal.fullScreen);
	t.is(await status(node), 'umm');
});

test('so does a login by keyboard and screen, at tty1', async (t) => {
	t.timeout(minutes(20));
	await screenShows(node, /login:$/);
	await node.press('root\r');
	await screenShows(node, /Password:$/);
	await node.press(`${password}\r`);
	await screenShows(node, /MAINTENANCE MODE.*r Resume/);
	await node.press('s');
	await screenShows(node, /A shell opens/);
	await node.press('y');
	await screenShows(node, /root@qemu:~#/);
	await node.press('tty\r');
	await screenShows(node, /\/dev\/tty1/);
	await node.press('exit\r');
	await screenShows(node, /MAINTENANCE MODE.*r Resume/);
	await node.press('q');
	await screenShows(node, /Leave the console\?/);
	await node.press('y');
	await screenShows(node, /login:$/);
	t.is(await status(node), 'umm');
	t.is((await node.ssh('pgrep -fc "umm.cjs [c]onsole"')).stdout, '0');
});

test('a clean reboot in 1970 is none that counts; a device that does not come pauses the boot', async (t) => {
	t.timeout(minutes(20));
	const before = await node.bootId();
	t.is((await node.ssh('umm off')).status, 0);
	await operational(node, 300);
	await node.ssh('echo "LABEL=nowhere /srv ext4 x-systemd.device-timeout=5s 0 0" >>/etc/fstab; reboot');
	await node.waitOff();
	t.log(await bootAt(longAgo));

	t.is(await status(node), 'umm');
	const [last, resumed] = await ledger(node);
	t.like(last, {held: 'emergency', count: 1, released: false});
	t.like(resumed, {id: before, held: 'counter', released: true, end: 'reboot'});
	t.true(Date.parse(last?.start ?? '') < Date.parse(resumed?.start ?? ''), 'the clock went back');
	const reason = await why(node);
	t.is(reason?.kind, 'emergency');
	t.true(reason?.sentence.includes('srv.mount failed'), reason?.sentence);
	const isTold = async () => /Timed out waiting for device .*nowhere/.test((await why(node))?.evidence.join() ?? '');
	await until(isTold, {timeout: 120, what: 'the reason has what the journal says of the device'});

	const boot = await node.bootId();
	const refused = await node.ssh('umm off');
	t.is(refused.status, 3);
	t.true(refused.stderr.includes('srv.mount still fails: '), refused.stderr);
	t.is(await status(node), 'umm');

	await node.ssh("sed -i '/nowhere/d' /etc/fstab && systemctl daemon-reload");
	t.is((await node.ssh('umm off')).status, 0);
	await operational(node, 300);
	t.is(await node.bootId(), boot);
	t.like(await thisBoot(node), {held: 'emergency', released: true});
});

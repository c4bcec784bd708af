/* What a container can't show: a clock, a serial console and a virtual console of the machine's own. */
import test from 'ava';
import {EmulatedNode} from './lab/qemu.js';
import {Rack} from './lab/rack.js';
import {ledger, thisBoot} from './support/boots.js';
import {logIn, logInAt, serialConsole, setPassword, typeAtVirtual, virtualConsoleShows} from './support/consoles.js';
import {debPaths, operational, status} from './support/umm.js';

let rack: Rack;
let node: EmulatedNode;
test.before(async (t) => {
	t.timeout(10 * 60 * 1000);
	rack = await Rack.open();
	node = await EmulatedNode.make(rack, await debPaths());
});
test.after.always(() => rack.close());

const longAgo = new Date('1970-01-02T00:00:00Z');
const farAhead = new Date('2040-01-01T00:00:00Z');

const minutes = (count: number) => count * 60 * 1000;

/** @returns what a log line of the test says of it. */
async function bootAt(clock: Date): Promise<string> {
	node.start(clock);
	return `ssh after ${Math.round(await node.waitSsh())} s`;
}

test.serial('the wall clock decides nothing: power cuts are counted in 1970 and in 2040', async (t) => {
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

test.serial(
	'a login at the serial console of a paused machine opens the console, and leaving it logs out',
	async (t) => {
		t.timeout(minutes(20));
		await setPassword(node);
		t.is((await node.ssh('systemctl is-active serial-getty@ttyS0.service')).stdout, 'active');
		using terminal = serialConsole(node);
		await logIn(terminal);
		await terminal.sees(
			/emulated MAINTENANCE MODE.*2 boots in a row ended uncleanly.*r Resume b Reboot s Shell q Leave/,
			300,
		);
		t.true(terminal.fullScreen);
		t.is((await node.ssh('stty -F /dev/ttyS0 size')).stdout, '0 0', 'a serial line has no size');
		const environment = "tr '\\0' '\\n' </proc/$(pgrep -f 'umm.cjs [c]onsole')/environ";
		t.regex((await node.ssh(environment)).stdout, /^TERM=vt220$/m);
		terminal.types('2');
		await terminal.sees(/Boots, newest first/, 300);
		terminal.types('\x1b[B');
		await terminal.sees(/[▸>] *[0-9a-f]{8}.*(ended uncleanly|unclean)/, 300);
		terminal.types('5');
		await terminal.sees(/root .*ttyS0/, 300);
		terminal.types('s');
		await terminal.sees(/A root shell opens here/, 300);
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
	},
);

test.serial('so does a login at its virtual console tty1', async (t) => {
	t.timeout(minutes(20));
	t.is((await node.ssh('systemctl is-active getty@tty1.service')).stdout, 'active');
	await logInAt(node, 1);
	const rows = await virtualConsoleShows(node, 1, /MAINTENANCE MODE[\s\S]*q Leave/);
	t.log(rows.join('\n'));
	await typeAtVirtual(node, 1, 'q');
	await virtualConsoleShows(node, 1, /Leave the console\?/);
	await typeAtVirtual(node, 1, 'y');
	await virtualConsoleShows(node, 1, /login:$/);
	t.is(await status(node), 'umm');
	t.is((await node.ssh('pgrep -fc "umm.cjs [c]onsole"')).stdout, '0');
});

test.serial('a clean reboot in 1970 is none that counts', async (t) => {
	t.timeout(minutes(20));
	const id = await node.bootId();
	t.is((await node.ssh('umm off')).status, 0);
	await operational(node, 300);
	await node.ssh('systemctl reboot');
	await node.waitOff();
	t.log(await bootAt(longAgo));
	await operational(node, 300);
	const [last, resumed] = await ledger(node);
	t.like(last, {held: 'no', count: 1});
	t.like(resumed, {id, held: 'counter', released: true, end: 'reboot'});
	t.true(Date.parse(last?.start ?? '') < Date.parse(resumed?.start ?? ''), 'the clock went back');
});

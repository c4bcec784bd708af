import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {TestTerminal} from '../terminal.js';

/** Whether the terminal is as it was before the console. */
function isRestored(t: ExecutionContext, node: TestTerminal): void {
	t.false(node.isAlternate);
	t.true(node.isCursorShown);
	t.true(node.emulator.modes.wraparoundMode);
	t.false(node.emulator.modes.bracketedPasteMode);
}

test.serial('while it runs it has the alternate screen and no cursor', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	t.true(node.isAlternate);
	t.false(node.isCursorShown);
});

test.serial('the terminal is given back when it is left', async (t) => {
	const node = TestTerminal.open(t, 'by-request', {
		script: 'stty -a >/tmp/before.$$; "$0" "$@"; stty -a | cmp - /tmp/before.$$ && echo same modes; rm /tmp/before.$$',
	});
	await node.sees('Next:');
	await node.types('s', 'y');
	await node.sees('left for: shell');
	await node.sees('same modes');
	isRestored(t, node);
});

test.serial('the terminal is given back when something else in the process breaks', async (t) => {
	const node = TestTerminal.open(t, 'crash');
	await node.sees('not shown: something else broke');
	t.is((await node.exited).exitCode, 4);
	isRestored(t, node);
});

test.serial('the terminal is given back when the console itself breaks', async (t) => {
	const node = TestTerminal.open(t, 'root-fault');
	await node.sees('not shown: Cannot convert a Symbol value to a number');
	t.is((await node.exited).exitCode, 4);
	isRestored(t, node);
});

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT']) {
	test.serial(`${signal} ends it cleanly`, async (t) => {
		const node = TestTerminal.open(t, 'by-request');
		await node.sees('Next:');
		node.signal(signal);
		await node.sees('left for: leave');
		t.is((await node.exited).exitCode, 0);
		isRestored(t, node);
	});
}

test.serial('a lost connection ends it at once', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	node.hangUp();
	await ended(t, node.pid);
});

test.serial('a lost connection does not cut a resume short', async (t) => {
	const node = TestTerminal.open(t, 'by-request');
	await node.sees('Next:');
	await node.types('r', 'y');
	node.hangUp();
	await sleep(100);
	t.true(isAlive(node.pid));
	await ended(t, node.pid);
});

test.serial('TERM=dumb and a pipe are refused with a reason', async (t) => {
	const dumb = TestTerminal.open(t, 'by-request', {env: {TERM: 'dumb'}});
	await dumb.sees("not shown: the console can't be shown: TERM is 'dumb'");
	const pipe = TestTerminal.open(t, 'by-request', {script: '"$0" "$@" | cat'});
	await pipe.sees('its output is not a terminal');
	const input = TestTerminal.open(t, 'by-request', {script: '"$0" "$@" </dev/null'});
	await input.sees('its input is not a terminal');
	t.false(dumb.raw.includes('\x1b'));
});

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

async function ended(t: ExecutionContext, pid: number): Promise<void> {
	const start = performance.now();
	while (isAlive(pid) && performance.now() - start < 5000) await sleep(20);
	t.false(isAlive(pid));
}

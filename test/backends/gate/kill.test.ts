import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {execa} from 'execa';
import {GateNode, ledgerLine, ledgerOf} from './node.js';

const old = Array.from({length: 100}, (_, index) => ledgerLine({boot: `old-${index}`, end: 'reboot'}));

/** Call a verb and kill it, and whatever it has started, after so many milliseconds. */
async function callAndKill(node: GateNode, after: number, ...verb: string[]): Promise<void> {
	const [file, ...args] = node.command(...verb);
	const running = execa(file, args, {env: node.env, reject: false, stdio: 'ignore', detached: true});
	await Promise.race([delay(after), running]);
	try {
		process.kill(-(running.pid as number), 'SIGKILL');
	} catch {
		/* It has ended by itself. */
	}
	await running;
}

/** Milliseconds that an undisturbed call of a verb takes here. */
async function duration(node: GateNode, ...verb: string[]): Promise<number> {
	const start = performance.now();
	await node.call(verb);
	return performance.now() - start;
}

const verbs = {
	boot: {
		prepare: async () => undefined,
		call: ['boot'],
	},
	resume: {
		prepare: async (node: GateNode) => {
			await node.request();
			await node.powerOn();
		},
		call: ['resume'],
	},
	end: {
		prepare: async (node: GateNode) => {
			await node.powerOn();
			await node.write(`${node.paths.volatile}/ending`, 'reboot\n');
		},
		call: ['end'],
	},
} as const;

for (const [name, {prepare, call}] of Object.entries(verbs)) {
	test(`SIGKILL at any instant of ${name} leaves the ledger whole`, async (t) => {
		const start = await GateNode.create(t);
		await start.write(start.paths.ledger, ledgerOf(...old));
		await prepare(start);
		const before = await start.ledgerText();
		const whole = await duration(await start.copy(t), ...call);
		const rounds = 12;
		for (let round = 0; round < rounds; round++) {
			const node = await start.copy(t);
			await callAndKill(node, (whole * 1.2 * round) / rounds, ...call);
			const text = await node.ledgerText();
			if (text !== before) {
				t.true(text.startsWith('umm-ledger 1\nboot=') && text.endsWith('\n.\n'), `round ${round}`);
				t.is((await node.ledger()).length, 100, `round ${round}`);
			}
			// The same call again goes on from whatever is left, and so does the next boot.
			t.true((await node.call(call)).status <= 1, `round ${round}`);
			t.false(await node.isPaused(), `round ${round}`);
			await node.powerOn();
			t.is((await node.ledger()).length, 100, `round ${round}`);
			t.deepEqual(await node.aside(), []);
		}
	});
}
